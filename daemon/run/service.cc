#include "daemon/run/service.h"

#include "daemon/base/durations.h"
#include "daemon/base/exit_status.h"
#include "daemon/base/fail_point.h"
#include "daemon/base/join.h"
#include "daemon/run/fill_index.h"
#include "daemon/run/service_state.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds drain_after_once = seconds{60};  // rows still in the outbox then: exit 69
constexpr milliseconds longest_wait = seconds{5};  // the watchdog hears from us at least so often
constexpr milliseconds offer_pause_first = seconds{1};  // doubled with every abandoned turn
constexpr milliseconds offer_pause_max = seconds{30};
constexpr milliseconds publisher_patience = seconds{60};
constexpr milliseconds workers_patience{100};   // when it is time to leave
constexpr std::size_t forgotten_at_once = 200;  // rows of the ledger in a turn

std::size_t worker_count(std::size_t configured) {
    return configured > 0 ? configured : std::max(1U, std::thread::hardware_concurrency());
}

ServicePorts with_log(const ServicePorts& ports, Log& log) {
    return {.clock = ports.clock,
            .events = ports.events,
            .fetcher = ports.fetcher,
            .files = ports.files,
            .ledger = ports.ledger,
            .sink = ports.sink,
            .log = log,
            .supervisor = ports.supervisor,
            .control = ports.control};
}

}  // namespace

Service::Service(ServicePorts ports, Configuration configuration, ServiceOptions options)
    : state_(std::make_unique<State>(ports, std::move(configuration), std::move(options))) {}

Service::~Service() = default;

int Service::run() {
    return state_->run();
}

bool Service::left_workers() const {
    return state_->left_workers;
}

Service::State::State(ServicePorts given_ports, Configuration given, ServiceOptions given_options)
    : log(given_ports.log, given_ports.clock, watch),
      ports(with_log(given_ports, log)),
      configuration(std::move(given)),
      options(std::move(given_options)),
      dice(options.seed),
      trips(*this),
      ends(*this),
      outages(*this),
      refusals(*this),
      follows(*this),
      pages(*this),
      index(configuration.config.limits) {}

milliseconds Service::State::scaled(milliseconds wait) const {
    return khabard::scaled(wait, configuration.config.time_scale);
}

void Service::State::fill_index() {
    const Instant since = ports.clock.wall() - configuration.config.limits.dedupe_window;
    if (const Status filled = khabard::fill_index(index, ports.ledger, since); !filled) {
        ports.log.error("the near-duplicate index starts empty: " + filled.error().text());
    }
}

void Service::State::handle(Event event) {
    if (auto* fetched = std::get_if<FetchDone>(&event)) {
        trips.on_fetched(std::move(*fetched));
        return;
    }
    if (const auto* command = std::get_if<CommandLine>(&event)) {
        on_command(*command);
        return;
    }
    if (std::get<SignalKind>(event) == SignalKind::reload) {
        if (!stopping) {
            reload();
        }
        return;
    }
    leave_now = stopping;
    if (!stopping) {
        stopping = true;
        trips.drop_waiting();
        stop_deadline = ports.clock.steady() + configuration.config.run.stop_timeout;
        ports.log.notice("stopping: " + std::to_string(units.size() + trips.under_way()) +
                         " units of work to finish");
        ports.supervisor.stopping("finishing what is in flight");
    }
}

// The turn did not happen: what it staged is forgotten, and its feeds are due again soon. A run
// of --once does not wait for room on the disk.
void Service::State::abandon_turn(const Error& error) {
    ports.ledger.rollback();
    index.drop();
    refusals.undo();
    follows.end_turn(false);
    refuse_answers(error);
    if (relabelling.active()) {
        answers.push_back(relabelling.stop(exit_state, error.text()));
        send_answers();
    }
    watch.abandoned();
    // What the sink has taken is offered again, because that it did was not written down.
    offer_pause = std::clamp(offer_pause * 2, offer_pause_first, offer_pause_max);
    offer_not_before = ports.clock.steady() + offer_pause;
    ports.log.error("nothing was committed, the turn is repeated: " + error.text(),
                    {{"CAUSE", fault_name(error.fault)}});
    const Instant again = ports.clock.wall() + scaled(seconds{30});
    for (const FeedId& feed : staged.ended) {
        if (RunningFeed* one = running(feed)) {
            --one->in_flight;
            one->state.due = again;
            schedule(*one);
        }
    }
    pages.abandon(scaled(seconds{30}));
    staged = Staged{};
    if (options.once && !stopping) {
        fatal_status = exit_state;
    }
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
        offer_pause = milliseconds{0};
    }
    watch.committed(ports.clock.wall());
    follows.end_turn(true);
    refusals.committed();
    for (const StagedLine& line : staged.lines) {
        ports.log.write(line.level, line.message, line.fields);
    }
    for (auto& [feed, state] : staged.states) {
        RunningFeed* one = running(feed);
        // Of an address that a reload of this turn has replaced nothing counts any more.
        if (one != nullptr && one->state.history.url == state.history.url) {
            const bool moved = one->state.history.address != state.history.address;
            one->state = std::move(state);
            one->host = moved ? host_of(*one) : std::move(one->host);
            one->polled = !one->more_files;
        }
    }
    for (const FeedId& feed : staged.ended) {
        if (RunningFeed* one = running(feed)) {
            --one->in_flight;
            schedule(*one);
        }
    }
    if (auto relabelled = relabelling.keep()) {
        answers.push_back(std::move(*relabelled));
        if (const auto counted = ports.ledger.tallies()) {
            watch.count_anew(*counted);
        }
    }
    pages.commit();
    staged = Staged{};
    send_answers();
}

// A full outbox pauses polling; a run of --once ends before it could grow without bound.
bool Service::State::may_poll() const {
    return !stopping && pressure != Pressure::full;
}

// Whoever is not polled yet is in line, or under way.
bool Service::State::all_polled() const {
    return trips.errands().size() == 0 && trips.under_way() == 0 && units.empty() &&
           pages.book().parked() == 0;
}

SteadyTime Service::State::next_wake() const {
    const SteadyTime now = ports.clock.steady();
    SteadyTime until = std::min(now + longest_wait, drain_deadline.value_or(now + longest_wait));
    if (stopping) {
        until = std::min(until, stop_deadline);
    }
    if (may_poll()) {
        until = std::min({until, trips.next(), pages.next()});
    }
    if (relabelling.active() && pressure != Pressure::full) {
        return now;
    }
    if (outbox_rows > 0 && sink_open && publisher->idle()) {
        until =
            std::min(until, std::max(oldest_unsubmitted + configuration.config.publish.batch_wait,
                                     offer_not_before));
    }
    return std::max(until, now);
}

bool Service::State::finished() const {
    const SteadyTime now = ports.clock.steady();
    if (fatal_status || leave_now) {
        return true;
    }
    if (stopping) {
        // A sink that is away keeps nobody waiting: the outbox holds its rows.
        const bool drained =
            !sink_open || !sink_trouble.empty() || (outbox_rows == 0 && publisher->idle());
        return now >= stop_deadline || (units.empty() && trips.under_way() == 0 && drained);
    }
    return drain_deadline && (outbox_rows == 0 || now >= *drain_deadline);
}

// Tells the watchdog of progress, as long as the publisher moves too or may be excused.
void Service::State::report_progress() {
    const SteadyTime now = ports.clock.steady();
    watch.publisher_stepped(publisher->progress(), now);
    if (watch.publisher_still(now) < publisher_patience) {
        ports.supervisor.progress();
    }
}

void Service::State::turn() {
    if (may_poll()) {
        trips.serve_due();
        pages.give_up();
    }
    for (Event& event : ports.events.wait(next_wake())) {
        handle(std::move(event));
    }
    for (const Pool::Done& done : pool->take_done()) {
        on_prepared(done);
    }
    on_sink_events();
    relabel_some();
    forget();
    commit();
    fail_point("loop.turn.committed");
    make_backups();
    offer_outbox();
    report_progress();
    if (options.once && all_polled() && !drain_deadline) {
        drain_deadline = ports.clock.steady() + drain_after_once;
    }
    if (ports.clock.steady() >= next_forget) {
        index.forget_before(ports.clock.wall() - configuration.config.limits.dedupe_window);
        trips.admissions().forget(ports.clock.steady());
        next_forget = ports.clock.steady() + std::chrono::hours{1};
    }
}

// A little every turn of what the window has left behind, so that the state does not grow with the
// months.
void Service::State::forget() {
    const Instant before = ports.clock.wall() - configuration.config.limits.dedupe_window;
    if (turn_error) {
        return;
    }
    const auto forgotten = ports.ledger.forget(before, forgotten_at_once);
    if (!forgotten) {
        turn_error = forgotten.error();
        return;
    }
    staged.dirty = staged.dirty || *forgotten > 0;
}

// Nothing of what is left unfinished was committed, so its polls are due as they were.
void Service::State::leave_workers() {
    left_workers = !pool->leave(workers_patience);
    if (units.empty()) {
        return;
    }
    std::set<std::string> names;
    for (const auto& [ticket, unit] : units) {
        names.insert(unit.feed.get());
    }
    ports.log.warning("left unfinished, the next start repeats it: feed " +
                      join({names.begin(), names.end()}));
}

int Service::State::run() {
    if (const auto counted = ports.ledger.tallies()) {
        watch.start(ports.clock.wall(), ports.clock.steady(), *counted);
    } else {
        turn_error = counted.error();
    }
    adopt(numbered(std::move(configuration)));
    commit();
    trips.restore_rests();
    if (options.once) {
        outages.leave_out_waiting();
    } else {
        outages.spread_overdue();
    }
    fill_index();
    pages.load();
    pool = std::make_unique<Pool>(worker_count(configuration.config.run.workers), ports.events);
    const LedgerInfo info = ports.ledger.info();
    refusals.open();
    publisher = std::make_unique<Publisher>(ports.sink,
                                            SinkOwner{info.state_id, info.highest, info.settled},
                                            ports.events, PublisherOptions{});
    if (const auto size = ports.ledger.outbox_size()) {
        outbox_rows = size->rows;
        watch_pressure();
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
    if (const auto size = ports.ledger.outbox_size()) {
        outbox_rows = size->rows;
    }
    leave_workers();
    for (const std::string& failed : failed_once) {
        ports.log.error(failed);
    }
    if (fatal_status) {
        return *fatal_status;
    }
    return options.once && outbox_rows > 0 && !stopping ? exit_unavailable : exit_ok;
}

}  // namespace khabard
