#pragma once

// The inside of the service, shared by its files; requests are in trips.h. Loop thread only.

#include "daemon/dedup/near_index.h"
#include "daemon/run/follows.h"
#include "daemon/run/outages.h"
#include "daemon/run/pages.h"
#include "daemon/run/poll_ends.h"
#include "daemon/run/pool.h"
#include "daemon/run/pressure.h"
#include "daemon/run/publisher.h"
#include "daemon/run/refusals.h"
#include "daemon/run/relabelling.h"
#include "daemon/run/schedule.h"
#include "daemon/run/service.h"
#include "daemon/run/trips.h"
#include "daemon/run/units.h"
#include "daemon/run/watched_log.h"

#include <chrono>
#include <cstdint>
#include <random>
#include <set>
#include <string>

namespace khabard {

struct Service::State {
    State(ServicePorts ports, Configuration configuration, ServiceOptions options);

    // service.cc
    int run();
    void turn();
    void handle(Event event);
    void forget();
    void commit();
    void abandon_turn(const Error& error);
    bool finished() const;
    bool may_poll() const;
    bool all_polled() const;
    void report_progress();
    void leave_workers();
    SteadyTime next_wake() const;
    void fill_index();
    std::chrono::milliseconds scaled(std::chrono::milliseconds wait) const;

    // reloading.cc
    void reload();  // its result is `last_reload`
    void refuse_reload(const std::string& why);
    void refuse_reload(const Complaints& complaints);
    void adopt(Configuration next);
    RunningFeed taken_over(const Feed& feed, const std::map<FeedId, FeedState>& stored) const;
    Configuration numbered(Configuration next);

    // commands.cc, status.cc
    struct ControlCommand {
        const char* name;
        void (State::*carry_out)(const ControlRequest& request);
    };
    void on_command(const CommandLine& line);
    void answer(const ControlRequest& request, ControlAnswer answer);
    void send_answers();
    void refuse_answers(const Error& error);
    void command_reload(const ControlRequest& request);
    void command_backup(const ControlRequest& request);
    void command_dlq_replay(const ControlRequest& request);  // refusals.cc
    void command_retract(const ControlRequest& request);
    void make_backups();
    void command_relabel(const ControlRequest& request);
    void relabel_some();
    StatusSnapshot snapshot(bool with_feeds) const;  // each feed, or only how many there are
    std::optional<StatusPage> page(const std::string& path) const;
    void command_status(const ControlRequest& request);
    void command_feeds(const ControlRequest& request);

    // polls.cc
    void schedule(const RunningFeed& running);
    FetchRequest feed_request(const RunningFeed& running, const std::string& url);
    void begin_poll(RunningFeed& running);
    void on_polled(const Trip& trip, FetchOutcome outcome);
    void prepare_poll(const Trip& trip, const RunningFeed& running, Fetched fetched);
    void on_prepared(const Pool::Done& done);
    void abandon(const FeedId& feed);
    void conclude_unit(const Unit& unit, const Prepared& prepared);
    void apply(const FeedId& feed, const Changes& changes);
    RunningFeed* running(const FeedId& feed);
    ScheduleContext schedule_context(double jitter) const;
    void report_failure(const FeedId& feed, const std::string& what, const char* cause);

    // spool.cc
    void begin_spool(RunningFeed& running);
    bool is_read(RunningFeed& running, const std::string& name);
    std::optional<std::size_t> begin_spool_file(RunningFeed& running, const std::string& name);
    void set_aside(const FeedId& feed, const std::string& name, const std::string& why);

    // publishing.cc
    void on_sink_events();
    void offer_outbox();
    void watch_pressure();
    void on_trouble(const SinkTrouble& trouble);
    void end_trouble();
    Instant due_of(const RunningFeed& one) const;
    void on_settled(const SinkSettled& settled);

    Watch watch;
    WatchedLog log;  // to the log that was given
    ServicePorts ports;
    Configuration configuration;
    ServiceOptions options;
    std::mt19937_64 dice;
    std::map<FeedId, RunningFeed> feeds;
    Trips trips;
    PollEnds ends;
    Outages outages;
    Refusals refusals;
    Follows follows;
    Pages pages;
    std::map<std::uint64_t, Unit> units;
    std::uint64_t next_ticket = 1;
    NearIndex index;
    Staged staged;
    std::optional<Error> turn_error;
    std::vector<StagedAnswer> answers;
    std::vector<ControlRequest> backups;  // made when nothing is uncommitted
    std::optional<ReloadResult> last_reload;
    Relabelling relabelling;
    bool stopping = false;
    bool leave_now = false;
    bool left_workers = false;
    SteadyTime stop_deadline{0};
    std::optional<SteadyTime> drain_deadline;  // of --once
    std::optional<int> fatal_status;
    std::set<std::string> failed_once;  // a line for each feed that failed under --once
    bool sink_open = false;
    std::string sink_trouble;                      // what it says now; "": it takes records
    std::optional<SteadyTime> sink_trouble_since;  // of the trouble that lasts
    std::set<std::string> sink_troubles_told;      // while it lasts
    bool sink_alarm = false;                       // it lasts for [publish] alarm_after
    std::uint64_t outbox_rows = 0;
    Pressure pressure = Pressure::none;  // of the outbox on polling
    SteadyTime oldest_unsubmitted{0};
    SteadyTime offer_not_before{0};  // turns were abandoned, and why may last
    std::chrono::milliseconds offer_pause{0};
    SteadyTime next_forget{0};
    std::unique_ptr<Pool> pool;
    std::unique_ptr<Publisher> publisher;
};

}  // namespace khabard
