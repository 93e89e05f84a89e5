#pragma once

// Whether it is our own network that is down: many hosts that do not answer at the same time are
// not many dead hosts. Pure bookkeeping over steady time.
//
// Half or more of twenty or more hosts that were asked within two minutes did not answer: an
// outage. While it lasts nobody's failures count, and three hosts are tried every half minute; the
// first answer ends it.

#include "daemon/ports/clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace khabard {

enum class OutageChange : std::uint8_t { none, began, ended };

class Outage {
public:
    // Waits are divided by `time_scale`.
    explicit Outage(double time_scale) : time_scale_(time_scale) {}

    // What came of a request to a host: whether anything answered at all.
    OutageChange note(const std::string& host, bool answered, SteadyTime now);

    bool is_on() const { return on_; }
    // While it is on: whether a host may be tried now; counts as a try.
    bool take_probe(SteadyTime now);
    // When the next try is due.
    SteadyTime next_probe() const { return next_probe_; }

private:
    struct Last {
        SteadyTime at;
        bool answered;
    };
    std::chrono::milliseconds scaled(std::chrono::milliseconds wait) const;
    bool most_are_silent(SteadyTime now);

    double time_scale_;
    std::map<std::string, Last> hosts_;  // asked within the window, and some that were before
    std::size_t silent_ = 0;             // of them
    SteadyTime next_sweep_{0};
    bool on_ = false;
    SteadyTime next_probe_{0};
    std::size_t probes_left_ = 0;
};

}  // namespace khabard
