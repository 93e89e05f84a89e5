#include "daemon/status/status_json.h"

#include "daemon/base/durations.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/status/health.h"

namespace khabard {
namespace {

void put_time(JsonWriter& json, const char* key, const std::optional<Instant>& at) {
    json.key(key);
    if (at) {
        json.string(format_rfc3339(*at));
    } else {
        json.null();
    }
}

void put_counts(JsonWriter& json, const Tally& tally) {
    json.begin_object();
    json.key("items_read").unsigned_integer(tally.items_read());
    for (std::size_t i = 0; i < outcome_count; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        json.key(outcome_name(outcome)).unsigned_integer(tally.of(outcome));
    }
    json.key("retractions").unsigned_integer(tally.retractions);
    json.key("versions").begin_object();
    for (std::size_t i = 0; i < version_cause_count; ++i) {
        const auto cause = static_cast<VersionCause>(i);
        json.key(version_cause_name(cause)).unsigned_integer(tally.of(cause));
    }
    json.end_object();
    json.key("reasons").begin_object();
    for (std::size_t i = 1; i < reason_count; ++i) {
        const auto reason = static_cast<Reason>(i);
        if (tally.of(reason) > 0) {
            json.key(reason_name(reason)).unsigned_integer(tally.of(reason));
        }
    }
    json.end_object().end_object();
}

void put_feed(JsonWriter& json, const FeedStatus& feed) {
    json.begin_object();
    json.key("id").string(feed.id);
    json.key("url").string(feed.url);
    json.key("kind").string(feed.kind);
    json.key("source").string(feed.source);
    json.key("state").string(feed_health_name(feed.health));
    json.key("why").string(feed.why);
    put_time(json, "since", feed.since);
    put_time(json, "due", feed.due);
    json.key("interval_seconds").number(seconds_of(feed.interval));
    json.key("failures").unsigned_integer(feed.failures);
    json.key("last_cause").string(feed.last_cause);
    put_time(json, "last_attempt", feed.last_attempt);
    put_time(json, "last_success", feed.last_success);
    put_time(json, "last_new", feed.last_new);
    json.key("in_flight").boolean(feed.in_flight);
    json.key("alarm").boolean(feed.alarm);
    json.key("counts");
    put_counts(json, feed.tally);
    json.end_object();
}

void put_feeds(JsonWriter& json, const StatusSnapshot& status) {
    json.key("feeds_by_state").begin_object();
    for (std::size_t i = 0; i < feed_health_count; ++i) {
        json.key(feed_health_name(static_cast<FeedHealth>(i)))
            .unsigned_integer(status.feeds_by_health[i]);
    }
    json.end_object();
    json.key("feeds").begin_array();
    for (const FeedStatus& feed : status.feeds) {
        put_feed(json, feed);
    }
    json.end_array();
}

void put_publishing(JsonWriter& json, const StatusSnapshot& status) {
    json.key("outbox").begin_object();
    json.key("rows").unsigned_integer(status.outbox.rows);
    json.key("rows_max").unsigned_integer(status.outbox.rows_max);
    json.key("polling").string(status.outbox.full   ? "paused"
                               : status.outbox.slow ? "slow"
                                                    : "as_ever");
    put_time(json, "oldest", status.outbox.oldest);
    json.key("oldest_age_seconds").number(seconds_of(outbox_age(status)));
    json.end_object();
    const SinkStatus& sink = status.sink;
    json.key("sink").begin_object();
    json.key("kind").string(sink.kind);
    json.key("open").boolean(sink.open);
    json.key("trouble").string(sink.trouble);
    put_time(json, "trouble_since", sink.trouble_since);
    json.key("alarm").boolean(sink.alarm);
    json.key("settled").unsigned_integer(sink.settled);
    json.key("highest").unsigned_integer(sink.highest);
    put_time(json, "last_batch", sink.last_batch);
    json.key("batches").unsigned_integer(status.counters.batches);
    json.key("records").unsigned_integer(status.counters.records);
    json.key("refused_records").unsigned_integer(status.counters.refused_records);
    json.end_object();
}

void put_history(JsonWriter& json, const StatusSnapshot& status) {
    json.key("last_reload");
    if (status.last_reload) {
        json.begin_object();
        put_time(json, "at", status.last_reload->at);
        json.key("applied").boolean(status.last_reload->applied);
        json.key("what").string(status.last_reload->what).end_object();
    } else {
        json.null();
    }
    json.key("last_errors").begin_array();
    for (const LastError& error : status.last_errors) {
        json.begin_object();
        put_time(json, "at", error.at);
        json.key("level").string(error.level);
        json.key("message").string(error.message);
        json.key("feed").string(error.feed);
        json.key("cause").string(error.cause).end_object();
    }
    json.end_array();
}

}  // namespace

std::string status_json(const StatusSnapshot& status) {
    const std::vector<std::string> reasons = unhealthy(status);
    JsonWriter json;
    json.begin_object();
    json.key("version").string(status.version);
    json.key("instance").string(status.instance);
    json.key("state_id").string(status.state_id);
    put_time(json, "now", status.now);
    put_time(json, "started", status.started);
    json.key("generation").unsigned_integer(status.generation);
    json.key("ruleset").string(status.ruleset);
    json.key("stopping").boolean(status.stopping);
    json.key("healthy").boolean(reasons.empty());
    json.key("reasons").strings(reasons);
    put_feeds(json, status);
    json.key("counts");
    put_counts(json, status.tally);
    put_publishing(json, status);
    put_history(json, status);
    json.end_object();
    return json.take() + "\n";
}

}  // namespace khabard
