#pragma once

// How a poll ends, whatever came of it: its schedule, its place in the ledger, what is told. Loop
// thread only.

#include "daemon/run/admission.h"
#include "daemon/run/service.h"
#include "daemon/run/units.h"

#include <optional>
#include <string>

namespace khabard {

// How long the publisher says that its answer stays fresh: Cache-Control or Expires, and RSS ttl; 0
// where it says nothing, and where it says more than a day, which speaks of caches and not of news.
std::chrono::milliseconds publisher_hint(const Fetched& fetched,
                                         const std::optional<std::string>& ttl_minutes);

class Service::PollEnds {
public:
    explicit PollEnds(State& service) : service_(service) {}

    // It was not made: robots.txt is against it, or, under --once, its host rests.
    void refused(RunningFeed& one, const Admission& admission);
    // Nothing came.
    void unreached(RunningFeed& one, const FetchFailure& failure);
    // What came is not read: `cause` says why, or is empty when nothing has changed.
    void without_body(const FeedId& feed, PollOutcome outcome, const std::string& cause,
                      const Fetched* fetched, const PollAnswer& answer = {});
    // A spool in which nothing is new: nothing is written down either.
    void quiet(RunningFeed& one);
    // What came could not be read. A file of a spool is set aside, counted and named.
    void unreadable(const Unit& unit, const std::string& what, Poll poll);
    void with(const FeedId& feed, Changes changes, const Poll& poll);

private:
    void keep_body(const Unit& unit);
    FeedState next_of(const RunningFeed& one, const FeedState& before, const Poll& poll);
    void tell(const RunningFeed& one, const FeedHistory& before, const FeedState& next);

    State& service_;
};

}  // namespace khabard
