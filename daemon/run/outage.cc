#include "daemon/run/outage.h"

#include "daemon/base/durations.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds window = minutes{2};
constexpr std::size_t hosts_min = 20;
constexpr milliseconds probe_every = seconds{30};
constexpr std::size_t probes_at_once = 3;

}  // namespace

milliseconds Outage::scaled(milliseconds wait) const {
    return khabard::scaled(wait, time_scale_);
}

// Counting is done only when it could matter.
bool Outage::most_are_silent(SteadyTime now) {
    if (silent_ * 2 < hosts_min && now < next_sweep_) {
        return false;
    }
    std::erase_if(hosts_, [&](const auto& each) { return now - each.second.at > scaled(window); });
    silent_ = static_cast<std::size_t>(std::count_if(
        hosts_.begin(), hosts_.end(), [](const auto& each) { return !each.second.answered; }));
    next_sweep_ = now + scaled(window);
    return hosts_.size() >= hosts_min && silent_ * 2 >= hosts_.size();
}

OutageChange Outage::note(const std::string& host, bool answered, SteadyTime now) {
    if (on_) {
        if (!answered) {
            return OutageChange::none;
        }
        on_ = false;
        hosts_.clear();
        silent_ = 0;
        return OutageChange::ended;
    }
    hosts_.insert_or_assign(host, Last{now, answered});
    if (answered) {
        return OutageChange::none;
    }
    ++silent_;
    if (!most_are_silent(now)) {
        return OutageChange::none;
    }
    on_ = true;
    next_probe_ = now + scaled(probe_every);
    probes_left_ = probes_at_once;
    return OutageChange::began;
}

bool Outage::take_probe(SteadyTime now) {
    if (now < next_probe_) {
        return false;
    }
    if (--probes_left_ == 0) {
        next_probe_ = now + scaled(probe_every);
        probes_left_ = probes_at_once;
    }
    return true;
}

}  // namespace khabard
