#include "daemon/run/outages.h"

#include "daemon/model/feed.h"
#include "daemon/run/service_state.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds ramp = std::chrono::minutes{10};
constexpr milliseconds counted_back = std::chrono::minutes{2};
constexpr milliseconds tried_again = std::chrono::minutes{1};
constexpr std::size_t remembered_max = 20'000;

}  // namespace

Service::Outages::Outages(State& service)
    : service_(service), network_(service.configuration.config.time_scale) {}

void Service::Outages::note(const std::string& host, bool answered) {
    const SteadyTime now = service_.ports.clock.steady();
    if (service_.options.once) {
        return;
    }
    switch (network_.note(host, answered, now)) {
        case OutageChange::none: return;
        case OutageChange::began:
            service_.ports.log.error(
                "most hosts do not answer: taken for an outage of our own network; failures do "
                "not count, three hosts are tried every 30 seconds",
                {{"CAUSE", "local_outage"}});
            take_back();
            return;
        case OutageChange::ended:
            service_.ports.log.notice(
                "the network is back: what is overdue is asked within ten minutes",
                {{"CAUSE", "local_outage"}});
            service_.trips.admissions().hosts().forgive_dead();
            service_.trips.admissions().robots().retry_failures(now);
            ramp_up();
            return;
    }
}

void Service::Outages::remember(const RunningFeed& one) {
    const SteadyTime now = service_.ports.clock.steady();
    while (!lately_.empty() && (now - lately_.front().at > service_.scaled(counted_back) ||
                                lately_.size() >= remembered_max)) {
        lately_.pop_front();
    }
    lately_.push_back({now, one.state});
}

// The failures that led to the finding were none of the feeds' either.
void Service::Outages::take_back() {
    for (Failed& failed : std::exchange(lately_, {})) {
        RunningFeed* one = service_.running(failed.before.feed);
        if (one == nullptr || one->state.history.url != failed.before.history.url) {
            continue;
        }
        const auto staged = service_.staged.states.find(one->feed.id);
        if (staged != service_.staged.states.end()) {
            take_back(*one, std::move(failed.before), staged->second);
        } else if (one->in_flight == 0) {
            take_back(*one, std::move(failed.before), one->state);
        }
    }
}

// Of a failure of this very turn the state is still staged.
void Service::Outages::take_back(RunningFeed& one, FeedState before, FeedState& now) {
    before.due = now.due;
    now = std::move(before);
    one.frozen = true;
    Changes changes{};
    changes.feed = now;
    service_.apply(one.feed.id, changes);
}

// What is overdue, and what failed because of us, spread over the ramp.
void Service::Outages::ramp_up() {
    const Instant now = service_.ports.clock.wall();
    std::uniform_real_distribution<double> within(0.0, static_cast<double>(ramp.count()));
    for (auto& [id, one] : service_.feeds) {
        const bool waits = one.in_flight == 0 && one.feed.kind != FeedKind::directory;
        if (waits && (one.state.due <= now || one.frozen)) {
            const milliseconds share{static_cast<std::int64_t>(within(service_.dice))};
            one.state.due = now + service_.scaled(share);
            one.frozen = false;
            service_.schedule(one);
        }
    }
}

void Service::Outages::freeze(RunningFeed& one) {
    --one.in_flight;
    one.frozen = true;
    one.state.due = service_.ports.clock.wall() + service_.scaled(tried_again);
    service_.schedule(one);
}

// Of --once: a server that asked to be left alone, or that failed, is not asked before its time.
void Service::Outages::leave_out_waiting() {
    const Instant now = service_.ports.clock.wall();
    for (auto& [id, one] : service_.feeds) {
        const bool waits = one.state.failures > 0 && one.state.due > now;
        if (waits && one.feed.kind != FeedKind::directory) {
            one.polled = true;
            service_.trips.errands().drop({ErrandKind::feed, id.get()});
            service_.failed_once.insert("feed " + id.get() + " is left out until " +
                                        format_rfc3339_seconds(one.state.due) +
                                        ": it failed before: " + one.state.last_cause);
        }
    }
}

// After a time in which nothing was polled, what is overdue is spread, longest due first.
void Service::Outages::spread_overdue() {
    const ScheduleContext context = service_.schedule_context(0);
    std::vector<RunningFeed*> overdue;
    for (auto& [id, one] : service_.feeds) {
        if (one.state.last_attempt && one.state.due <= context.now &&
            one.feed.kind != FeedKind::directory) {
            overdue.push_back(&one);
        }
    }
    std::sort(overdue.begin(), overdue.end(), [](const RunningFeed* a, const RunningFeed* b) {
        return a->state.due < b->state.due;
    });
    std::uniform_real_distribution<double> within(0.0, 1.0);
    std::vector<double> shares(overdue.size());
    std::generate(shares.begin(), shares.end(), [&] { return within(service_.dice); });
    std::sort(shares.begin(), shares.end());
    for (std::size_t i = 0; i < overdue.size(); ++i) {
        overdue[i]->state.due = spread_due(overdue[i]->state, shares[i], context);
        service_.schedule(*overdue[i]);
    }
}

}  // namespace khabard
