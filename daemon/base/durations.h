#pragma once

// Lengths of time as a rehearsal lives them, and as numbers. A rehearsal divides every wait by
// `time_scale` (`rehearsal.time_scale`; 1 in earnest, never 0): waits of scheduling and politeness
// pass through scaled() on their way to the clock, and back through unscaled() where they are kept
// or judged by their real length.

#include <chrono>
#include <cstdint>

namespace khabard {

// `wait`, which is of real length, as it passes on that clock; cut to milliseconds.
inline std::chrono::milliseconds scaled(std::chrono::milliseconds wait, double time_scale) {
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(static_cast<double>(wait.count()) / time_scale)};
}

// The real length of what passed on that clock: the way back.
inline std::chrono::milliseconds unscaled(std::chrono::milliseconds passed, double time_scale) {
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(static_cast<double>(passed.count()) * time_scale)};
}

// In seconds, with the fraction.
inline double seconds_of(std::chrono::milliseconds length) {
    return static_cast<double>(length.count()) / 1000.0;
}

}  // namespace khabard
