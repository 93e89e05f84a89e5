#pragma once

// Reads the dates that publishers write: RFC 822/2822, W3CDTF and ISO 8601 with their common
// breakages, and Arabic ones in four month systems, Hijri, relative and with agency datelines.
// Pure: the moment of the crawl is an argument. Cheap: a date costs microseconds, a body without
// dates hardly more than a look at its digits.
//
// A date without a time has the precision `day` and is the day as printed, at midnight UTC; only a
// day counted from the crawl ("two days ago", "yesterday") keeps the time of the crawl in `at`.

#include "daemon/base/time.h"
#include "daemon/model/article.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct DateContext {
    Instant reference;     // the time of the crawl
    std::string timezone;  // IANA name for dates without a zone; empty: UTC, zone_assumed is set
};

// The date in a string that is a date and little else (a feed element, a publication line). The
// published date counts before the updated one, the Gregorian one before the Hijri one. A time of
// day alone is that time on the day of `reference`.
// nullopt: no date, an impossible one, a month or year alone (but for the forms YYYY and YYYY-MM,
// which W3CDTF gives a meaning: their first day).
std::optional<ReadDate> read_date(std::string_view text, const DateContext& context);

// What the words before a date call it.
enum class DateLabel : std::uint8_t { none, published, updated };

// A date found inside running text or a line.
struct FoundDate {
    ReadDate date;
    std::size_t offset;  // bytes in the text searched; weekday, time and zone belong to the date
    std::size_t length;
    DateLabel label;  // stands before `offset`
};

// Every date in `text`, in order. Only full dates and days of a named month without a year, never
// relative words; the day and month in numbers of an agency's dateline count too. Stops looking
// after 500 places that might be dates.
std::vector<FoundDate> find_dates(std::string_view text, const DateContext& context);

// The day on which a text was written that speaks of "today, Thursday", "yesterday, Wednesday" or
// just "Thursday", and that was carried by a page at `reference`: the last such day not after it.
// nullopt: no weekday is named.
std::optional<ReadDate> weekday_before(std::string_view text, Instant reference);

// A date that a URL path or query states: /2026/1/23/, /20260124/, ?date=29012026. nullopt
// otherwise.
std::optional<ReadDate> date_in_url(std::string_view url);

}  // namespace khabard
