#include "daemon/status/status_table.h"

#include "daemon/base/check.h"
#include "daemon/status/health.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t feeds_shown = 20;  // of those that need a look
constexpr std::size_t errors_shown = 5;

enum class Paint : std::uint8_t { good, doubtful, bad, faint };

const char* code_of(Paint paint) {
    switch (paint) {
        case Paint::good: return "\x1b[32m";
        case Paint::doubtful: return "\x1b[33m";
        case Paint::bad: return "\x1b[31m";
        case Paint::faint: return "\x1b[2m";
    }
    unreachable("paint");
}

std::string painted(const std::string& text, Paint paint, bool colour) {
    return colour && !text.empty() ? code_of(paint) + text + "\x1b[0m" : text;
}

Paint paint_of(FeedHealth health) {
    switch (health) {
        case FeedHealth::ok: return Paint::good;
        case FeedHealth::slow:
        case FeedHealth::silent:
        case FeedHealth::shrunk:
        case FeedHealth::empty: return Paint::doubtful;
        case FeedHealth::failing:
        case FeedHealth::blocked:
        case FeedHealth::parked: return Paint::bad;
    }
    unreachable("feed health");
}

std::string ago(const std::optional<Instant>& at, Instant now) {
    return at ? span_text(now - *at) + " ago" : "-";
}

std::string until(Instant at, Instant now) {
    return at <= now ? "now" : "in " + span_text(at - now);
}

std::string counted(std::uint64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// Cells are ASCII but for the last column, which nothing stands behind.
std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string heading(const std::string& name) {
    return padded(name, 10);
}

std::string feed_rows(const std::vector<const FeedStatus*>& feeds, Instant now, bool colour) {
    std::size_t width = 4;
    for (const FeedStatus* feed : feeds) {
        width = std::max(width, feed->id.size());
    }
    std::string text = painted(padded("FEED", width) +
                                   "  STATE    SINCE         NEXT POLL  LAST NEW      ITEMS"
                                   "  WHY",
                               Paint::faint, colour) +
                       "\n";
    for (const FeedStatus* feed : feeds) {
        text += padded(feed->id, width) + "  ";
        text += painted(padded(feed_health_name(feed->health), 7), paint_of(feed->health), colour);
        text += "  " + padded(ago(feed->since, now), 12);
        text += "  " + padded(feed->in_flight ? "under way" : until(feed->due, now), 9);
        text += "  " + padded(ago(feed->last_new, now), 12);
        const std::string items = std::to_string(feed->tally.items_read());
        text += "  " + std::string(items.size() < 5 ? 5 - items.size() : 0, ' ') + items;
        text += feed->why.empty() ? "\n" : "  " + feed->why + "\n";
    }
    return text;
}

std::string health_lines(const StatusSnapshot& status, bool colour) {
    const std::vector<std::string> reasons = unhealthy(status);
    if (reasons.empty()) {
        return heading("health") + painted("good", Paint::good, colour) +
               (status.stopping ? ", stopping" : "") + "\n";
    }
    std::string text;
    for (const std::string& reason : reasons) {
        text += heading(text.empty() ? "health" : "") + painted(reason, Paint::bad, colour) + "\n";
    }
    return text;
}

std::string feed_line(const StatusSnapshot& status) {
    std::string text = heading("feeds") + std::to_string(status.feed_count);
    std::string separator = ": ";
    for (std::size_t i = 0; i < feed_health_count; ++i) {
        if (status.feeds_by_health[i] > 0) {
            text += separator + std::to_string(status.feeds_by_health[i]) + " " +
                    feed_health_name(static_cast<FeedHealth>(i));
            separator = ", ";
        }
    }
    return text + "\n";
}

std::string item_line(const Tally& tally) {
    std::string text = heading("items") + std::to_string(tally.items_read()) + " read";
    std::string separator = ": ";
    for (std::size_t i = 0; i < outcome_count; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        if (outcome != Outcome::repeat && tally.of(outcome) > 0) {
            text += separator + std::to_string(tally.of(outcome)) + " " + outcome_name(outcome);
            separator = ", ";
        }
    }
    text += "; " + counted(tally.of(Outcome::repeat), "repeat");
    return text + (tally.retractions > 0 ? ", " + counted(tally.retractions, "retraction") : "") +
           "\n";
}

std::string publishing_lines(const StatusSnapshot& status, bool colour) {
    std::string text = heading("outbox") + counted(status.outbox.rows, "record") + " waiting";
    if (status.outbox.oldest) {
        text += ", the oldest for " + span_text(outbox_age(status));
    }
    text += "\n" + heading("sink") + status.sink.kind + ": ";
    if (!status.sink.trouble.empty()) {
        text += painted(status.sink.trouble, Paint::bad, colour) + " (for " +
                span_text(sink_trouble_for(status)) + ")";
    } else {
        text += status.sink.open ? "accepts records" : "not open yet";
    }
    text += ", " + counted(status.counters.records, "record") + " in " +
            std::to_string(status.counters.batches) +
            (status.counters.batches == 1 ? " batch" : " batches") + " since the start";
    if (status.sink.last_batch) {
        text += ", the last one " + ago(status.sink.last_batch, status.now);
    }
    return text + "\n";
}

std::string reload_line(const StatusSnapshot& status, bool colour) {
    if (!status.last_reload) {
        return {};
    }
    const ReloadStatus& reload = *status.last_reload;
    return heading("reload") + ago(reload.at, status.now) + ": " +
           (reload.applied ? "applied, " : painted("refused, ", Paint::bad, colour)) + reload.what +
           "\n";
}

std::string error_lines(const StatusSnapshot& status, bool colour) {
    std::string text;
    const std::size_t count = std::min(errors_shown, status.last_errors.size());
    for (std::size_t i = 0; i < count; ++i) {
        const LastError& error = status.last_errors[status.last_errors.size() - 1 - i];
        const Paint paint = error.level == "error" ? Paint::bad : Paint::doubtful;
        text += heading(i == 0 ? "errors" : "") + ago(error.at, status.now) + "  " +
                painted(error.level, paint, colour) + "  " + error.message + "\n";
    }
    return text;
}

}  // namespace

std::string span_text(milliseconds span) {
    const auto seconds = std::max<std::int64_t>(span.count(), 0) / 1000;
    if (seconds < 100) {
        return std::to_string(seconds) + " s";
    }
    if (seconds < 100 * 60) {
        return std::to_string(seconds / 60) + " min";
    }
    if (seconds < 48 * 3600) {
        return std::to_string(seconds / 3600) + " h";
    }
    return std::to_string(seconds / 86400) + " days";
}

std::string status_text(const StatusSnapshot& status, bool colour) {
    std::string text = "khabard " + status.version + ", instance " + status.instance +
                       ", generation " + std::to_string(status.generation) + ", rules " +
                       status.ruleset + ", up " + span_text(status.now - status.started) + "\n";
    text += health_lines(status, colour) + feed_line(status) + item_line(status.tally) +
            publishing_lines(status, colour) + reload_line(status, colour) +
            error_lines(status, colour);
    std::vector<const FeedStatus*> troubled = gravest_first(status.feeds);
    std::erase_if(troubled, [](const FeedStatus* feed) { return feed->health == FeedHealth::ok; });
    if (troubled.empty()) {
        return text;
    }
    const std::size_t more = troubled.size() > feeds_shown ? troubled.size() - feeds_shown : 0;
    troubled.resize(troubled.size() - more);
    text += "\n" + feed_rows(troubled, status.now, colour);
    return more == 0 ? text
                     : text + "and " + std::to_string(more) + " more: khabard feeds health\n";
}

std::string feeds_text(const StatusSnapshot& status, bool colour) {
    return feed_rows(gravest_first(status.feeds), status.now, colour);
}

std::string feed_text(const FeedStatus& feed, Instant now, bool colour) {
    std::string text =
        feed.id + ": " + painted(feed_health_name(feed.health), paint_of(feed.health), colour);
    text += feed.since ? " since " + format_rfc3339_seconds(*feed.since) : "";
    text += (feed.why.empty() ? "" : ", " + feed.why) + "\n";
    text += heading("address") + feed.url + " (" + feed.kind + ")\n";
    text += heading("source") + feed.source + "\n";
    text += heading("next poll") + (feed.in_flight ? "under way" : until(feed.due, now)) + ", at " +
            format_rfc3339_seconds(feed.due) + "; interval " + span_text(feed.interval) + "\n";
    text += heading("polls") + "the last one " + ago(feed.last_attempt, now) +
            ", the last good one " + ago(feed.last_success, now) + ", something new " +
            ago(feed.last_new, now) + "; " + counted(feed.failures, "failure") + " in a row\n";
    text += item_line(feed.tally);
    text += feed.decisions.empty() ? "nothing has been decided about it since the start\n"
                                   : "what was decided about it, the last first:\n";
    for (auto decision = feed.decisions.rbegin(); decision != feed.decisions.rend(); ++decision) {
        text += "  " + format_rfc3339_seconds(decision->last) + "  " + decision->what;
        if (decision->times > 1) {
            text += painted(" (" + std::to_string(decision->times) + " times since " +
                                format_rfc3339_seconds(decision->first) + ")",
                            Paint::faint, colour);
        }
        text += "\n";
    }
    return text;
}

}  // namespace khabard
