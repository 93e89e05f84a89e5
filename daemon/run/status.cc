// How the service is: the snapshot that every view is made of, and the pages of the listener.

#include "daemon/base/check.h"
#include "daemon/base/exit_status.h"
#include "daemon/base/printable.h"
#include "daemon/model/feed.h"
#include "daemon/run/service_state.h"
#include "daemon/status/health.h"
#include "daemon/status/metrics.h"
#include "daemon/status/status_json.h"
#include "daemon/status/status_page.h"
#include "daemon/status/status_table.h"
#include "daemon/web/url.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::chrono::milliseconds slow_after = std::chrono::seconds{10};
constexpr std::chrono::milliseconds silent_after = std::chrono::hours{72};
constexpr const char* plain_type = "text/plain; charset=utf-8";

FeedFacts facts_of(const RunningFeed& one, const Watch::FeedMemo* memo) {
    FeedFacts facts;
    facts.failures = one.state.failures;
    facts.last_cause = one.state.last_cause;
    facts.last_success = one.state.last_success;
    facts.parked = one.state.history.health == FeedCondition::parked;
    facts.blocked = one.state.history.health == FeedCondition::blocked;
    facts.last_new = one.state.history.last_fresh;
    facts.slow_after = slow_after;
    facts.silent_after = silent_after;
    facts.entries = one.state.entries;
    facts.entries_usual = one.state.entries_usual;
    facts.last_took = memo == nullptr ? std::chrono::milliseconds{0} : memo->last_took;
    return facts;
}

std::string redacted(const std::string& text, const Config& config) {
    return printable(redact_urls(hide_secrets(text, config.secrets)));
}

// Since when it has been so; nullopt: nobody wrote it down.
std::optional<Instant> since(const RunningFeed& one, FeedHealth health) {
    switch (health) {
        case FeedHealth::ok:
        case FeedHealth::failing:
        case FeedHealth::blocked:
        case FeedHealth::parked: return one.state.history.health_since;
        case FeedHealth::silent: return one.state.history.last_fresh;
        case FeedHealth::slow:
        case FeedHealth::shrunk:
        case FeedHealth::empty: return std::nullopt;
    }
    unreachable("feed health");
}

FeedStatus feed_status(const RunningFeed& one, const Watch::FeedMemo* memo,
                       const FeedJudgement& judged, const Config& config) {
    return {.id = one.feed.id.get(),
            .url = one.state.history.address.empty() ? one.feed.display_url
                                                     : redact_url(one.state.history.address),
            .kind = feed_kind_name(one.feed.kind),
            .source = one.feed.source.name,
            .health = judged.health,
            .why = redacted(judged.why, config),
            .since = since(one, judged.health),
            .due = one.state.due,
            .interval = one.state.interval,
            .failures = one.state.failures,
            .last_cause = redacted(one.state.last_cause, config),
            .last_attempt = one.state.last_attempt,
            .last_success = one.state.last_success,
            .last_new = one.state.history.last_fresh,
            .in_flight = one.in_flight > 0,
            .alarm = one.state.history.alarm,
            .tally = memo == nullptr ? Tally{} : memo->tally,
            .decisions = {}};
}

std::optional<ReloadStatus> reload_status(const std::optional<ReloadResult>& result,
                                          const Config& config) {
    if (!result) {
        return std::nullopt;
    }
    std::string lines = result->what.substr(0, result->what.find_last_not_of('\n') + 1);
    for (std::size_t at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at)) {
        lines.replace(at, 1, "; ");
    }
    return ReloadStatus{result->at, result->applied, redacted(lines, config)};
}

}  // namespace

StatusSnapshot Service::State::snapshot(bool with_feeds) const {
    const Config& config = configuration.config;
    const Instant now = ports.clock.wall();
    const LedgerInfo info = ports.ledger.info();
    const auto outbox = ports.ledger.outbox_size();
    const auto troubled =
        sink_trouble_since
            ? std::optional<Instant>(now - (ports.clock.steady() - *sink_trouble_since))
            : std::nullopt;
    StatusSnapshot status{
        .version = options.version,
        .instance = configuration.rules->instance,
        .state_id = info.state_id.get(),
        .now = now,
        .started = watch.started(),
        .generation = configuration.rules->generation.get(),
        .ruleset = configuration.rules->ruleset.get(),
        .stopping = stopping,
        .publisher_still = watch.publisher_still(ports.clock.steady()),
        .feed_count = feeds.size(),
        .feeds_by_health = {},
        .feeds = {},
        .units_in_flight = units.size() + trips.under_way(),
        .tally = watch.tally(),
        .counters = watch.counters(),
        .outbox = {.rows = outbox ? outbox->rows : outbox_rows,
                   .rows_max = config.limits.outbox_rows_max,
                   .slow = pressure == Pressure::slow,
                   .full = pressure == Pressure::full,
                   .oldest = outbox ? outbox->oldest : std::nullopt},
        .sink = {.kind = config.publish.sink == SinkKind::kafka ? "kafka" : "files",
                 .open = sink_open,
                 .trouble = redacted(sink_trouble, config),
                 .trouble_since = troubled,
                 .alarm = sink_alarm,
                 .settled = info.settled.get(),
                 .highest = info.highest.get(),
                 .last_batch = watch.last_batch()},
        .last_reload = reload_status(last_reload, config),
        .last_errors = {watch.last_errors().begin(), watch.last_errors().end()}};
    for (const auto& [id, one] : feeds) {
        const Watch::FeedMemo* memo = watch.memo(id);
        const FeedJudgement judged = judge_feed(facts_of(one, memo), now);
        ++status.feeds_by_health[static_cast<std::size_t>(judged.health)];
        if (with_feeds) {
            status.feeds.push_back(feed_status(one, memo, judged, config));
        }
    }
    return status;
}

std::optional<StatusPage> Service::State::page(const std::string& path) const {
    if (path == "/metrics") {
        return StatusPage{200, metrics_content_type, metrics_text(snapshot(false))};
    }
    if (path == "/healthz") {
        const auto reasons = unhealthy(snapshot(false));
        std::string text;
        for (const std::string& reason : reasons) {
            text += reason + "\n";
        }
        return reasons.empty() ? StatusPage{200, plain_type, "ok\n"}
                               : StatusPage{503, plain_type, std::move(text)};
    }
    if (path == "/") {
        return StatusPage{200, "text/html; charset=utf-8", status_page(snapshot(true))};
    }
    if (path == "/status.json") {
        return StatusPage{200, "application/json", status_json(snapshot(true))};
    }
    return std::nullopt;
}

void Service::State::command_status(const ControlRequest& request) {
    const StatusSnapshot status = snapshot(true);
    answer(request, {exit_ok,
                     request.flag("json") ? status_json(status)
                                          : status_text(status, request.flag("colour")),
                     {}});
}

void Service::State::command_feeds(const ControlRequest& request) {
    const bool colour = request.flag("colour");
    const std::string id = request.text("feed");
    if (id.empty()) {
        answer(request, {exit_ok, feeds_text(snapshot(true), colour), {}});
        return;
    }
    const auto found = feeds.find(FeedId{id});
    if (found == feeds.end()) {
        answer(request, {exit_usage, "no enabled feed has the id '" + printable(id) + "'\n", {}});
        return;
    }
    const Instant now = ports.clock.wall();
    const Watch::FeedMemo* memo = watch.memo(found->first);
    FeedStatus feed = feed_status(
        found->second, memo, judge_feed(facts_of(found->second, memo), now), configuration.config);
    if (memo != nullptr) {
        feed.decisions = {memo->decisions.begin(), memo->decisions.end()};
    }
    answer(request, {exit_ok, feed_text(feed, now, colour), {}});
}

std::optional<StatusPage> Service::page(const std::string& path) {
    return state_->page(path);
}

}  // namespace khabard
