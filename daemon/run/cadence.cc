#include "daemon/run/cadence.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr milliseconds week = hours{24 * 7};
constexpr milliseconds hour = hours{1};
constexpr milliseconds day = hours{24};
constexpr std::size_t hours_of_week = 168;
constexpr milliseconds counted_max = 8 * week;  // then old weeks fade
// 1970-01-01 was a Thursday.
constexpr milliseconds monday_before_epoch = -3 * day;

std::size_t hour_of_week(Instant at) {
    const auto since = (at.time_since_epoch() - monday_before_epoch) % week;
    const auto positive = since < milliseconds{0} ? since + week : since;
    return static_cast<std::size_t>(positive / hour) % hours_of_week;
}

milliseconds left_of_hour(Instant at) {
    return hour - (at - std::chrono::floor<hours>(at));
}

void count(FeedHistory& history, Instant at) {
    if (history.week.size() != hours_of_week) {
        history.week.assign(hours_of_week, '\0');
    }
    char& slot = history.week[hour_of_week(at)];
    slot = static_cast<char>(std::min(static_cast<unsigned char>(slot) + 1, 255));
}

void fade(FeedHistory& history, Instant now) {
    if (!history.counted_since || now - *history.counted_since < counted_max) {
        return;
    }
    for (char& slot : history.week) {
        slot = static_cast<char>(static_cast<unsigned char>(slot) / 2);
    }
    history.counted_since = now - counted_max / 2;
}

unsigned counted(const FeedHistory& history, std::size_t slot) {
    return static_cast<unsigned char>(history.week[slot]);
}

double weeks_counted(const FeedHistory& history, Instant now) {
    const auto since = now - history.counted_since.value_or(now);
    return std::max(1.0, static_cast<double>(since.count()) / static_cast<double>(week.count()));
}

bool is_known_for_a_week(const FeedHistory& history, Instant now) {
    return history.first_polled && now - *history.first_polled >= week;
}

}  // namespace

void note_new_items(FeedHistory& history, const std::vector<std::optional<Instant>>& dates,
                    Instant now, bool first) {
    if (first) {
        history.first_polled = now;
        history.counted_since = now;
    }
    for (const auto& date : dates) {
        const bool within = date && *date <= now && now - *date < week;
        if (within || !first) {
            count(history, within ? *date : now);
        }
        if (within && first) {
            history.counted_since = std::min(*history.counted_since, *date);
        }
    }
    fade(history, now);
}

double expected_items(const FeedHistory& history, Instant from, Instant to) {
    if (history.week.size() != hours_of_week || to <= from) {
        return 0;
    }
    if (!is_known_for_a_week(history, to)) {
        double all = 0;
        for (std::size_t slot = 0; slot < hours_of_week; ++slot) {
            all += counted(history, slot);
        }
        const auto span = std::max(to - history.counted_since.value_or(to), hour);
        return all * static_cast<double>((to - from).count()) / static_cast<double>(span.count());
    }
    const double weeks = weeks_counted(history, to);
    double sum = 0;
    const Instant end = std::min(to, from + week);
    for (Instant at = from; at < end;) {
        const auto piece = std::min<milliseconds>(end - at, left_of_hour(at));
        sum += counted(history, hour_of_week(at)) / weeks * static_cast<double>(piece.count()) /
               static_cast<double>(hour.count());
        at += piece;
    }
    return sum;
}

std::optional<milliseconds> expected_wait(const FeedHistory& history, Instant now) {
    if (!is_known_for_a_week(history, now) || history.week.size() != hours_of_week) {
        return std::nullopt;
    }
    const double weeks = weeks_counted(history, now);
    double sum = 0;
    for (milliseconds waited{0}; waited < day;) {
        const milliseconds piece = left_of_hour(now + waited);
        const double rate = counted(history, hour_of_week(now + waited)) / weeks *
                            static_cast<double>(piece.count()) / static_cast<double>(hour.count());
        if (sum + rate >= 1) {
            const double part = (1 - sum) / rate;
            return waited + milliseconds{static_cast<std::int64_t>(
                                part * static_cast<double>(piece.count()))};
        }
        sum += rate;
        waited += piece;
    }
    return day;
}

}  // namespace khabard
