#include "daemon/dates/civil.h"

#include "daemon/lib/icu/calendar.h"
#include "daemon/lib/icu/time_zone.h"

namespace khabard {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// The same day in the year `offset` years from that of today.
std::optional<sys_days> in_year(const DateItem& date, sys_days today, int offset) {
    if (date.hijri) {
        const auto now = hijri_date(today);
        return now ? day_of(now->year + offset, *date.month, *date.day, true) : std::nullopt;
    }
    const std::chrono::year_month_day now{today};
    return day_of(int{now.year()} + offset, *date.month, *date.day, false);
}

}  // namespace

std::optional<sys_days> day_of(int year, int month, int day, bool hijri) {
    if (hijri) {
        return gregorian_day(HijriDate{year, month, day});
    }
    if (year < 1 || year > 9999 || month < 1 || day < 1) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional(sys_days{date}) : std::nullopt;
}

std::optional<sys_days> place_in_time(const DateItem& date, const YearHint& hint) {
    if (date.year) {
        return day_of(*date.year, *date.month, *date.day, date.hijri);
    }
    std::optional<sys_days> before;
    for (int offset = 0; offset >= -8 && !before; --offset) {  // 29 February
        before = in_year(date, hint.today, offset);
        if (before && *before > hint.today) {
            before.reset();
        }
    }
    std::optional<sys_days> after;
    for (int offset = 0; offset <= 8 && !after; ++offset) {
        after = in_year(date, hint.today, offset);
        if (after && *after <= hint.today) {
            after.reset();
        }
    }
    if (hint.turn == DateTurn::next) {
        return after;
    }
    const auto agrees = [&](const std::optional<sys_days>& day) {
        return day && hint.weekday && weekday_of(*day) == *hint.weekday;
    };
    return agrees(after) && !agrees(before) ? after : before;
}

sys_days add_months(sys_days day, int months) {
    const std::chrono::year_month_day date{day};
    const auto moved =
        std::chrono::year_month{date.year(), date.month()} + std::chrono::months{months};
    const std::chrono::year_month_day same{moved.year(), moved.month(), date.day()};
    return same.ok() ? sys_days{same} : sys_days{moved.year() / moved.month() / std::chrono::last};
}

int weekday_of(sys_days day) {
    return static_cast<int>(std::chrono::weekday{day}.c_encoding());
}

sys_days today_of(const DateContext& context) {
    const auto wall = to_wall_time(context.reference, context.timezone);
    return std::chrono::floor<days>(wall ? Instant{wall->time_since_epoch()} : context.reference);
}

ReadDate make_read_date(sys_days day, const TimeItem* time, const ZoneItem* zone,
                        const DateContext& context) {
    const bool stated = zone != nullptr && (zone->offset || !zone->name.empty());
    ReadDate read{.at = Instant{day},
                  .precision = DatePrecision::day,
                  .zone_assumed = !stated && context.timezone.empty(),
                  .relative = false,
                  .hijri_converted = false};
    if (time == nullptr) {
        return read;
    }
    const Instant wall = Instant{day} + time->since_midnight;
    read.precision = time->precision;
    read.at = wall;
    if (stated && zone->offset) {
        read.at = wall - *zone->offset;
        return read;
    }
    const std::string& name = stated ? zone->name : context.timezone;
    if (const auto utc = to_utc(WallTime{wall.time_since_epoch()}, name)) {
        read.at = *utc;
    }
    return read;
}

}  // namespace khabard
