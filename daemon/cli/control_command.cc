#include "daemon/cli/control_command.h"

#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/os/control_socket.h"
#include "daemon/os/machine.h"
#include "daemon/os/sqlite_ledger.h"

#include <chrono>
#include <memory>

namespace khabard {
namespace {

Configuration load_installed(Edge& edge, const ConfigArguments& arguments) {
    ConfigArguments given = arguments;
    given.path = config_path(given);
    ConfigurationSource source = configuration_source(edge, given, Purpose::check);
    source.run_examples = false;
    return load_configuration(edge.files, source, Generation{0});
}

}  // namespace

std::optional<Configuration> installed_configuration(Edge& edge, const ConfigArguments& arguments) {
    Configuration configuration = load_installed(edge, arguments);
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return std::nullopt;
    }
    return configuration;
}

std::string state_file(const Config& config) {
    return config.state_directory + "/khabard.db";
}

Status lock_stored_state(Edge& edge, const Config& config) {
    const auto size = edge.files.size(state_file(config));
    if (!size) {
        return size.error();
    }
    if (!*size) {
        return Error{Fault::state, state_file(config),
                     "there is no such file, so nothing is stored"};
    }
    return lock_state_directory(edge, config);
}

Result<std::unique_ptr<Ledger>> open_own_ledger(const Config& config) {
    return open_sqlite_ledger(
        {.path = state_file(config), .vfs_name = {}, .new_state_id = StateId{random_name()}});
}

Status lock_state_directory(Edge& edge, const Config& config) {
    if (auto made = edge.files.make_directory(config.state_directory); !made) {
        return made;
    }
    return edge.files.lock(config.state_directory + "/lock");
}

Result<ControlAnswer> ask_daemon(const std::string& socket, const std::string& command,
                                 const std::string& arguments, std::chrono::milliseconds patience) {
    const auto line =
        ask_control_socket(socket, control_request_line(command, arguments), patience);
    return line ? read_control_answer(*line) : line.error();
}

int show_answer(Edge& edge, const Result<ControlAnswer>& answer) {
    if (!answer) {
        edge.terminal.err("khabard: " + answer.error().text() + "\n");
        return exit_unavailable;
    }
    if (answer->exit_status != exit_ok) {
        edge.terminal.err(answer->text);
        return answer->exit_status;
    }
    return say(edge, answer->text);
}

int ask_running(Edge& edge, const ConfigArguments& arguments, const std::string& command,
                const std::string& json) {
    // Without it the socket of the default configuration would be asked, which is another daemon's.
    const auto there = edge.files.size(config_path(arguments));
    if (!there || !*there) {
        return failed(edge, command, exit_configuration,
                      there ? config_path(arguments) + ": there is no such file or directory"
                            : there.error().text());
    }
    const Configuration configuration = load_installed(edge, arguments);
    if (configuration.config.control_socket.empty()) {
        return failed(edge, command, exit_configuration,
                      config_path(arguments) +
                          ": does not say where the control socket is; see khabard check");
    }
    return show_answer(edge, ask_daemon(configuration.config.control_socket, command, json));
}

int execute_reload(const ReloadArguments& arguments) {
    Edge edge;
    JsonWriter json;
    json.begin_object().key("wait").boolean(arguments.wait).end_object();
    return ask_running(edge, arguments.config, "reload", json.take());
}

}  // namespace khabard
