#include "daemon/status/status_json.h"

#include "daemon/lib/json/json_value.h"
#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

JsonValue parsed(const StatusSnapshot& status) {
    auto json = parse_json(status_json(status), {.bytes_max = 1'000'000});
    REQUIRE(json);
    return std::move(*json);
}

std::string text_at(const JsonValue& value, const char* pointer) {
    const JsonValue* at = json_at(value, pointer);
    REQUIRE(at != nullptr);
    REQUIRE(at->string() != nullptr);
    return *at->string();
}

std::int64_t number_at(const JsonValue& value, const char* pointer) {
    const JsonValue* at = json_at(value, pointer);
    REQUIRE(at != nullptr);
    REQUIRE(at->integer() != nullptr);
    return *at->integer();
}

}  // namespace

TEST_CASE("the status says who it is, what is in force, and that it is healthy") {
    const JsonValue json = parsed(test_snapshot());
    CHECK(text_at(json, "/version") == "1.2.3");
    CHECK(text_at(json, "/now") == "2026-01-31T12:00:00.000Z");
    CHECK(number_at(json, "/generation") == 3);
    CHECK(text_at(json, "/ruleset") == "abcdef");
    CHECK(*json_at(json, "/healthy")->boolean());
    CHECK(json_at(json, "/reasons")->array()->empty());
    CHECK(json_at(json, "/last_reload")->is_null());
}

TEST_CASE("each feed has its state, since when, when it is due, and its counts") {
    StatusSnapshot status = test_snapshot();
    FeedStatus& feed = status.feeds[1];
    feed.health = FeedHealth::failing;
    feed.why = "HTTP 500, 2 times in a row";
    feed.since = test_noon() - std::chrono::hours{1};
    feed.failures = 2;
    feed.tally.count(Outcome::created);
    feed.tally.count(Outcome::skipped, Reason::too_old);
    const JsonValue json = parsed(status);
    REQUIRE(json_at(json, "/feeds")->array()->size() == 2);
    CHECK(text_at(json, "/feeds/0/state") == "ok");
    CHECK(json_at(json, "/feeds/0/since")->is_null());
    CHECK(text_at(json, "/feeds/1/id") == "b");
    CHECK(text_at(json, "/feeds/1/state") == "failing");
    CHECK(text_at(json, "/feeds/1/why") == "HTTP 500, 2 times in a row");
    CHECK(text_at(json, "/feeds/1/since") == "2026-01-31T11:00:00.000Z");
    CHECK(text_at(json, "/feeds/1/due") == "2026-01-31T12:05:00.000Z");
    CHECK(number_at(json, "/feeds/1/failures") == 2);
    CHECK(number_at(json, "/feeds/1/counts/items_read") == 2);
    CHECK(number_at(json, "/feeds/1/counts/created") == 1);
    CHECK(number_at(json, "/feeds/1/counts/reasons/too_old") == 1);
    CHECK(number_at(json, "/feeds_by_state/ok") == 2);
    CHECK(number_at(json, "/feeds_by_state/parked") == 0);
}

TEST_CASE("what is wrong with outbox and sink, the last reload and the last errors are told") {
    StatusSnapshot status = test_snapshot();
    status.outbox.rows = 9;
    status.outbox.slow = true;
    status.outbox.oldest = test_noon() - std::chrono::minutes{11};
    status.sink.alarm = true;
    status.sink.trouble = "no broker answers";
    status.sink.trouble_since = test_noon() - std::chrono::minutes{11};
    status.last_reload = ReloadStatus{test_noon(), false, "feeds.toml:1:1: no"};
    status.last_errors.push_back(
        {test_noon(), "warning", "feed a failed: \"x\"", "a", "unreachable"});
    const JsonValue json = parsed(status);
    CHECK_FALSE(*json_at(json, "/healthy")->boolean());
    CHECK(json_at(json, "/reasons")->array()->size() == 2);
    CHECK(number_at(json, "/outbox/rows") == 9);
    CHECK(text_at(json, "/outbox/polling") == "slow");
    CHECK(number_at(json, "/outbox/oldest_age_seconds") == 660);
    CHECK(*json_at(json, "/sink/alarm")->boolean());
    CHECK(text_at(json, "/sink/trouble") == "no broker answers");
    CHECK_FALSE(*json_at(json, "/last_reload/applied")->boolean());
    CHECK(text_at(json, "/last_errors/0/message") == "feed a failed: \"x\"");
    CHECK(text_at(json, "/last_errors/0/cause") == "unreachable");
}
