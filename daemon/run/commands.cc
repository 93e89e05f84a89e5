// What came over the control socket: one table of commands. Each may change state like any other
// unit of work, and is answered when the turn that carried it out is committed.

#include "daemon/base/exit_status.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/run/control.h"
#include "daemon/run/retract.h"
#include "daemon/run/service_state.h"

#include <algorithm>
#include <utility>

namespace khabard {
void Service::State::command_reload(const ControlRequest& request) {
    if (!request.flag("wait")) {
        // Answered at once: whoever waits for the outcome asks for it.
        ports.control.answer(request.connection,
                             control_answer_line({exit_ok, "the reload was begun\n", {}}));
        reload();
        return;
    }
    reload();
    const std::uint64_t generation = configuration.rules->generation.get();
    const bool applied = last_reload->applied;
    JsonWriter json;
    json.begin_object().key("applied").boolean(applied);
    json.key("generation").unsigned_integer(generation);
    json.key("what").string(last_reload->what).end_object();
    const std::string text = applied ? "reloaded: " + last_reload->what + "generation " +
                                           std::to_string(generation) + "\n"
                                     : last_reload->what + "reload refused, generation " +
                                           std::to_string(generation) + " goes on\n";
    answer(request, {applied ? exit_ok : exit_configuration, text, json.take()});
}

void Service::State::command_backup(const ControlRequest& request) {
    backups.push_back(request);
}

void Service::State::command_retract(const ControlRequest& request) {
    const Retraction retraction{RetractionCause::by_operator, request.text("reason")};
    const auto done = pages.retract(ArticleId{request.text("id")}, retraction);
    if (done) {
        answer(request, {exit_ok, describe(*done), {}});
        return;
    }
    const bool refused = done.error().fault == Fault::refused;
    answer(request, {refused ? exit_complaints : exit_state,
                     "khabard retract: " + done.error().text() + "\n",
                     {}});
}

// The loop waits while the copy is written: a large state takes seconds.
void Service::State::make_backups() {
    for (const ControlRequest& request : std::exchange(backups, {})) {
        const std::string file = request.text("file");
        const auto made = ports.ledger.backup(file);
        if (made) {
            ports.log.notice("the state was copied to " + file);
        } else {
            ports.log.error("the state cannot be copied to " + file + ": " + made.error().text());
        }
        const ControlAnswer told =
            made ? ControlAnswer{exit_ok, "the state was copied to " + file + "\n", {}}
                 : ControlAnswer{exit_state, made.error().text() + "\n", {}};
        ports.control.answer(request.connection, control_answer_line(told));
    }
}

void Service::State::command_relabel(const ControlRequest& request) {
    if (auto refusal = relabelling.begin(request)) {
        answer(request, std::move(*refusal));
    } else {
        ports.log.notice("relabel: begun");
    }
}

void Service::State::relabel_some() {
    if (relabelling.active() && stopping) {
        answers.push_back(relabelling.stop(exit_busy, "the daemon is stopping"));
    }
    if (!relabelling.active() || pressure == Pressure::full || turn_error) {
        return;
    }
    const auto applied = relabelling.piece({.ledger = ports.ledger,
                                            .index = index,
                                            .rules = *configuration.rules,
                                            .now = ports.clock.wall()});
    if (!applied) {
        turn_error = applied.error();
        return;
    }
    staged.dirty = staged.dirty || *applied;
}

void Service::State::on_command(const CommandLine& line) {
    static constexpr ControlCommand table[] = {
        {"backup", &State::command_backup},   {"dlq_replay", &State::command_dlq_replay},
        {"feeds", &State::command_feeds},     {"reload", &State::command_reload},
        {"relabel", &State::command_relabel}, {"status", &State::command_status},
        {"retract", &State::command_retract},
    };
    const auto request = read_control_request(line.connection, line.line);
    if (!request) {
        const std::string why = request.error().text() + "\n";
        ports.control.answer(line.connection, control_answer_line({exit_usage, why, {}}));
        return;
    }
    const auto row =
        std::find_if(std::begin(table), std::end(table),
                     [&](const ControlCommand& each) { return request->command == each.name; });
    if (row == std::end(table)) {
        const std::string why = "the running daemon knows no command '" + request->command +
                                "'; is it older than this program?\n";
        ports.control.answer(line.connection, control_answer_line({exit_usage, why, {}}));
        return;
    }
    if (stopping) {
        const std::string why = "the daemon is stopping; ask again when it runs\n";
        ports.control.answer(line.connection, control_answer_line({exit_busy, why, {}}));
        return;
    }
    (this->*row->carry_out)(*request);
}

void Service::State::answer(const ControlRequest& request, ControlAnswer given) {
    answers.push_back({request.connection, std::move(given)});
}

void Service::State::send_answers() {
    for (const StagedAnswer& staged_answer : std::exchange(answers, {})) {
        ports.control.answer(staged_answer.connection, control_answer_line(staged_answer.answer));
    }
}

void Service::State::refuse_answers(const Error& error) {
    for (StagedAnswer& staged_answer : answers) {
        staged_answer.answer = {exit_state, "nothing was changed: " + error.text() + "\n", {}};
    }
    send_answers();
}

}  // namespace khabard
