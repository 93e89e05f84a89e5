#pragma once

// Times in which nothing was asked, and how it goes on after them: our own network was down, or we
// were not running. Failures that were none of the feeds' are taken back; what is overdue is spread
// and not asked all at once. Loop thread only.

#include "daemon/run/outage.h"
#include "daemon/run/service.h"
#include "daemon/run/units.h"

#include <deque>
#include <string>

namespace khabard {

class Service::Outages {
public:
    explicit Outages(State& service);

    // What came of a request to a host.
    void note(const std::string& host, bool answered);
    // Of --once nothing is known: it asks everybody once and ends.
    const Outage& network() const { return network_; }
    bool take_probe(SteadyTime now) { return network_.take_probe(now); }

    // Before a failure counts that may turn out to be ours.
    void remember(const RunningFeed& one);
    // A poll that found our own network down has not happened.
    void freeze(RunningFeed& one);

    // At the start of a run of --once: who is not asked before its time.
    void leave_out_waiting();
    // At the start: polls that are overdue, longest due first.
    void spread_overdue();

private:
    struct Failed {
        SteadyTime at;
        FeedState before;
    };
    void take_back();
    void take_back(RunningFeed& one, FeedState before, FeedState& now);
    void ramp_up();

    State& service_;
    Outage network_;
    std::deque<Failed> lately_;  // oldest first
};

}  // namespace khabard
