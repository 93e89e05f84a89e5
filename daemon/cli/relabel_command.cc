#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/cli/page.h"
#include "daemon/dedup/near_index.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/run/fill_index.h"
#include "daemon/run/relabel.h"

#include <chrono>
#include <string>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t articles_at_once = 500;
// Of a running daemon, which does some hundred articles between its polls.
constexpr std::chrono::milliseconds patience = std::chrono::hours{6};

RelabelRequest request_of(const RelabelArguments& arguments, Instant now) {
    const Instant since =
        arguments.within ? now - *arguments.within : arguments.since.value_or(Instant::min());
    return RelabelRequest{.since = since, .dry_run = arguments.dry_run};
}

// Headlines are Arabic within a line of English.
std::string shown(Edge& edge, const std::string& text) {
    const Page page(PageStyle{edge.terminal.out_is_a_terminal()});
    return with_isolated_headlines(page, text);
}

int ask(Edge& edge, const Config& config, const RelabelRequest& request) {
    JsonWriter json;
    json.begin_object().key("dry_run").boolean(request.dry_run).key("since");
    if (request.since == Instant::min()) {
        json.null();
    } else {
        json.string(format_rfc3339(request.since));
    }
    json.end_object();
    auto answer = ask_daemon(config.control_socket, "relabel", json.take(), patience);
    if (answer && answer->exit_status == exit_ok) {
        answer->text = shown(edge, answer->text);
    }
    return show_answer(edge, answer);
}

// The whole work, piece by piece, each committed. It stops where the outbox is full.
Result<RelabelWork> relabel_all(Ledger& ledger, const Rules& rules, RelabelWork work, Instant now) {
    NearIndex index(rules.limits);
    if (auto filled = fill_index(index, ledger, now - rules.limits.dedupe_window); !filled) {
        return filled.error();
    }
    while (!work.done) {
        const auto size = ledger.outbox_size();
        if (!size) {
            return size.error();
        }
        if (size->rows >= rules.limits.outbox_rows_max) {
            return work;
        }
        auto next = relabel_piece({.ledger = ledger, .index = index, .rules = rules, .now = now},
                                  std::move(work), articles_at_once);
        if (!next) {
            return next.error();
        }
        if (auto committed = ledger.commit(); !committed) {
            return committed.error();
        }
        index.apply();
        work = std::move(*next);
    }
    return work;
}

int relabel_here(Edge& edge, Configuration configuration, const RelabelRequest& request) {
    auto ledger = open_own_ledger(configuration.config);
    if (!ledger) {
        return failed(edge, "relabel", exit_state, ledger.error().text());
    }
    if (!request.dry_run) {
        const auto generation = (*ledger)->next_generation();
        if (!generation) {
            return failed(edge, "relabel", exit_state, generation.error().text());
        }
        configuration = with_generation(std::move(configuration), *generation);
    }
    const auto work =
        relabel_all(**ledger, *configuration.rules, begin_relabel(request), edge.clock.wall());
    if (!work) {
        return failed(edge, "relabel", exit_state,
                      work.error().text() + "; what was relabelled before stays, ask again");
    }
    if (const int status = say(edge, shown(edge, relabel_text(*work))); status != exit_ok) {
        return status;
    }
    return work->done ? exit_ok
                      : failed(edge, "relabel", exit_unavailable,
                               "the outbox is full (publish.outbox_rows); let the daemon publish "
                               "it, then ask again for the rest");
}

}  // namespace

int execute_relabel(const RelabelArguments& arguments) {
    Edge edge;
    auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    const Config& config = configuration->config;
    const RelabelRequest request = request_of(arguments, edge.clock.wall());
    if (auto locked = lock_stored_state(edge, config); !locked) {
        return locked.error().fault == Fault::busy
                   ? ask(edge, config, request)
                   : failed(edge, "relabel", exit_state, locked.error().text());
    }
    if (const Complaints found = check_rules(*configuration->rules); has_errors(found)) {
        print_complaints(edge, found);
        return exit_configuration;
    }
    return relabel_here(edge, std::move(*configuration), request);
}

}  // namespace khabard
