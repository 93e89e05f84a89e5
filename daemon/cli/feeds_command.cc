#include "connectors/readers/readers.h"
#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/control_command.h"
#include "daemon/cli/fetch_options.h"
#include "daemon/config/config_files.h"
#include "daemon/config/opml.h"
#include "daemon/lib/xml/html.h"
#include "daemon/os/curl_fetcher.h"
#include "daemon/os/event_loop.h"
#include "daemon/stages/decode.h"
#include "daemon/web/discovery.h"
#include "daemon/web/url.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace khabard {
namespace {

constexpr std::size_t opml_bytes_max = std::size_t{32} * 1024 * 1024;

int export_feeds(Edge& edge, const Config& config, const std::string& file) {
    const std::string opml = write_opml(config.feeds);
    if (file == "-") {
        return say(edge, opml);
    }
    if (auto written = edge.files.replace(file, opml); !written) {
        return failed(edge, "feeds", exit_state, written.error().text());
    }
    return say(edge, file + ": " + std::to_string(config.feeds.size()) + " feeds\n");
}

// Adds to the end of feeds.toml; what stands there stays as it is written.
int import_feeds(Edge& edge, const FeedsArguments& arguments, const Config& config) {
    const auto opml = read_all(edge, arguments.target, opml_bytes_max);
    if (!opml) {
        return failed(edge, "feeds", exit_state, opml.error().text());
    }
    const auto feeds = read_opml(*opml);
    if (!feeds) {
        return failed(edge, "feeds", exit_refused, arguments.target + " " + feeds.error().what);
    }
    const NewFeedTables tables = feed_tables(*feeds, config.feeds);
    for (const std::string& url : tables.skipped) {
        edge.terminal.err("left out, configured already or not http(s): " + redact_url(url) + "\n");
    }
    const std::string file =
        read_config_files(edge.files, config_path(arguments.config)).directory + "/feeds.toml";
    const auto before = edge.files.read(file, opml_bytes_max);
    if (!before) {
        return failed(edge, "feeds", exit_state, before.error().text());
    }
    if (!tables.added.empty()) {
        const std::string text = before->value_or(std::string()) + tables.toml;
        if (auto written = edge.files.replace(file, text); !written) {
            return failed(edge, "feeds", exit_state, written.error().text());
        }
    }
    return say(edge, file + ": " + std::to_string(tables.added.size()) + " feeds added, " +
                         std::to_string(tables.skipped.size()) +
                         " left out; now khabard check, then khabard reload\n");
}

std::optional<FetchOutcome> fetch_once(Edge& edge, const Config& config, const std::string& url,
                                       const std::string& version) {
    const auto loop = EventLoop::open(edge.clock);
    if (!loop) {
        return std::nullopt;
    }
    FetcherOptions options = fetcher_options(config, version);
    options.follow_redirects = true;
    const auto fetcher = CurlFetcher::open(**loop, edge.clock, options);
    if (!fetcher) {
        return std::nullopt;
    }
    FetchRequest request{};
    request.ticket = 1;
    request.url = url;
    request.body_bytes_max = config.limits.feed_bytes_max;
    request.connect_timeout = config.fetch.connect_timeout;
    request.first_byte_timeout = config.fetch.first_byte_timeout;
    request.total_timeout = config.fetch.total_timeout;
    (*fetcher)->begin(std::move(request));
    const SteadyTime until = edge.clock.steady() + config.fetch.total_timeout * 2;
    while (edge.clock.steady() < until) {
        for (Event& event : (*loop)->wait(until)) {
            if (auto* done = std::get_if<FetchDone>(&event)) {
                return std::move(done->outcome);
            }
            if (std::holds_alternative<SignalKind>(event)) {
                return std::nullopt;
            }
        }
    }
    return std::nullopt;
}

int show_links(Edge& edge, const Fetched& fetched) {
    const auto document = decode({.body = fetched.body,
                                  .content_type = fetched.header("content-type").value_or(""),
                                  .charset_hint = {},
                                  .url = fetched.effective_url,
                                  .truncated = fetched.truncated});
    if (!document) {
        return failed(edge, "feeds", exit_refused, document.error().what);
    }
    const auto feed =
        read_document(*document, ReadAs::feed, {.entries_max = 1, .limits = {}, .json_api = {}});
    if (feed) {
        return say(edge, redact_url(fetched.effective_url) + "  " + feed->format +
                             ", the address itself\n");
    }
    const HtmlDocument html = parse_html(document->text.str(), HtmlLimits{});
    std::string text;
    for (const FeedLink& link : find_feed_links(html, fetched.effective_url)) {
        text += redact_url(link.url) + "  " + link.type +
                (link.title.empty() ? "" : "  " + link.title) + "\n";
    }
    return text.empty()
               ? failed(edge, "feeds", exit_complaints,
                        redact_url(fetched.effective_url) + " names no feed in its link elements")
               : say(edge, text);
}

int find_feeds(Edge& edge, const Config& config, const std::string& url,
               const std::string& version) {
    const std::string shown = redact_url(url);
    const auto outcome = fetch_once(edge, config, url, version);
    if (!outcome) {
        return failed(edge, "feeds", exit_unavailable, shown + ": no answer");
    }
    if (const auto* failure = std::get_if<FetchFailure>(&*outcome)) {
        return failed(edge, "feeds", exit_unavailable,
                      shown + ": " + fetch_cause_name(failure->cause) + ": " + failure->detail);
    }
    const Fetched& fetched = std::get<Fetched>(*outcome);
    if (fetched.status != 200) {
        return failed(edge, "feeds", exit_unavailable,
                      shown + ": HTTP " + std::to_string(fetched.status));
    }
    return show_links(edge, fetched);
}

}  // namespace

int execute_feeds(const FeedsArguments& arguments, const std::string& version) {
    Edge edge;
    if (arguments.action == FeedsAction::health || arguments.action == FeedsAction::why) {
        return execute_feeds_status(arguments);
    }
    const auto configuration = installed_configuration(edge, arguments.config);
    if (!configuration) {
        return exit_configuration;
    }
    const Config& config = configuration->config;
    switch (arguments.action) {
        case FeedsAction::import: return import_feeds(edge, arguments, config);
        case FeedsAction::export_: return export_feeds(edge, config, arguments.target);
        case FeedsAction::find: return find_feeds(edge, config, arguments.target, version);
        case FeedsAction::health:
        case FeedsAction::why: break;
    }
    return exit_usage;
}

}  // namespace khabard
