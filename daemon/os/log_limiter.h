#pragma once

// Keeps a storm (a network that is down, a disk that is full) from filling the log: of each kind of
// line so many pass in a window of time; how many were left out is told by the first one after it,
// or, where none comes, by take_ended(). Pure.

#include "daemon/ports/clock.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace khabard {

class LogLimiter {
public:
    LogLimiter(std::size_t lines_max, SteadyTime window) : lines_max_(lines_max), window_(window) {}

    struct Verdict {
        bool pass;
        std::uint64_t left_out;  // lines of this kind since the last that passed
    };
    Verdict judge(const std::string& kind, SteadyTime now);

    // Lines that were left out of windows that are over, each told once.
    struct LeftOut {
        std::string kind;
        std::uint64_t lines;
    };
    std::vector<LeftOut> take_ended(SteadyTime now);

private:
    struct Kind {
        SteadyTime window_end;
        std::size_t lines = 0;
        std::uint64_t left_out = 0;
    };

    void forget_old(SteadyTime now);

    std::size_t lines_max_;
    SteadyTime window_;
    SteadyTime next_look_ = SteadyTime::zero();    // of take_ended(): once a second is enough
    std::unordered_map<std::string, Kind> kinds_;  // at most kinds_max
};

}  // namespace khabard
