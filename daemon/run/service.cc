#include "daemon/run/service.h"

#include "daemon/base/fail_point.h"
#include "daemon/config/reload_plan.h"
#include "daemon/run/service_state.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int exit_ok = 0;
constexpr int exit_unpublished = 69;
constexpr milliseconds drain_after_once = seconds{60};  // contract: run --once
constexpr milliseconds longest_wait = seconds{5};  // the watchdog hears from us at least so often
constexpr milliseconds publisher_patience = seconds{60};

std::string host_of(const Feed& feed) {
    if (feed.kind == FeedKind::directory) {
        return {};
    }
    const auto url = parse_url(feed.url);
    return url && url->host ? *url->host : std::string();
}

std::string join(const std::vector<std::string>& names) {
    std::string joined;
    for (const std::string& name : names) {
        joined += (joined.empty() ? "" : ", ") + name;
    }
    return joined;
}

std::size_t worker_count(std::size_t configured) {
    return configured > 0 ? configured : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

Service::Service(ServicePorts ports, Configuration configuration, ServiceOptions options)
    : state_(std::make_unique<State>(ports, std::move(configuration), std::move(options))) {}

Service::~Service() = default;

int Service::run() {
    return state_->run();
}

Service::State::State(ServicePorts given_ports, Configuration given, ServiceOptions given_options)
    : ports(given_ports),
      configuration(std::move(given)),
      options(std::move(given_options)),
      dice(options.seed),
      gate(milliseconds{static_cast<std::int64_t>(
          static_cast<double>(configuration.config.fetch.host_gap.count()) /
          configuration.config.time_scale)}),
      index(configuration.config.limits) {}

milliseconds Service::State::scaled(milliseconds wait) const {
    return milliseconds{static_cast<std::int64_t>(static_cast<double>(wait.count()) /
                                                  configuration.config.time_scale)};
}

void Service::State::fill_index() {
    const Instant since = ports.clock.wall() - configuration.config.limits.dedupe_window;
    auto known = ports.ledger.indexed(since);
    if (!known) {
        ports.log.error("the near-duplicate index starts empty: " + known.error().text());
        return;
    }
    for (IndexedArticle& article : *known) {
        index.add(std::move(article));
    }
    index.apply();
}

// Takes over a configuration that was found good: feeds that stay keep their state.
void Service::State::adopt(Configuration next) {
    configuration = std::move(next);
    std::map<FeedId, FeedState> states;
    if (auto stored = ports.ledger.feed_states()) {
        for (FeedState& state : *stored) {
            states.insert_or_assign(state.feed, state);
        }
    } else {
        ports.log.error("feed states cannot be read: " + stored.error().text());
    }
    const Instant now = ports.clock.wall();
    std::map<FeedId, RunningFeed> next_feeds;
    for (const Feed& feed : configuration.config.feeds) {
        if (!feed.enabled) {
            continue;
        }
        const auto stored = states.find(feed.id);
        RunningFeed running{
            .feed = feed,
            .state = stored == states.end() ? first_state(feed, now) : stored->second,
            .host = host_of(feed),
            .in_flight = 0,
            .polled = false};
        running.state.due = sane_due(running.state.due, now);
        running.state.interval = std::max(running.state.interval, feed.interval);
        if (const auto before = feeds.find(feed.id); before != feeds.end()) {
            running.in_flight = before->second.in_flight;
            running.polled = before->second.polled;
        }
        next_feeds.insert_or_assign(feed.id, std::move(running));
    }
    feeds = std::move(next_feeds);
}

// A configuration that goes live gets the next generation of this state file.
Configuration Service::State::with_generation(Configuration next) {
    auto generation = ports.ledger.next_generation();
    if (!generation) {
        ports.log.error("the generation cannot be counted: " + generation.error().text());
        return next;
    }
    staged.dirty = true;
    return load_configuration(ports.files, options.source, *generation);
}

void Service::State::reload() {
    ports.supervisor.reloading();
    Configuration next = load_configuration(ports.files, options.source, Generation{0});
    if (has_errors(next.complaints)) {
        for (const Complaint& complaint : next.complaints) {
            ports.log.error("reload refused: " + format_complaint(complaint));
        }
        ports.supervisor.ready("reload refused, the old configuration stays: " +
                               format_complaint(next.complaints.front()));
        return;
    }
    const ReloadPlan plan = plan_reload({configuration.config, configuration.rules->ruleset},
                                        {next.config, next.rules->ruleset});
    if (!plan.allowed()) {
        const std::string refusal =
            "reload refused, these keys need a restart: " + join(plan.restart_keys);
        ports.log.error(refusal);
        ports.supervisor.ready(refusal);
        return;
    }
    const std::string told = describe(plan);
    adopt(with_generation(std::move(next)));
    ports.log.notice("reloaded: " + told,
                     {{"GENERATION", std::to_string(configuration.rules->generation.get())}});
    ports.supervisor.ready("reloaded: " + told);
}

void Service::State::handle(Event event) {
    if (auto* fetched = std::get_if<FetchDone>(&event)) {
        on_fetched(std::move(*fetched));
        return;
    }
    const auto* signal = std::get_if<SignalKind>(&event);
    if (signal == nullptr) {
        return;
    }
    if (*signal == SignalKind::reload) {
        reload();
        return;
    }
    leave_now = stopping;
    if (!stopping) {
        stopping = true;
        stop_deadline = ports.clock.steady() + configuration.config.run.stop_timeout;
        ports.log.notice("stopping: " + std::to_string(units.size()) + " units of work to finish");
        ports.supervisor.stopping("finishing what is in flight");
    }
}

// The turn did not happen: what it staged is forgotten, and its feeds are due again soon.
void Service::State::abandon_turn(const Error& error) {
    ports.ledger.rollback();
    index.drop();
    ports.log.error("nothing was committed, the turn is repeated: " + error.text(),
                    {{"CAUSE", fault_name(error.fault)}});
    const Instant again = ports.clock.wall() + scaled(seconds{30});
    for (const FeedId& feed : staged.ended) {
        if (RunningFeed* one = running(feed)) {
            --one->in_flight;
            one->state.due = again;
        }
    }
    staged = Staged{};
}

void Service::State::commit() {
    if (turn_error) {
        abandon_turn(*std::exchange(turn_error, std::nullopt));
        return;
    }
    if (staged.dirty) {
        if (auto committed = ports.ledger.commit(); !committed) {
            abandon_turn(committed.error());
            return;
        }
        index.apply();
    }
    for (auto& [feed, state] : staged.states) {
        if (RunningFeed* one = running(feed)) {
            one->state = std::move(state);
            one->polled = true;
        }
    }
    for (const FeedId& feed : staged.ended) {
        if (RunningFeed* one = running(feed)) {
            --one->in_flight;
        }
    }
    staged = Staged{};
}

SteadyTime Service::State::next_wake() const {
    const SteadyTime now = ports.clock.steady();
    const Instant wall = ports.clock.wall();
    SteadyTime until = now + longest_wait;
    for (const auto& [id, one] : feeds) {
        if (stopping || one.in_flight > 0 || (options.once && one.polled)) {
            continue;
        }
        const auto wait = options.once ? milliseconds{0} : one.state.due - wall;
        const SteadyTime due = now + std::max(wait, milliseconds{0});
        until = std::min(until, std::max(due, gate.free_at(one.host, now)));
    }
    if (outbox_rows > 0 && sink_open && publisher->idle()) {
        until = std::min(until, oldest_unsubmitted + configuration.config.publish.batch_wait);
    }
    return std::max(until, now);
}

bool Service::State::finished() const {
    const SteadyTime now = ports.clock.steady();
    if (fatal_status || leave_now) {
        return true;
    }
    const bool drained = outbox_rows == 0 || !sink_open || !sink_trouble.empty();
    if (stopping) {
        return now >= stop_deadline || (units.empty() && drained && publisher->idle()) ||
               (units.empty() && !sink_open);
    }
    return drain_deadline && (outbox_rows == 0 || now >= *drain_deadline);
}

// Tells the watchdog of progress, as long as the publisher moves too or may be excused.
void Service::State::report_progress() {
    const SteadyTime now = ports.clock.steady();
    const std::uint64_t steps = publisher->progress();
    if (steps != publisher_progress) {
        publisher_progress = steps;
        publisher_moved = now;
    }
    if (now - publisher_moved < publisher_patience) {
        ports.supervisor.progress();
    }
}

void Service::State::turn() {
    if (!stopping && outbox_rows < configuration.config.limits.outbox_rows_max) {
        begin_due();
    }
    for (Event& event : ports.events.wait(next_wake())) {
        handle(std::move(event));
    }
    for (Pool::Done& done : pool->take_done()) {
        on_prepared(std::move(done));
    }
    on_sink_events();
    commit();
    fail_point("loop.turn.committed");
    offer_outbox();
    report_progress();
    const bool all_polled = std::all_of(feeds.begin(), feeds.end(), [](const auto& entry) {
        return entry.second.polled && entry.second.in_flight == 0;
    });
    if (options.once && all_polled && !drain_deadline) {
        drain_deadline = ports.clock.steady() + drain_after_once;
    }
    if (ports.clock.steady() >= next_forget) {
        index.forget_before(ports.clock.wall() - configuration.config.limits.dedupe_window);
        next_forget = ports.clock.steady() + std::chrono::hours{1};
    }
}

int Service::State::run() {
    adopt(with_generation(std::move(configuration)));
    commit();
    fill_index();
    pool = std::make_unique<Pool>(worker_count(configuration.config.run.workers), ports.events);
    const LedgerInfo info = ports.ledger.info();
    publisher = std::make_unique<Publisher>(ports.sink,
                                            SinkOwner{info.state_id, info.highest, info.settled},
                                            ports.events, PublisherOptions{});
    publisher_moved = ports.clock.steady();
    if (const auto size = ports.ledger.outbox_size()) {
        outbox_rows = size->rows;
    }
    ports.log.notice("running " + std::to_string(feeds.size()) + " feeds",
                     {{"GENERATION", std::to_string(configuration.rules->generation.get())}});
    ports.supervisor.ready(std::to_string(feeds.size()) + " feeds");
    while (!finished()) {
        turn();
    }
    // What the last batch settled is still to be written down; without it the next start would
    // learn it from the checkpoint.
    publisher->stop();
    on_sink_events();
    commit();
    for (const std::string& failed : failed_once) {
        ports.log.warning(failed);
    }
    if (fatal_status) {
        return *fatal_status;
    }
    return options.once && outbox_rows > 0 && !stopping ? exit_unpublished : exit_ok;
}

}  // namespace khabard
