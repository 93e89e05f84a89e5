#include "daemon/os/log_limiter.h"

#include <chrono>
#include <iterator>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t kinds_max = 1000;
constexpr SteadyTime look_gap = std::chrono::seconds(1);

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

std::vector<LogLimiter::LeftOut> LogLimiter::take_ended(SteadyTime now) {
    std::vector<LeftOut> ended;
    if (now < next_look_) {
        return ended;
    }
    next_look_ = now + look_gap;
    for (auto& [kind, state] : kinds_) {
        if (state.left_out > 0 && state.window_end <= now) {
            ended.push_back({kind, std::exchange(state.left_out, 0)});
        }
    }
    return ended;
}

void LogLimiter::forget_old(SteadyTime now) {
    for (auto kind = kinds_.begin(); kind != kinds_.end();) {
        const bool over = kind->second.window_end <= now && kind->second.left_out == 0;
        kind = over ? kinds_.erase(kind) : std::next(kind);
    }
    if (kinds_.size() < kinds_max) {
        return;
    }
    // So many kinds at once are no repeats: let them pass. What was left out is told all the same.
    Kind others{now};
    for (const auto& [kind, state] : kinds_) {
        others.left_out += state.left_out;
    }
    kinds_.clear();
    if (others.left_out > 0) {
        kinds_.emplace("lines of many kinds", others);
    }
}

}  // namespace khabard
