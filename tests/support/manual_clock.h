#pragma once

// A clock that stands until it is moved.

#include "daemon/ports/clock.h"

namespace khabard {

class ManualClock final : public Clock {
public:
    Instant wall() const override { return wall_; }
    SteadyTime steady() const override { return steady_; }
    void move(std::chrono::milliseconds by) {
        wall_ += by;
        steady_ += by;
    }
    // The wall clock steps, as after a correction.
    void step(std::chrono::milliseconds by) { wall_ += by; }

private:
    Instant wall_ = *parse_rfc3339("2026-01-31T10:00:00Z");
    SteadyTime steady_{1'000'000};
};

}  // namespace khabard
