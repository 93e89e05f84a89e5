#include "daemon/dates/resolve.h"

#include "daemon/dates/civil.h"

#include <algorithm>

namespace khabard {
namespace {

// Hijri and Gregorian forms of one day stand beside each other and share their time.
bool ends_region(const Items& items, std::size_t from, std::size_t index) {
    if (items[index].as<LabelItem>() != nullptr) {
        return true;
    }
    const auto* here = items[from].as<DateItem>();
    const auto* there = items[index].as<DateItem>();
    return there != nullptr && (here == nullptr || here->hijri == there->hijri);
}

struct Region {
    std::size_t begin;
    std::size_t end;
};

// The items around `index` that can belong to its date.
Region region_of(const Items& items, std::size_t index, DateSurroundings surroundings) {
    const auto ends = [&](std::size_t i) {
        return ends_region(items, index, i) ||
               (surroundings == DateSurroundings::prose && items[i].as<StrayItem>() != nullptr);
    };
    Region region{index, index + 1};
    while (region.end < items.size() && !ends(region.end)) {
        ++region.end;
    }
    while (region.begin > 0 && !ends(region.begin - 1)) {
        --region.begin;
    }
    return region;
}

template <class T>
std::optional<std::size_t> first_of(const Items& items, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (items[i].as<T>() != nullptr) {
            return i;
        }
    }
    return std::nullopt;
}

template <class T>
std::optional<std::size_t> last_of(const Items& items, std::size_t begin, std::size_t end) {
    for (std::size_t i = end; i > begin; --i) {
        if (items[i - 1].as<T>() != nullptr) {
            return i - 1;
        }
    }
    return std::nullopt;
}

// After the date if there is one, else the nearest before it.
template <class T>
std::optional<std::size_t> nearest(const Items& items, const Region& region, std::size_t index) {
    const auto after = first_of<T>(items, index, region.end);
    return after ? after : last_of<T>(items, region.begin, index);
}

// In prose a label touches its date; in a line it rules until the next one.
DateLabel label_of(const Items& items, const Region& region, DateSurroundings surroundings) {
    const std::size_t end = region.begin;
    const std::size_t begin = surroundings == DateSurroundings::prose && end > 0 ? end - 1 : 0;
    const auto label = last_of<LabelItem>(items, begin, end);
    if (!label) {
        return DateLabel::none;
    }
    return items[*label].as<LabelItem>()->updated ? DateLabel::updated : DateLabel::published;
}

void fill_year(const Items& items, const Region& region, std::size_t index, DateItem& date) {
    if (date.year || !date.day) {
        return;
    }
    if (const auto year = nearest<YearItem>(items, region, index)) {
        date.year = items[*year].as<YearItem>()->year;
    }
}

std::optional<DateCandidate> candidate_at(const Items& items, std::size_t index,
                                          const DateContext& context,
                                          DateSurroundings surroundings) {
    const auto* pair = items[index].as<PairItem>();
    if (pair != nullptr && !pair->before_agency && surroundings == DateSurroundings::prose) {
        return std::nullopt;  // a score, for all we know
    }
    auto date = date_at(items, index);
    if (!date || !date->day || !date->month || !date->valid) {
        return std::nullopt;
    }
    const Region region = region_of(items, index, surroundings);
    fill_year(items, region, index, *date);
    DateCandidate candidate{.item = index,
                            .first = index,
                            .last = index,
                            .label = label_of(items, region, surroundings),
                            .hijri = date->hijri,
                            .date = {}};
    const auto include = [&](const std::optional<std::size_t>& item) {
        if (item) {
            candidate.first = std::min(candidate.first, *item);
            candidate.last = std::max(candidate.last, *item);
        }
    };
    const auto weekday = nearest<WeekdayItem>(items, region, index);
    const auto turn = first_of<TurnItem>(items, index, region.end);
    const YearHint hint{.today = today_of(context),
                        .weekday = weekday
                                       ? std::optional(items[*weekday].as<WeekdayItem>()->weekday)
                                       : std::nullopt,
                        .turn = turn ? items[*turn].as<TurnItem>()->turn : DateTurn::none};
    const auto day = place_in_time(*date, hint);
    if (!day) {
        return std::nullopt;
    }
    const auto time_index = nearest<TimeItem>(items, region, index);
    std::optional<TimeItem> time;
    if (time_index) {
        time = time_at(items, *time_index);
        if (!time->valid) {
            return std::nullopt;
        }
    }
    const std::size_t clock = time_index.value_or(index);
    auto zone = first_of<ZoneItem>(items, clock, region.end);
    if (!zone) {
        zone = last_of<ZoneItem>(items, region.begin, clock);
    }
    candidate.date = make_read_date(*day, time ? &*time : nullptr,
                                    zone ? items[*zone].as<ZoneItem>() : nullptr, context);
    candidate.date.relative = !date->year;
    candidate.date.hijri_converted = date->hijri;
    include(weekday);
    include(time_index);
    include(zone);
    return candidate;
}

std::optional<ReadDate> best_of(const std::vector<DateCandidate>& candidates) {
    const auto rank = [](const DateCandidate& candidate) {
        const int label = candidate.label == DateLabel::published ? 0
                          : candidate.label == DateLabel::none    ? 1
                                                                  : 2;
        return (candidate.date.relative ? 100 : 0) + (candidate.hijri ? 10 : 0) + label;
    };
    const auto best = std::min_element(
        candidates.begin(), candidates.end(),
        [&](const DateCandidate& a, const DateCandidate& b) { return rank(a) < rank(b); });
    return best == candidates.end() ? std::nullopt : std::optional(best->date);
}

}  // namespace

std::vector<DateCandidate> resolve_dates(const Items& items, const DateContext& context,
                                         DateSurroundings surroundings) {
    std::vector<DateCandidate> candidates;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto candidate = candidate_at(items, i, context, surroundings)) {
            candidates.push_back(*candidate);
        }
    }
    return candidates;
}

std::optional<ReadDate> resolve_whole(const Items& items, const DateContext& context) {
    for (const Item& item : items) {
        const auto* stray = item.as<StrayItem>();
        if (stray != nullptr && stray->spoils) {
            return std::nullopt;
        }
    }
    std::vector<DateCandidate> candidates = resolve_dates(items, context, DateSurroundings::line);
    std::erase_if(candidates,
                  [](const DateCandidate& candidate) { return candidate.date.relative; });
    if (const auto best = best_of(candidates)) {
        return best;
    }
    // A full date that does not exist is not replaced by what stands around it.
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto* date = items[i].as<DateItem>();
        if (date != nullptr && (!date->valid || (date->year && date->day))) {
            return std::nullopt;
        }
    }
    return resolve_relative(items, context);
}

}  // namespace khabard
