#pragma once

// One date of the items that a text was scanned into.

#include "daemon/dates/dates.h"
#include "daemon/dates/items.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace khabard {

// A date among the items, with the items that belong to it: its time, zone and weekday.
struct DateCandidate {
    std::size_t item;   // of the DateItem or PairItem
    std::size_t first;  // items
    std::size_t last;   // inclusive
    DateLabel label;
    bool hijri;
    ReadDate date;
};

// A line is about its date: what stands anywhere in it belongs to it. In prose only what touches
// the date does.
enum class DateSurroundings : std::uint8_t { line, prose };

// Every date item that can be placed in time: with a year, or without one on the day nearest before
// the crawl. Impossible ones are left out.
std::vector<DateCandidate> resolve_dates(const Items& items, const DateContext& context,
                                         DateSurroundings surroundings);

// A date that needs the time of the crawl: "yesterday 22:15", "3 hours ago", a day without a year.
std::optional<ReadDate> resolve_relative(const Items& items, const DateContext& context);

// A date item, or a pair of numbers that a weekday or an agency beside it makes one.
std::optional<DateItem> date_at(const Items& items, std::size_t index);

// The time at that item, with the part of the day that stands before it.
TimeItem time_at(const Items& items, std::size_t index);

// The one date that the items state as a whole.
std::optional<ReadDate> resolve_whole(const Items& items, const DateContext& context);

}  // namespace khabard
