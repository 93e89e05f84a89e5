#pragma once

// What a list of tokens says, piece by piece: dates, times, zones, weekdays, shifts. Nothing is
// decided here; resolve.h makes one date of the pieces.

#include "daemon/dates/tokens.h"
#include "daemon/model/article.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

// A calendar date or what is stated of it. `valid` is false for a day that does not exist.
struct DateItem {
    std::optional<int> year;
    std::optional<int> month;
    std::optional<int> day;
    bool hijri;
    bool valid;
};

// Two numbers that may be a day and a month.
struct PairItem {
    int day;
    int month;
    bool before_agency;
};

struct TimeItem {
    std::chrono::milliseconds since_midnight;
    DatePrecision precision;
    bool has_day_part;
    bool valid;
};

struct DayPartItem {
    DayPart part;
};

struct ZoneItem {
    std::optional<std::chrono::minutes> offset;
    std::string name;  // IANA; empty: the offset counts, or the zone is unknown
};

enum class DateTurn : std::uint8_t { none, current, next, previous };

struct WeekdayItem {
    int weekday;
    DateTurn turn;
    int steps;  // 2: the one after the next
};

// "the first Wednesday of", "the last day of".
struct NthItem {
    int number;                  // 0: the last
    std::optional<int> weekday;  // nullopt: any day
};

struct DayOfMonthItem {
    int day;
};

// `count` units from the moment of the crawl.
struct ShiftItem {
    TimeUnit unit;
    int count;
    bool counted;  // "ago" or "in" with an amount
};

struct DayItem {
    int days;  // from today
};

struct YearItem {
    int year;
};

struct TurnItem {
    DateTurn turn;
};

struct LabelItem {
    bool updated;
};

struct NowItem {};
struct MatchingItem {};
struct MarkItem {};
struct StrayItem {
    bool spoils;  // a letter glued to a number: what looks like a date is a code
};

struct Item {
    std::size_t first;  // tokens
    std::size_t end;
    std::variant<DateItem, PairItem, TimeItem, DayPartItem, ZoneItem, WeekdayItem, NthItem,
                 DayOfMonthItem, ShiftItem, DayItem, YearItem, TurnItem, LabelItem, NowItem,
                 MatchingItem, MarkItem, StrayItem>
        what;

    template <class T>
    const T* as() const noexcept {
        return std::get_if<T>(&what);
    }
};

using Items = std::vector<Item>;

// `text` is what the tokens were cut from.
Items scan_items(const TokenList& list, std::string_view text);

}  // namespace khabard
