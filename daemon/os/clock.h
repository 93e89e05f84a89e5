#pragma once

// The machine's clocks. The wall clock may step; the steady one never does, and stands still while
// the machine sleeps.

#include "daemon/ports/clock.h"

namespace khabard {

class SystemClock final : public Clock {
public:
    Instant wall() const override;
    SteadyTime steady() const override;
};

}  // namespace khabard
