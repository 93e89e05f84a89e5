#include "daemon/dates/civil.h"
#include "daemon/dates/resolve.h"

namespace khabard {
namespace {

// What is read without a year or as a relative word must not touch words that mean something else:
// "26 July Street".
bool stands_apart(const Items& items, std::size_t index) {
    const auto is_stray = [&](std::size_t i) {
        const auto* number = items[i].as<YearItem>();
        return items[i].as<StrayItem>() != nullptr || number != nullptr;
    };
    const bool before = index > 0 && is_stray(index - 1);
    const bool after = index + 1 < items.size() && is_stray(index + 1);
    return !before && !after;
}

// Everything that a date relative to the crawl is computed of.
struct Parts {
    std::optional<DateItem> date;
    std::optional<WeekdayItem> weekday;
    std::optional<NthItem> nth;
    std::optional<int> day_of_month;
    std::optional<TimeItem> time;
    const ZoneItem* zone = nullptr;
    DateTurn turn = DateTurn::none;
    int days = 0;
    int months = 0;
    std::chrono::milliseconds moment{0};
    bool has_day = false;    // a day was named
    bool has_week = false;   // a week, month or year was, so that a weekday is one of its week
    bool has_month = false;  // a month or year was
    bool counted_days = false;
    bool has_moment = false;  // hours, minutes or the present moment
    bool counted = false;
    std::size_t strays = 0;
    bool crowded = false;  // a stray word touches what is read
};

void add_shift(Parts& parts, const ShiftItem& shift) {
    parts.counted = parts.counted || shift.counted;
    switch (shift.unit) {
        case TimeUnit::second:
            parts.moment += std::chrono::seconds{shift.count};
            parts.has_moment = true;
            return;
        case TimeUnit::minute:
            parts.moment += std::chrono::minutes{shift.count};
            parts.has_moment = true;
            return;
        case TimeUnit::hour:
            parts.moment += std::chrono::hours{shift.count};
            parts.has_moment = true;
            return;
        case TimeUnit::day:
            parts.days += shift.count;
            parts.has_day = true;
            break;
        case TimeUnit::week:
            parts.days += 7 * shift.count;
            parts.has_week = true;
            parts.has_day = parts.has_day || shift.counted;
            break;
        case TimeUnit::month:
        case TimeUnit::year:
            parts.months += shift.unit == TimeUnit::month ? shift.count : 12 * shift.count;
            parts.has_week = true;
            parts.has_month = true;
            parts.has_day = parts.has_day || shift.counted;
            break;
    }
    parts.counted_days = parts.counted_days || shift.counted;
}

void add_item(Parts& parts, const Items& items, std::size_t index) {
    const Item& item = items[index];
    if (const auto* shift = item.as<ShiftItem>()) {
        add_shift(parts, *shift);
    } else if (const auto* day = item.as<DayItem>()) {
        parts.days += day->days;
        parts.has_day = true;
        parts.counted_days = true;
    } else if (const auto* weekday = item.as<WeekdayItem>()) {
        parts.weekday = *weekday;
    } else if (const auto* nth = item.as<NthItem>()) {
        parts.nth = *nth;
    } else if (const auto* of_month = item.as<DayOfMonthItem>()) {
        parts.day_of_month = of_month->day;
    } else if (item.as<TimeItem>() != nullptr && !parts.time) {
        parts.time = time_at(items, index);
    } else if (const auto* zone = item.as<ZoneItem>(); zone != nullptr && parts.zone == nullptr) {
        parts.zone = zone;
    } else if (const auto* turn = item.as<TurnItem>()) {
        parts.turn = turn->turn;
    } else if (item.as<NowItem>() != nullptr) {
        parts.has_moment = true;
    } else if (const auto date = date_at(items, index); date && !parts.date) {
        parts.date = date;
    }
}

bool is_meaningful(const Item& item) {
    return item.as<MarkItem>() == nullptr && item.as<StrayItem>() == nullptr &&
           item.as<YearItem>() == nullptr && item.as<LabelItem>() == nullptr &&
           item.as<PairItem>() == nullptr;
}

Parts collect(const Items& items) {
    Parts parts;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool unused_pair = items[i].as<PairItem>() != nullptr && !date_at(items, i);
        if (items[i].as<StrayItem>() != nullptr || items[i].as<YearItem>() != nullptr ||
            unused_pair) {
            ++parts.strays;
            continue;
        }
        parts.crowded = parts.crowded || (is_meaningful(items[i]) && !stands_apart(items, i));
        add_item(parts, items, i);
    }
    return parts;
}

using std::chrono::days;
using std::chrono::sys_days;

sys_days nth_day(const NthItem& nth, sys_days in_month) {
    const std::chrono::year_month_day date{in_month};
    const sys_days first{date.year() / date.month() / std::chrono::day{1}};
    const sys_days last{date.year() / date.month() / std::chrono::last};
    if (!nth.weekday) {
        return nth.number == 0 ? last : first + days{nth.number - 1};
    }
    if (nth.number == 0) {
        return last - days{(weekday_of(last) - *nth.weekday + 7) % 7};
    }
    return first + days{(*nth.weekday - weekday_of(first) + 7) % 7 + 7 * (nth.number - 1)};
}

// The weekday of the week (from Sunday) of a shifted day, or counted from today. A bare weekday on
// a page is the last one, as is the one of today.
sys_days place_weekday(const WeekdayItem& weekday, sys_days base, bool in_week) {
    const int distance = weekday.weekday - weekday_of(base);
    if (in_week) {
        return base + days{distance};
    }
    const int ahead = (distance + 7) % 7;
    switch (weekday.turn) {
        case DateTurn::current: return base + days{ahead};
        case DateTurn::next: return base + days{(ahead == 0 ? 7 : ahead) + 7 * (weekday.steps - 1)};
        case DateTurn::previous: return base - days{7 - ahead + 7 * (weekday.steps - 1)};
        case DateTurn::none: break;
    }
    return base - days{(7 - ahead) % 7};
}

// A day of a month, whose year the parts may move: "on 3 May next year".
std::optional<sys_days> dated_day(const Parts& parts, sys_days today, int year) {
    DateItem date = *parts.date;
    if (!date.year && parts.has_month && !date.hijri) {
        date.year = year;
    }
    std::optional<int> weekday;
    if (parts.weekday) {
        weekday = parts.weekday->weekday;
    }
    return place_in_time(date, YearHint{today, weekday, parts.turn});
}

// "the first Sunday of May", "the 3rd of next month"; `civil` has the month that none is named for.
std::optional<sys_days> day_of_month(const Parts& parts, std::chrono::year_month_day civil) {
    const bool month_named = parts.date && parts.date->month && !parts.date->hijri;
    const int month = month_named ? *parts.date->month : static_cast<int>(unsigned{civil.month()});
    const int year = parts.date && parts.date->year ? *parts.date->year : int{civil.year()};
    const auto first = day_of(year, month, 1, false);
    if (!first || parts.nth) {
        return first ? std::optional(nth_day(*parts.nth, *first)) : std::nullopt;
    }
    return day_of(year, month, *parts.day_of_month, false);
}

// The day that the parts name, if they name one.
std::optional<sys_days> day_of_parts(const Parts& parts, sys_days today) {
    const sys_days base = add_months(today, parts.months) + days{parts.days};
    const std::chrono::year_month_day civil{base};
    if (parts.date && !parts.date->valid) {
        return std::nullopt;
    }
    if (parts.date && parts.date->day) {
        return dated_day(parts, today, int{civil.year()});
    }
    if (parts.nth || parts.day_of_month) {
        return day_of_month(parts, civil);
    }
    if (parts.date) {  // a month alone
        return std::nullopt;
    }
    if (parts.weekday && (!parts.has_day || parts.has_week)) {
        return place_weekday(*parts.weekday, base, parts.has_week);
    }
    if (parts.has_day) {
        return base;
    }
    return std::nullopt;
}

// How much may stand beside: a counted span ("an hour ago") is a date among a few words, a day and
// a time among marks, a word alone only by itself.
bool is_credible(const Parts& parts) {
    constexpr std::size_t few = 4;
    if (parts.strays == 0) {
        return true;
    }
    if (parts.date && parts.date->day) {
        return !parts.crowded;
    }
    if (parts.counted) {
        return parts.strays <= few;
    }
    const bool day_and_time = (parts.has_day || parts.weekday) && parts.time;
    return day_and_time && !parts.crowded && parts.strays <= few;
}

}  // namespace

std::optional<ReadDate> resolve_relative(const Items& items, const DateContext& context) {
    const Parts parts = collect(items);
    if (!is_credible(parts) || (parts.time && !parts.time->valid)) {
        return std::nullopt;
    }
    const sys_days today = today_of(context);
    const auto day = day_of_parts(parts, today);
    const bool names_part =
        parts.date || parts.weekday || parts.nth || parts.day_of_month || parts.has_week;
    if (!day && (names_part || (!parts.time && !parts.has_moment))) {
        return std::nullopt;
    }
    ReadDate read = make_read_date(day.value_or(today), parts.time ? &*parts.time : nullptr,
                                   parts.zone, context);
    if (parts.has_moment && !parts.time) {
        read.at = context.reference + parts.moment + (day.value_or(today) - today);
        read.precision = DatePrecision::minute;
        read.zone_assumed = false;
    } else if (parts.counted_days && !parts.time && !parts.weekday) {
        read.at = context.reference + (*day - today);
    }
    read.relative = true;
    read.hijri_converted = parts.date && parts.date->hijri;
    return read;
}

}  // namespace khabard
