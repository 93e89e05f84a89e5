#include "daemon/cli/control_command.h"

#include "daemon/cli/commands.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/os/control_socket.h"

#include <chrono>

namespace khabard {
std::optional<Configuration> installed_configuration(Edge& edge, const ConfigArguments& arguments) {
    ConfigArguments given = arguments;
    given.path = config_path(given);
    ConfigurationSource source = configuration_source(edge, given, Purpose::check);
    source.run_examples = false;
    Configuration configuration = load_configuration(edge.files, source, Generation{0});
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return std::nullopt;
    }
    return configuration;
}

Result<std::string> running_control_socket(Edge& edge, const ConfigArguments& arguments) {
    ConfigArguments given = arguments;
    given.path = config_path(given);
    ConfigurationSource source = configuration_source(edge, given, Purpose::check);
    source.run_examples = false;
    const Configuration configuration = load_configuration(edge.files, source, Generation{0});
    if (configuration.config.control_socket.empty()) {
        return Error{Fault::configuration, *given.path,
                     "does not say where the control socket is; see khabard check"};
    }
    return configuration.config.control_socket;
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
    if (auto written = edge.terminal.out(answer->text); !written) {
        edge.terminal.err("khabard: " + written.error().text() + "\n");
        return exit_state;
    }
    return exit_ok;
}

int execute_reload(const ReloadArguments& arguments) {
    Edge edge;
    const auto socket = running_control_socket(edge, arguments.config);
    if (!socket) {
        edge.terminal.err("khabard reload: " + socket.error().text() + "\n");
        return exit_configuration;
    }
    JsonWriter json;
    json.begin_object().key("wait").boolean(arguments.wait).end_object();
    return show_answer(edge, ask_daemon(*socket, "reload", json.take()));
}

}  // namespace khabard
