#pragma once

// Keeps a storm (a network that is down, a disk that is full) from filling the log: of each kind of
// line so many pass in a window of time; the first one after it says how many were left out. Pure.

#include "daemon/ports/clock.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace khabard {

class LogLimiter {
public:
    LogLimiter(std::size_t lines_max, SteadyTime window) : lines_max_(lines_max), window_(window) {}

    struct Verdict {
        bool pass;
        std::uint64_t left_out;  // lines of this kind since the last that passed
    };
    Verdict judge(const std::string& kind, SteadyTime now);

private:
    struct Kind {
        SteadyTime window_end;
        std::size_t lines = 0;
        std::uint64_t left_out = 0;
    };

    void forget_old(SteadyTime now);

    std::size_t lines_max_;
    SteadyTime window_;
    std::unordered_map<std::string, Kind> kinds_;  // at most kinds_max
};

}  // namespace khabard
