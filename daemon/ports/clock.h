#pragma once

// Both clocks. Due times are wall clock, waiting is steady.

#include "daemon/base/time.h"

#include <chrono>
#include <cstdint>

namespace khabard {

using SteadyTime = std::chrono::duration<std::int64_t, std::milli>;  // since an arbitrary start

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant wall() const = 0;
    virtual SteadyTime steady() const = 0;
};

}  // namespace khabard
