#pragma once

// One request at a time to a host, and a gap between their starts (rules 42 and 43). Pure
// bookkeeping over steady time.

#include "daemon/ports/clock.h"

#include <chrono>
#include <map>
#include <string>

namespace khabard {

class HostGate {
public:
    explicit HostGate(std::chrono::milliseconds gap) : gap_(gap) {}

    // For requests that begin from now on.
    void set_gap(std::chrono::milliseconds gap) { gap_ = gap; }

    // When the next request to `host` may begin; `now` or earlier: at once. A host that is being
    // asked is never free before finish().
    SteadyTime free_at(const std::string& host, SteadyTime now) const;
    void begin(const std::string& host, SteadyTime now);
    void finish(const std::string& host);

private:
    struct Host {
        SteadyTime next_start{0};
        bool busy = false;
    };
    std::chrono::milliseconds gap_;
    std::map<std::string, Host> hosts_;
};

}  // namespace khabard
