#pragma once

// How much the outbox holds back what is fetched. While the sink is away records pile up; from half
// of the ceiling on only what matters most is still asked for, and at the ceiling nothing is. Pure.

#include "daemon/base/time.h"
#include "daemon/model/known.h"

#include <chrono>
#include <cstdint>

namespace khabard {

enum class Pressure : std::uint8_t {
    none,
    slow,  // from half of the ceiling on: no pages, and feeds that were quiet wait longer
    full,  // at the ceiling: nothing is fetched
};

// Leaves a state only once there is some room below it, so that it does not flutter.
Pressure next_pressure(Pressure before, std::uint64_t rows, std::uint64_t rows_max) noexcept;

// Pages of teasers and second looks at pages that are known come last of all.
bool may_fetch_pages(Pressure pressure) noexcept;

// When a feed is due while polling slows: a lively one, which is near its shortest interval, at its
// time, any other after two to eight times its wait, the more the fuller the outbox is.
Instant due_when_slow(const FeedState& state, std::chrono::milliseconds shortest_interval,
                      std::uint64_t rows, std::uint64_t rows_max);

}  // namespace khabard
