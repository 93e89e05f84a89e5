#include "daemon/run/host_gate.h"

namespace khabard {

SteadyTime HostGate::free_at(const std::string& host, SteadyTime now) const {
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) {
        return now;
    }
    return found->second.busy ? SteadyTime::max() : found->second.next_start;
}

void HostGate::begin(const std::string& host, SteadyTime now) {
    hosts_[host] = Host{now + gap_, true};
}

void HostGate::finish(const std::string& host) {
    const auto found = hosts_.find(host);
    if (found != hosts_.end()) {
        found->second.busy = false;
    }
}

}  // namespace khabard
