#include "daemon/dates/resolve.h"

#include <chrono>

namespace khabard {

std::optional<DateItem> date_at(const Items& items, std::size_t index) {
    if (const auto* date = items[index].as<DateItem>()) {
        return *date;
    }
    const auto* pair = items[index].as<PairItem>();
    if (pair == nullptr) {
        return std::nullopt;
    }
    bool told = pair->before_agency;
    for (std::size_t i = index; i > 0 && !told; --i) {
        told =
            items[i - 1].as<WeekdayItem>() != nullptr || items[i - 1].as<MatchingItem>() != nullptr;
        if (items[i - 1].as<MarkItem>() == nullptr) {
            break;
        }
    }
    return told ? std::optional(DateItem{std::nullopt, pair->month, pair->day, false, true})
                : std::nullopt;
}

TimeItem time_at(const Items& items, std::size_t index) {
    TimeItem time = *items[index].as<TimeItem>();
    // "in the evening of yesterday, 10:15": the day may stand between.
    std::size_t at = index;
    while (at > 0 &&
           (items[at - 1].as<MarkItem>() != nullptr || items[at - 1].as<DayItem>() != nullptr ||
            items[at - 1].as<WeekdayItem>() != nullptr)) {
        --at;
    }
    if (time.has_day_part || at == 0) {
        return time;
    }
    const auto* part = items[at - 1].as<DayPartItem>();
    constexpr std::chrono::hours half_day{12};
    if (part == nullptr) {
        return time;
    }
    if (part->part == DayPart::am && time.since_midnight >= half_day) {
        time.since_midnight -= time.since_midnight < half_day + std::chrono::hours{1}
                                   ? half_day
                                   : std::chrono::hours{0};
    } else if (part->part != DayPart::am && time.since_midnight < half_day) {
        time.since_midnight += half_day;
    }
    return time;
}

}  // namespace khabard
