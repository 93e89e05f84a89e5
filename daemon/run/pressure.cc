#include "daemon/run/pressure.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr double slow_from = 0.5;
constexpr double slow_until = 0.4;
constexpr double full_until = 0.9;
constexpr double lively_share = 1.5;
constexpr double stretch_min = 2;
constexpr double stretch_max = 8;

double fill_of(std::uint64_t rows, std::uint64_t rows_max) {
    return static_cast<double>(rows) / static_cast<double>(std::max<std::uint64_t>(rows_max, 1));
}

}  // namespace

Pressure next_pressure(Pressure before, std::uint64_t rows, std::uint64_t rows_max) noexcept {
    const double fill = fill_of(rows, rows_max);
    if (fill >= 1 || (before == Pressure::full && fill >= full_until)) {
        return Pressure::full;
    }
    if (fill >= slow_from || (before != Pressure::none && fill >= slow_until)) {
        return Pressure::slow;
    }
    return Pressure::none;
}

bool may_fetch_pages(Pressure pressure) noexcept {
    return pressure == Pressure::none;
}

Instant due_when_slow(const FeedState& state, std::chrono::milliseconds shortest_interval,
                      std::uint64_t rows, std::uint64_t rows_max) {
    const bool lively =
        state.failures == 0 && static_cast<double>(state.interval.count()) <=
                                   lively_share * static_cast<double>(shortest_interval.count());
    if (lively || !state.last_attempt || state.due <= *state.last_attempt) {
        return state.due;
    }
    const double above =
        std::clamp((fill_of(rows, rows_max) - slow_from) / (1 - slow_from), 0., 1.);
    const double stretch = stretch_min + (stretch_max - stretch_min) * above;
    const auto wait = static_cast<double>((state.due - *state.last_attempt).count());
    return *state.last_attempt +
           std::chrono::milliseconds{static_cast<std::int64_t>(wait * stretch)};
}

}  // namespace khabard
