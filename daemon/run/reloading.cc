#include "daemon/base/join.h"
#include "daemon/config/reload_plan.h"
#include "daemon/model/feed.h"
#include "daemon/run/service_state.h"
#include "daemon/stages/identify.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <map>
#include <utility>

namespace khabard {
std::string host_of(const RunningFeed& one) {
    if (one.feed.kind == FeedKind::directory) {
        return {};
    }
    const auto url = parse_url(address_of(one.feed, one.state));
    return url && url->host ? *url->host : std::string();
}

RunningFeed Service::State::taken_over(const Feed& feed,
                                       const std::map<FeedId, FeedState>& stored) const {
    const Instant now = ports.clock.wall();
    const auto before = feeds.find(feed.id);
    const auto known = stored.find(feed.id);
    FeedState state = before != feeds.end()   ? before->second.state
                      : known != stored.end() ? known->second
                                              : first_state(feed, now);
    const Digest url = digest_of(feed.url);
    if (state.history.url.value_or(url) != url) {
        // What is known of the old address says nothing of the new one.
        state = first_state(feed, now);
    }
    state.history.url = url;
    state.due = sane_due(state, now);
    state.interval = std::max(state.interval, feed.interval);
    RunningFeed one{.feed = feed,
                    .state = std::move(state),
                    .host = {},
                    .in_flight = trips.under_way({ErrandKind::feed, feed.id.get()}),
                    .polled = false,
                    .more_files = false};
    // Those included that ended in this turn.
    one.in_flight +=
        static_cast<std::size_t>(std::count_if(units.begin(), units.end(),
                                               [&](const auto& each) {
                                                   return each.second.feed == feed.id &&
                                                          each.second.followed.empty() &&
                                                          !each.second.page;
                                               }) +
                                 std::count(staged.ended.begin(), staged.ended.end(), feed.id));
    one.host = host_of(one);
    if (before != feeds.end()) {
        one.polled = before->second.polled;
        one.more_files = before->second.more_files;
        one.frozen = before->second.frozen;
        one.files_read = before->second.files_read;
    }
    return one;
}

// Takes over a configuration that was found good: feeds that stay keep their state.
void Service::State::adopt(Configuration next) {
    configuration = std::move(next);
    std::map<FeedId, FeedState> stored;
    if (auto states = ports.ledger.feed_states()) {
        for (FeedState& state : *states) {
            stored.insert_or_assign(state.feed, state);
        }
    } else {
        ports.log.error("feed states cannot be read: " + states.error().text());
    }
    std::map<FeedId, RunningFeed> next_feeds;
    for (const Feed& feed : configuration.config.feeds) {
        if (feed.enabled) {
            next_feeds.insert_or_assign(feed.id, taken_over(feed, stored));
        }
    }
    for (const auto& [id, one] : feeds) {
        const auto next_feed = next_feeds.find(id);
        if (next_feed == next_feeds.end() || next_feed->second.feed.url != one.feed.url) {
            follows.forget(id);
        }
    }
    feeds = std::move(next_feeds);
    watch.keep(configuration.config.feeds);
    log.adopt(configuration.rules->generation, configuration.config.secrets);
    trips.adopt_rules();
    trips.errands().drop_all(ErrandKind::feed);
    for (auto& [id, one] : feeds) {
        if (follows.must_read(one)) {
            one.state.due = due_for_children(one.state, ports.clock.wall());
        }
        schedule(one);
    }
}

// A configuration that goes live gets the next generation of this state file.
Configuration Service::State::numbered(Configuration next) {
    const auto generation = ports.ledger.next_generation();
    if (!generation) {
        ports.log.error("the generation cannot be counted: " + generation.error().text());
        return next;
    }
    staged.dirty = true;
    return with_generation(std::move(next), *generation);
}

void Service::State::refuse_reload(const std::string& why) {
    last_reload = ReloadResult{ports.clock.wall(), false, why};
    watch.reloaded(false);
    ports.supervisor.ready("reload refused, the old configuration stays: " +
                           why.substr(0, why.find('\n')));
}

void Service::State::refuse_reload(const Complaints& complaints) {
    std::string errors;
    std::string warnings;
    for (const Complaint& complaint : complaints) {
        const std::string text = format_complaint(complaint);
        ports.log.error("reload refused: " + text);
        (complaint.warning ? warnings : errors).append(text).append("\n");
    }
    refuse_reload(errors + warnings);
}

void Service::State::reload() {
    ports.supervisor.reloading();
    Configuration next = load_configuration(ports.files, options.source, Generation{0});
    if (has_errors(next.complaints)) {
        refuse_reload(next.complaints);
        return;
    }
    const ReloadPlan plan = plan_reload({configuration.config, configuration.rules->ruleset},
                                        {next.config, next.rules->ruleset});
    if (!plan.allowed()) {
        const std::string refusal = "these keys need a restart: " + join(plan.restart_keys);
        ports.log.error("reload refused, " + refusal);
        refuse_reload(refusal + "\n");
        return;
    }
    if (const auto refusal = options.refusal(next.config)) {
        refuse_reload(Complaints{*refusal});
        return;
    }
    for (const Complaint& complaint : next.complaints) {
        ports.log.warning(format_complaint(complaint));
    }
    const std::string told = describe(plan);
    adopt(numbered(std::move(next)));
    ports.log.notice("reloaded: " + told,
                     {{"GENERATION", std::to_string(configuration.rules->generation.get())}});
    watch.reloaded(true);
    options.adopted(configuration.config);
    last_reload = ReloadResult{ports.clock.wall(), true, told + "\n"};
    ports.supervisor.ready("reloaded: " + told);
}

}  // namespace khabard
