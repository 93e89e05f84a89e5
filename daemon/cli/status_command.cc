#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/lib/json/json_writer.h"

namespace khabard {
int execute_status(const StatusArguments& arguments) {
    Edge edge;
    JsonWriter json;
    json.begin_object().key("json").boolean(arguments.json);
    json.key("colour").boolean(edge.terminal.out_is_a_terminal()).end_object();
    return ask_running(edge, arguments.config, "status", json.take());
}

int execute_feeds_status(const FeedsArguments& arguments) {
    Edge edge;
    JsonWriter json;
    json.begin_object().key("feed").string(arguments.target);
    json.key("colour").boolean(edge.terminal.out_is_a_terminal()).end_object();
    return ask_running(edge, arguments.config, "feeds", json.take());
}

}  // namespace khabard
