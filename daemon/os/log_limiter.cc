#include "daemon/os/log_limiter.h"

#include <utility>

namespace khabard {

namespace {

constexpr std::size_t kinds_max = 1000;

}  // namespace

LogLimiter::Verdict LogLimiter::judge(const std::string& kind, SteadyTime now) {
    if (kinds_.size() >= kinds_max && kinds_.count(kind) == 0) {
        forget_old(now);
    }
    Kind& state = kinds_.try_emplace(kind, Kind{now + window_}).first->second;
    if (now >= state.window_end) {
        state.window_end = now + window_;
        state.lines = 0;
    }
    if (state.lines >= lines_max_) {
        ++state.left_out;
        return {false, 0};
    }
    ++state.lines;
    return {true, std::exchange(state.left_out, 0)};
}

void LogLimiter::forget_old(SteadyTime now) {
    for (auto kind = kinds_.begin(); kind != kinds_.end();) {
        kind = kind->second.window_end <= now ? kinds_.erase(kind) : std::next(kind);
    }
    // So many kinds at once are no repeats: let them pass.
    if (kinds_.size() >= kinds_max) {
        kinds_.clear();
    }
}

}  // namespace khabard
