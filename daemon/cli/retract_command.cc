#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/os/machine.h"
#include "daemon/os/sqlite_ledger.h"
#include "daemon/run/retract.h"

#include <memory>
#include <string>
#include <utility>

namespace khabard {
namespace {

int failed(Edge& edge, int status, const std::string& what) {
    edge.terminal.err("khabard retract: " + what + "\n");
    return status;
}

// Without a daemon: the record waits in the outbox for the next one.
int retract_here(Edge& edge, Configuration configuration, const RetractArguments& arguments) {
    const std::string file = configuration.config.state_directory + "/khabard.db";
    if (const auto size = edge.files.size(file); !size || !*size) {
        return failed(edge, exit_state, file + ": there is no such file");
    }
    const auto ledger =
        open_sqlite_ledger({.path = file, .vfs_name = {}, .new_state_id = StateId{random_name()}});
    if (!ledger) {
        return failed(edge, exit_state, ledger.error().text());
    }
    const auto generation = (*ledger)->next_generation();
    if (!generation) {
        return failed(edge, exit_state, generation.error().text());
    }
    configuration = with_generation(std::move(configuration), *generation);
    const auto found =
        find_retraction(**ledger, *configuration.rules, ArticleId{arguments.article},
                        {RetractionCause::by_operator, arguments.reason}, edge.clock.wall());
    if (!found) {
        return failed(edge, found.error().fault == Fault::refused ? exit_complaints : exit_state,
                      found.error().text());
    }
    Status done = (*ledger)->apply(found->feed, found->changes);
    if (done) {
        done = (*ledger)->commit();
    }
    if (!done) {
        return failed(edge, exit_state, done.error().text());
    }
    if (auto written =
            edge.terminal.out(describe(*found) + "it is published when the daemon runs\n");
        !written) {
        return failed(edge, exit_state, written.error().text());
    }
    return exit_ok;
}

}  // namespace

int execute_retract(const RetractArguments& arguments) {
    Edge edge;
    auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    const auto locked = lock_state_directory(edge, configuration->config);
    if (locked) {
        return retract_here(edge, *std::move(configuration), arguments);
    }
    if (locked.error().fault != Fault::busy) {
        return failed(edge, exit_state, locked.error().text());
    }
    JsonWriter json;
    json.begin_object().key("id").string(arguments.article);
    json.key("reason").string(arguments.reason).end_object();
    return show_answer(edge,
                       ask_daemon(configuration->config.control_socket, "retract", json.take()));
}

}  // namespace khabard
