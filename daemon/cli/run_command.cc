#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/cli/edge.h"
#include "daemon/cli/fetch_options.h"
#include "daemon/cli/sink_choice.h"
#include "daemon/os/control_socket.h"
#include "daemon/os/curl_fetcher.h"
#include "daemon/os/event_loop.h"
#include "daemon/os/log.h"
#include "daemon/os/machine.h"
#include "daemon/os/sqlite_ledger.h"
#include "daemon/os/status_server.h"
#include "daemon/os/supervisor.h"
#include "daemon/run/service.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace khabard {
namespace {

LogLevel log_level(ConfiguredLogLevel level) {
    switch (level) {
        case ConfiguredLogLevel::error: return LogLevel::error;
        case ConfiguredLogLevel::warning: return LogLevel::warning;
        case ConfiguredLogLevel::notice: return LogLevel::notice;
        case ConfiguredLogLevel::info: return LogLevel::info;
        case ConfiguredLogLevel::debug: return LogLevel::debug;
    }
    return LogLevel::info;
}

LogOptions log_options(const LogConfig& config,
                       const std::map<std::string, std::string>& environment) {
    LogOptions options = choose_log(environment);
    switch (config.format) {
        case ConfiguredLogFormat::automatic: break;
        case ConfiguredLogFormat::json: options.format = LogFormat::json; break;
        case ConfiguredLogFormat::plain: options.format = LogFormat::terminal; break;
        case ConfiguredLogFormat::journal: options.format = LogFormat::journal; break;
    }
    options.level = log_level(config.level);
    return options;
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

// The test knob must never make anybody else's server wait less.
std::optional<Complaint> rehearsal_complaint(const Config& config) {
    if (config.time_scale == 1.0) {
        return std::nullopt;
    }
    for (const Feed& feed : config.feeds) {
        if (!feed.enabled || feed.kind == FeedKind::directory) {
            continue;
        }
        const auto url = parse_url(feed.url);
        const auto addresses = url && url->host ? resolve(*url->host) : std::vector<std::string>();
        if (addresses.empty() || !std::all_of(addresses.begin(), addresses.end(), is_loopback)) {
            return complain_about(config, "rehearsal.time_scale",
                                  "it may be changed only where every feed's host resolves to "
                                  "loopback; feed " +
                                      feed.id.get() + " does not");
        }
    }
    return std::nullopt;
}

int refuse(Edge& edge, const Complaint& complaint) {
    print_complaints(edge, {complaint});
    return exit_configuration;
}

// The state directory belongs to one process; nullopt: it is ours now.
std::optional<int> take_state_directory(Edge& edge, const Config& config) {
    if (auto locked = lock_state_directory(edge, config); !locked) {
        if (locked.error().fault == Fault::busy) {
            edge.terminal.err("khabard: " + locked.error().text() + "\n");
            return exit_busy;
        }
        return refuse(edge, complain_about(config, "state.directory", locked.error().text()));
    }
    return std::nullopt;
}

// Both outlive the service.
struct Machine {
    Edge& edge;
    EventLoop& loop;
};

struct Served {
    // Implicit: most ends are nothing but a status.
    Served(int end, bool left = false) : status(end), left_workers(left) {}
    int status;
    bool left_workers;  // the process has to end at once
};

// nullptr where nobody is to listen.
Result<std::unique_ptr<StatusServer>> listen_for_status(Machine machine, StatusPages& pages,
                                                        const HttpConfig& http, Log& log) {
    if (http.listen.empty()) {
        return std::unique_ptr<StatusServer>();
    }
    auto server = StatusServer::open(machine.loop, pages, {.host = http.host, .port = http.port});
    if (server) {
        const std::string& address = (*server)->address();
        log.notice("status, metrics and health on http://" + address + "/", {{"LISTEN", address}});
    }
    return server;
}

Served serve(Machine machine, Configuration configuration, const RunArguments& arguments,
             const std::string& version) {
    Edge& edge = machine.edge;
    const Config& config = configuration.config;
    SystemLog log(edge.clock, log_options(config.log, edge.environment));
    for (const std::string& secret : config.secrets) {
        log.hide(secret);
    }
    for (const Complaint& complaint : configuration.complaints) {
        log.warning(format_complaint(complaint));
    }
    auto ledger = open_sqlite_ledger(
        {.path = state_file(config), .vfs_name = {}, .new_state_id = StateId{random_name()}});
    if (!ledger) {
        log.error(ledger.error().text() +
                  "; make room if the disk is full, else restore a backup or run khabard state "
                  "rebuild");
        return exit_state;
    }
    auto chosen = choose_sink(config, *configuration.rules, edge.clock);
    if (const auto* complaint = std::get_if<Complaint>(&chosen)) {
        return refuse(edge, *complaint);
    }
    const std::unique_ptr<Sink>& sink = std::get<ChosenSink>(chosen).sink;
    auto fetcher = CurlFetcher::open(machine.loop, edge.clock, fetcher_options(config, version));
    if (!fetcher) {
        log.error(fetcher.error().text());
        return exit_configuration;
    }
    const auto control = ControlSocket::open(machine.loop, config.control_socket, {});
    if (!control) {
        return refuse(edge, complain_about(config, "control.socket", control.error().text()));
    }
    const auto go_live = [&log, &curl = **fetcher, &version](const Config& live) {
        curl.reconfigure(fetcher_options(live, version));
        log.set_level(log_level(live.log.level));
        for (const std::string& secret : live.secrets) {
            log.hide(secret);
        }
    };
    const HttpConfig http = config.http;
    Complaint taken = complain_about(config, "http.listen", "");
    SystemdSupervisor supervisor(edge.clock);
    Service service({.clock = edge.clock,
                     .events = machine.loop,
                     .fetcher = **fetcher,
                     .files = edge.files,
                     .ledger = **ledger,
                     .sink = *sink,
                     .log = log,
                     .supervisor = supervisor,
                     .control = **control},
                    std::move(configuration),
                    {.once = arguments.once,
                     .seed = random_number(),
                     .source = configuration_source(edge, arguments.config, Purpose::run),
                     .refusal = rehearsal_complaint,
                     .adopted = go_live,
                     .version = version});
    const auto server = listen_for_status(machine, service, http, log);
    if (!server) {
        taken.message += server.error().text();
        return refuse(edge, taken);
    }
    const int status = service.run();
    return Served(status, service.left_workers());
}

}  // namespace

int execute_run(const RunArguments& arguments, const std::string& version) {
    Edge edge;
    // From here on signals wait for the loop: one that comes while we start ends us in order.
    const auto loop = EventLoop::open(edge.clock);
    if (!loop) {
        edge.terminal.err("khabard: " + loop.error().text() + "\n");
        return exit_configuration;
    }
    ConfigArguments config = arguments.config;
    config.path = config_path(config);
    const RunArguments resolved{config, arguments.once};
    Configuration configuration = load_configuration(
        edge.files, configuration_source(edge, config, Purpose::run), Generation{0});
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return exit_configuration;
    }
    if (const auto complaint = rehearsal_complaint(configuration.config)) {
        return refuse(edge, *complaint);
    }
    if (const auto status = take_state_directory(edge, configuration.config)) {
        return *status;
    }
    const Served served = serve({edge, **loop}, std::move(configuration), resolved, version);
    if (served.left_workers) {
        end_at_once(served.status);
    }
    return served.status;
}

}  // namespace khabard
