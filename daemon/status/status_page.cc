#include "daemon/status/status_page.h"

#include "daemon/status/health.h"
#include "daemon/status/status_table.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr const char* style = R"css(
:root { color-scheme: light dark; --line: #8884;
  --good: #14733a; --doubt: #8a5a00; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --good: #6fd394; --doubt: #f0b95a; --bad: #ff9189; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 1rem 0 0; }
dt { opacity: .75; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.why { min-width: 16rem; overflow-wrap: anywhere; }
.good { color: var(--good); font-weight: 600; }
.doubt { color: var(--doubt); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
footer { margin-top: 2rem; font-size: .9rem; opacity: .8; }
)css";

const char* class_of(FeedHealth health) {
    if (health == FeedHealth::ok) {
        return "good";
    }
    return health >= FeedHealth::failing ? "bad" : "doubt";
}

// With the exact time for whoever points at it.
std::string ago(const std::optional<Instant>& at, Instant now) {
    if (!at) {
        return "-";
    }
    return "<time datetime=\"" + format_rfc3339_seconds(*at) + "\" title=\"" +
           format_rfc3339_seconds(*at) + "\">" + span_text(now - *at) + " ago</time>";
}

std::string until(Instant at, Instant now) {
    return "<time datetime=\"" + format_rfc3339_seconds(at) + "\" title=\"" +
           format_rfc3339_seconds(at) + "\">" + (at <= now ? "now" : "in " + span_text(at - now)) +
           "</time>";
}

std::string row(const char* name, const std::string& html) {
    return std::string("<dt>") + name + "</dt><dd>" + html + "</dd>\n";
}

std::string marked(const char* class_name, const std::string& text) {
    return std::string("<span class=\"") + class_name + "\">" + escape_html(text) + "</span>";
}

std::string health_html(const StatusSnapshot& status) {
    const std::vector<std::string> reasons = unhealthy(status);
    std::string html;
    for (const std::string& reason : reasons) {
        html += (html.empty() ? "" : "<br>") + marked("bad", reason);
    }
    return reasons.empty() ? marked("good", status.stopping ? "good, stopping" : "good") : html;
}

std::string feeds_html(const StatusSnapshot& status) {
    std::string html = std::to_string(status.feed_count);
    for (std::size_t i = 0; i < feed_health_count; ++i) {
        const auto health = static_cast<FeedHealth>(i);
        if (status.feeds_by_health[i] > 0) {
            html += (html.find(':') == std::string::npos ? ": " : ", ") +
                    marked(class_of(health), std::to_string(status.feeds_by_health[i]) + " " +
                                                 feed_health_name(health));
        }
    }
    return html;
}

std::string items_html(const Tally& tally) {
    std::string html = std::to_string(tally.items_read()) + " read";
    for (std::size_t i = 0; i < outcome_count; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        if (outcome != Outcome::repeat) {
            html += ", " + std::to_string(tally.of(outcome)) + " " + outcome_name(outcome);
        }
    }
    return html + "; " + std::to_string(tally.of(Outcome::repeat)) + " repeats, " +
           std::to_string(tally.retractions) + " retractions";
}

std::string sink_html(const StatusSnapshot& status) {
    const SinkStatus& sink = status.sink;
    std::string html = escape_html(sink.kind) + ": ";
    if (!sink.trouble.empty()) {
        html += marked("bad", sink.trouble) + " for " + span_text(sink_trouble_for(status));
    } else {
        html += sink.open ? "accepts records" : "not open yet";
    }
    return html + "; " + std::to_string(status.counters.records) + " records in " +
           std::to_string(status.counters.batches) + " batches since the start, the last " +
           ago(sink.last_batch, status.now);
}

std::string outbox_html(const StatusSnapshot& status) {
    const std::string rows = std::to_string(status.outbox.rows) + " of " +
                             std::to_string(status.outbox.rows_max) + " records";
    return status.outbox.oldest ? rows + ", the oldest for " + span_text(outbox_age(status)) : rows;
}

std::string summary(const StatusSnapshot& status) {
    std::string html = "<dl>\n" + row("health", health_html(status)) +
                       row("feeds", feeds_html(status)) + row("items", items_html(status.tally)) +
                       row("outbox", outbox_html(status)) + row("sink", sink_html(status));
    html += row("configuration", "generation " + std::to_string(status.generation) + ", rules " +
                                     escape_html(status.ruleset));
    if (status.last_reload) {
        const ReloadStatus& reload = *status.last_reload;
        html += row("last reload",
                    ago(reload.at, status.now) + ": " +
                        (reload.applied ? marked("good", "applied") : marked("bad", "refused")) +
                        ", <span dir=\"auto\">" + escape_html(reload.what) + "</span>");
    }
    return html + row("started", ago(status.started, status.now)) + "</dl>\n";
}

// The path of a spool directory leads nowhere on this page.
std::string name_of(const FeedStatus& feed) {
    if (!feed.url.starts_with("http")) {
        return escape_html(feed.id);
    }
    return "<a href=\"" + escape_html(feed.url) + "\" rel=\"noreferrer noopener nofollow\">" +
           escape_html(feed.id) + "</a>";
}

std::string feed_row(const FeedStatus& feed, Instant now) {
    std::string html =
        "<tr><td>" + name_of(feed) + "</td><td dir=\"auto\">" + escape_html(feed.source) + "</td>";
    html += "<td>" + marked(class_of(feed.health), feed_health_name(feed.health)) + "</td>";
    html += "<td class=\"n\">" + ago(feed.since, now) + "</td>";
    html += "<td class=\"n\">" + (feed.in_flight ? "under way" : until(feed.due, now)) + "</td>";
    html += "<td class=\"n\">" + ago(feed.last_new, now) + "</td>";
    html += "<td class=\"n\">" + std::to_string(feed.tally.items_read()) + "</td>";
    return html + "<td class=\"why\" dir=\"auto\">" + escape_html(feed.why) + "</td></tr>\n";
}

std::string feed_table(const StatusSnapshot& status) {
    const std::vector<const FeedStatus*> sorted = gravest_first(status.feeds);
    std::string html =
        "<h2 id=\"feeds\">Feeds</h2>\n<div class=\"wide\"><table aria-labelledby=\"feeds\">\n"
        "<thead><tr><th scope=\"col\">feed</th><th scope=\"col\">source</th>"
        "<th scope=\"col\">state</th><th scope=\"col\">since</th><th scope=\"col\">next poll</th>"
        "<th scope=\"col\">last new</th><th scope=\"col\">items</th><th scope=\"col\">why</th>"
        "</tr></thead>\n<tbody>\n";
    const std::size_t shown = std::min(sorted.size(), feeds_on_page_max);
    for (std::size_t i = 0; i < shown; ++i) {
        html += feed_row(*sorted[i], status.now);
    }
    html += "</tbody></table></div>\n";
    return shown == sorted.size()
               ? html
               : html + "<p>and " + std::to_string(sorted.size() - shown) +
                     " more, all of them in <a href=\"/status.json\">status.json</a></p>\n";
}

std::string error_table(const StatusSnapshot& status) {
    if (status.last_errors.empty()) {
        return {};
    }
    std::string html =
        "<h2 id=\"errors\">Last errors and warnings</h2>\n"
        "<div class=\"wide\"><table aria-labelledby=\"errors\">\n<tbody>\n";
    for (auto error = status.last_errors.rbegin(); error != status.last_errors.rend(); ++error) {
        html += "<tr><td class=\"n\">" + ago(error->at, status.now) + "</td><td>" +
                marked(error->level == "error" ? "bad" : "doubt", error->level) +
                "</td><td class=\"why\" dir=\"auto\">" + escape_html(error->message) +
                "</td></tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string status_page(const StatusSnapshot& status) {
    const bool healthy = unhealthy(status).empty();
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"refresh\" content=\"30\">\n<title>" +
        std::string(healthy ? "" : "! ") + "khabard " + escape_html(status.instance) +
        "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<header><h1>khabard " +
        escape_html(status.version) + ", instance " + escape_html(status.instance) +
        "</h1></header>\n<main>\n";
    html += summary(status) + feed_table(status) + error_table(status);
    return html + "</main>\n<footer>As of " + format_rfc3339_seconds(status.now) +
           ", loaded again every 30 s. For machines: <a href=\"/metrics\">metrics</a>, "
           "<a href=\"/status.json\">status.json</a>, <a href=\"/healthz\">healthz</a>."
           "</footer>\n</body>\n</html>\n";
}

}  // namespace khabard
