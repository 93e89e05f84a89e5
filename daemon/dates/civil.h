#pragma once

// Arithmetic on days, and the step from a day and a wall time to a ReadDate.

#include "daemon/dates/dates.h"
#include "daemon/dates/items.h"

#include <chrono>
#include <optional>

namespace khabard {

// nullopt: no such day, or a Hijri one beyond the tables.
std::optional<std::chrono::sys_days> day_of(int year, int month, int day, bool hijri);

// The day of `date`, which has a day and a month. Without a year: the nearest such day not after
// `today`; where `weekday` is stated and disagrees, the nearest year in which it agrees; `turn`
// asks for the next or previous one.
struct YearHint {
    std::chrono::sys_days today;
    std::optional<int> weekday;
    DateTurn turn;
};
std::optional<std::chrono::sys_days> place_in_time(const DateItem& date, const YearHint& hint);

std::chrono::sys_days add_months(std::chrono::sys_days day, int months);
int weekday_of(std::chrono::sys_days day);  // 0 Sunday

// The day of the crawl where the feed is.
std::chrono::sys_days today_of(const DateContext& context);

// The moment of `time` on `day`; without a time the day itself. An unknown zone counts as none.
ReadDate make_read_date(std::chrono::sys_days day, const TimeItem* time, const ZoneItem* zone,
                        const DateContext& context);

}  // namespace khabard
