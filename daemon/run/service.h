#pragma once

// The service: one loop that owns all state (README, "The house"). Every turn reads the
// clock once, begins what is due, waits once, concludes what was prepared, commits once, and hands
// the outbox to the publisher.

#include "daemon/ports/clock.h"
#include "daemon/ports/control.h"
#include "daemon/ports/events.h"
#include "daemon/ports/fetcher.h"
#include "daemon/ports/files.h"
#include "daemon/ports/ledger.h"
#include "daemon/ports/log.h"
#include "daemon/ports/sink.h"
#include "daemon/ports/status_pages.h"
#include "daemon/ports/supervisor.h"
#include "daemon/run/configuration.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace khabard {

// Everything that the service asks of the machine. All of them outlive the service.
struct ServicePorts {
    const Clock& clock;
    Events& events;
    Fetcher& fetcher;
    Files& files;
    Ledger& ledger;
    Sink& sink;
    Log& log;
    Supervisor& supervisor;
    Control& control;
};

struct ServiceOptions {
    bool once;                   // poll every feed once, publish, end
    std::uint64_t seed;          // of the jitter
    ConfigurationSource source;  // to reload from
    // What else stands against a configuration that is to be reloaded; nullopt: nothing.
    std::function<std::optional<Complaint>(const Config&)> refusal;
    // Called when a reloaded configuration has gone live, for what the service does not own: the
    // fetcher's options, the log's level.
    std::function<void(const Config&)> adopted;
    std::string version = {};  // of the program, for the status
};

class Service final : public StatusPages {
public:
    Service(ServicePorts ports, Configuration configuration, ServiceOptions options);
    ~Service() override;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    // Runs until a terminate event, the end of --once, or a fatal answer of the sink. Returns the
    // exit status (base/exit_status.h).
    int run();
    // After run(): a worker was still busy when the time to stop was over, so the process has to
    // end by end_at_once (os/machine.h). What it worked on is repeated by the next start.
    bool left_workers() const;
    // /metrics, /healthz and /status.json (daemon/status).
    std::optional<StatusPage> page(const std::string& path) override;

private:
    struct State;
    class Trips;
    class PollEnds;
    class Outages;
    class Refusals;
    class Follows;
    class Pages;
    std::unique_ptr<State> state_;
};

}  // namespace khabard
