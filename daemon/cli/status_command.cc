#include "daemon/cli/status_command.h"

#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/lib/json/json_writer.h"

namespace khabard {
namespace {

int ask_and_show(Edge& edge, const ConfigArguments& config, const std::string& command,
                 const std::string& arguments) {
    const auto socket = running_control_socket(edge, config);
    if (!socket) {
        edge.terminal.err("khabard " + command + ": " + socket.error().text() + "\n");
        return exit_configuration;
    }
    return show_answer(edge, ask_daemon(*socket, command, arguments));
}

}  // namespace

int execute_status(const StatusArguments& arguments) {
    Edge edge;
    JsonWriter json;
    json.begin_object().key("json").boolean(arguments.json);
    json.key("colour").boolean(edge.terminal.out_is_a_terminal()).end_object();
    return ask_and_show(edge, arguments.config, "status", json.take());
}

int show_feeds(Edge& edge, const FeedsArguments& arguments) {
    JsonWriter json;
    json.begin_object().key("feed").string(arguments.target);
    json.key("colour").boolean(edge.terminal.out_is_a_terminal()).end_object();
    return ask_and_show(edge, arguments.config, "feeds", json.take());
}

}  // namespace khabard
