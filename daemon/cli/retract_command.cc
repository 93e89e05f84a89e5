#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/run/retract.h"

#include <utility>

namespace khabard {
namespace {

// Without a daemon: the record waits in the outbox for the next one.
int retract_here(Edge& edge, Configuration configuration, const RetractArguments& arguments) {
    const auto ledger = open_own_ledger(configuration.config);
    if (!ledger) {
        return failed(edge, "retract", exit_state, ledger.error().text());
    }
    const auto generation = (*ledger)->next_generation();
    if (!generation) {
        return failed(edge, "retract", exit_state, generation.error().text());
    }
    configuration = with_generation(std::move(configuration), *generation);
    const auto found =
        find_retraction(**ledger, *configuration.rules, ArticleId{arguments.article},
                        {RetractionCause::by_operator, arguments.reason}, edge.clock.wall());
    if (!found) {
        return failed(edge, "retract",
                      found.error().fault == Fault::refused ? exit_complaints : exit_state,
                      found.error().text());
    }
    Status done = (*ledger)->apply(found->feed, found->changes);
    if (done) {
        done = (*ledger)->commit();
    }
    if (!done) {
        return failed(edge, "retract", exit_state, done.error().text());
    }
    return say(edge, describe(*found) + "it is published when the daemon runs\n");
}

}  // namespace

int execute_retract(const RetractArguments& arguments) {
    Edge edge;
    auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    const auto locked = lock_stored_state(edge, configuration->config);
    if (locked) {
        return retract_here(edge, *std::move(configuration), arguments);
    }
    if (locked.error().fault != Fault::busy) {
        return failed(edge, "retract", exit_state, locked.error().text());
    }
    JsonWriter json;
    json.begin_object().key("id").string(arguments.article);
    json.key("reason").string(arguments.reason).end_object();
    return show_answer(edge,
                       ask_daemon(configuration->config.control_socket, "retract", json.take()));
}

}  // namespace khabard
