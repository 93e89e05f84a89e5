#pragma once

// Reads the dates that publishers write: RFC 822/2822, W3CDTF and ISO 8601 with their common
// breakages, and Arabic ones in four month systems, Hijri, relative and with agency datelines.
// Pure: the moment of the crawl is an argument.

#include "daemon/base/time.h"
#include "daemon/model/article.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct DateContext {
    Instant reference;     // the time of the crawl
    std::string timezone;  // IANA name for dates without a zone; empty: UTC, zone_assumed is set
};

// The date in a string that is a date and little else (a feed element, a publication line).
// nullopt: no date, an impossible one, a month or year alone.
std::optional<ReadDate> read_date(std::string_view text, const DateContext& context);

// A date found inside running text or a line.
struct FoundDate {
    ReadDate date;
    std::size_t offset;  // bytes in the text searched
    std::size_t length;
};

// Every date in `text`, in order. Only full dates and dates without a year, never relative words.
std::vector<FoundDate> find_dates(std::string_view text, const DateContext& context);

// A date that a URL path states: /2026/1/23/, /20260124/. nullopt otherwise.
std::optional<ReadDate> date_in_url(std::string_view url);

}  // namespace khabard
