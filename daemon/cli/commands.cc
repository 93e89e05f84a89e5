#include "daemon/cli/commands.h"

#include "daemon/base/exit_status.h"
#include "daemon/cli/edge.h"
#include "daemon/cli/explain.h"
#include "daemon/cli/inspect.h"
#include "daemon/cli/sink_choice.h"
#include "daemon/lib/hash/hash.h"
#include "daemon/lib/icu/normalize.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/lib/psl/public_suffix.h"
#include "daemon/lib/toml/toml_value.h"
#include "daemon/lib/xml/xml.h"
#include "daemon/os/curl_fetcher.h"
#include "daemon/os/sqlite.h"
#include "daemon/os/sqlite_ledger.h"
#include "daemon/os/status_server.h"
#include "daemon/run/input_file.h"
#include "daemon/run/process.h"
#include "daemon/stages/decode.h"

#include <utility>
#include <variant>

namespace khabard {
namespace {

ReadAs read_as(InputKind kind) {
    switch (kind) {
        case InputKind::automatic: return ReadAs::detect;
        case InputKind::feed: return ReadAs::feed;
        case InputKind::page: return ReadAs::page;
        case InputKind::text: return ReadAs::text;
        case InputKind::ndjson: return ReadAs::ndjson;
    }
    return ReadAs::detect;
}

int refused(Edge& edge, const std::string& file, const char* stage, const std::string& what) {
    edge.terminal.err(process_error_line(file, stage, what));
    return exit_refused;
}

int answer(Edge& edge, const std::string& json) {
    if (auto written = edge.terminal.out(json + "\n"); !written) {
        edge.terminal.err("khabard: " + written.error().text() + "\n");
        return exit_state;
    }
    return exit_ok;
}

int answer(Edge& edge, const InspectArguments& arguments, const Result<std::string>& json) {
    return json ? answer(edge, *json) : refused(edge, arguments.file, "read", json.error().what);
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

int inspect_document(Edge& edge, const InspectArguments& arguments, std::string bytes,
                     Instant now) {
    const RawBytes body{std::move(bytes)};
    const auto document = decode({.body = body,
                                  .content_type = arguments.content_type,
                                  .charset_hint = {},
                                  .url = arguments.url,
                                  .truncated = false});
    if (!document) {
        return refused(edge, arguments.file, "decode", document.error().what);
    }
    if (arguments.as == InspectKind::text) {
        return answer(edge, inspect_text_json(*document));
    }
    const ReadAs as = arguments.as == InspectKind::feed   ? ReadAs::feed
                      : arguments.as == InspectKind::page ? ReadAs::page
                                                          : ReadAs::detect;
    const auto feed =
        read_document(*document, as, {.entries_max = 0, .limits = {}, .json_api = {}});
    if (!feed) {
        return refused(edge, arguments.file, "read", feed.error().what);
    }
    if (feed->format == "text") {
        return answer(edge, inspect_text_json(*document));
    }
    return answer(edge, feed->format == "page" ? inspect_page_json(*feed, *document, now)
                                               : inspect_feed_json(*feed, *document, now));
}

int print_version(const std::string& version) {
    Edge edge;
    std::string text = "khabard " + version;
    for (const std::string& library :
         {cli_library_version(), curl_version_text(), hash_version(), http_library_version(),
          icu_version(), kafka_version_text(), psl_version(), json_version(), sqlite_version(),
          toml_version(), xml_version()}) {
        text += "\n" + library;
    }
    return answer(edge, text);
}

}  // namespace

int execute_check(const CheckArguments& arguments) {
    Edge edge;
    ConfigArguments config = arguments.config;
    config.path = config_path(config);
    const Configuration configuration = load_configuration(
        edge.files, configuration_source(edge, config, Purpose::check), Generation{0});
    print_complaints(edge, configuration.complaints);
    const auto kafka = kafka_complaint(configuration.config, *configuration.rules);
    if (kafka) {
        print_complaints(edge, {*kafka});
    }
    if (kafka || has_errors(configuration.complaints)) {
        return exit_complaints;
    }
    return answer(edge, *config.path + ": good, " +
                            std::to_string(configuration.config.feeds.size()) + " feeds, " +
                            std::to_string(configuration.rules->themes.themes().size()) +
                            " themes, ruleset " + configuration.rules->ruleset.get());
}

int execute_process(const ProcessArguments& arguments) {
    Edge edge;
    const Configuration configuration = load_configuration(
        edge.files, configuration_source(edge, arguments.config, Purpose::offline), Generation{1});
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return exit_configuration;
    }
    // A memory that is not kept needs no random name: the same input gives the same output.
    auto ledger = open_sqlite_ledger({.path = arguments.state.value_or(":memory:"),
                                      .vfs_name = {},
                                      .new_state_id = StateId{std::string(32, '0')}});
    if (!ledger) {
        edge.terminal.err("khabard process: " + ledger.error().text() + "\n");
        return exit_state;
    }
    return process({.files = arguments.files,
                    .read_as = read_as(arguments.input),
                    .url = arguments.url,
                    .charset = arguments.charset,
                    .now = arguments.now.value_or(edge.clock.wall()),
                    .feed = process_feed(*configuration.rules, arguments.url),
                    .rules = configuration.rules},
                   {.sources = edge.sources, .terminal = edge.terminal, .ledger = **ledger});
}

int execute_inspect(const InspectArguments& arguments) {
    Edge edge;
    const Instant now = arguments.now.value_or(edge.clock.wall());
    auto bytes = read_all(edge, arguments.file, Limits{}.input_file_bytes_max);
    if (!bytes) {
        return refused(edge, arguments.file, "open", bytes.error().what);
    }
    if (arguments.as == InspectKind::date) {
        return answer(edge, arguments, inspect_date_json(trimmed(std::move(*bytes)), now));
    }
    if (arguments.as == InspectKind::url) {
        return answer(edge, arguments, inspect_url_json(trimmed(std::move(*bytes)), arguments.url));
    }
    return inspect_document(edge, arguments, std::move(*bytes), now);
}

int execute_explain(const ExplainArguments& arguments) {
    Edge edge;
    Configuration configuration = load_configuration(
        edge.files, configuration_source(edge, arguments.config, Purpose::offline), Generation{1});
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return exit_configuration;
    }
    auto bytes = read_all(edge, arguments.file, configuration.config.limits.input_file_bytes_max);
    if (!bytes) {
        return refused(edge, arguments.file, "open", bytes.error().what);
    }
    const Instant now = arguments.now.value_or(edge.clock.wall());
    const Prepared prepared =
        prepare({.feed = process_feed(*configuration.rules, arguments.url),
                 .rules = configuration.rules,
                 .fetched = local_document(arguments.url, std::move(*bytes), now),
                 .read_as = read_as_by_name(arguments.file),
                 .charset_hint = {},
                 .memory = Memory{.seen = {}, .body = std::nullopt},
                 .now = now,
                 .follow_run_rules = false});
    if (prepared.refused) {
        return refused(edge, arguments.file, "read", prepared.refused->what);
    }
    return answer(edge, explain(prepared, {.colour = edge.terminal.out_is_a_terminal()}));
}

int execute(const Arguments& arguments, const std::string& version) {
    if (const auto* run = std::get_if<RunArguments>(&arguments)) {
        return execute_run(*run, version);
    }
    if (const auto* check = std::get_if<CheckArguments>(&arguments)) {
        return execute_check(*check);
    }
    if (const auto* process = std::get_if<ProcessArguments>(&arguments)) {
        return execute_process(*process);
    }
    if (const auto* inspect = std::get_if<InspectArguments>(&arguments)) {
        return execute_inspect(*inspect);
    }
    if (const auto* explained = std::get_if<ExplainArguments>(&arguments)) {
        return execute_explain(*explained);
    }
    if (const auto* dlq = std::get_if<DlqArguments>(&arguments)) {
        return execute_dlq(*dlq);
    }
    if (const auto* topics = std::get_if<TopicsArguments>(&arguments)) {
        return execute_topics(*topics);
    }
    if (const auto* status = std::get_if<StatusArguments>(&arguments)) {
        return execute_status(*status);
    }
    if (const auto* reload = std::get_if<ReloadArguments>(&arguments)) {
        return execute_reload(*reload);
    }
    if (const auto* state = std::get_if<StateArguments>(&arguments)) {
        return execute_state(*state);
    }
    if (const auto* relabel = std::get_if<RelabelArguments>(&arguments)) {
        return execute_relabel(*relabel);
    }
    if (const auto* themes = std::get_if<ThemesArguments>(&arguments)) {
        return execute_themes(*themes);
    }
    if (const auto* feeds = std::get_if<FeedsArguments>(&arguments)) {
        return execute_feeds(*feeds, version);
    }
    if (const auto* retraction = std::get_if<RetractArguments>(&arguments)) {
        return execute_retract(*retraction);
    }
    return print_version(version);
}

}  // namespace khabard
