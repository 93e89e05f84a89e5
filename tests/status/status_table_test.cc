#include "daemon/status/status_table.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a span is told in the unit that people would use") {
    CHECK(span_text(0ms) == "0 s");
    CHECK(span_text(-5s) == "0 s");
    CHECK(span_text(99s) == "99 s");
    CHECK(span_text(100s) == "1 min");
    CHECK(span_text(99min) == "99 min");
    CHECK(span_text(100min) == "1 h");
    CHECK(span_text(47h) == "47 h");
    CHECK(span_text(50h) == "2 days");
}

TEST_CASE("the status of a service in good order is a few lines, without a list of feeds") {
    StatusSnapshot status = test_snapshot();
    status.tally.count(Outcome::created);
    status.tally.count(Outcome::created);
    status.tally.count(Outcome::repeat);
    const std::string text = status_text(status, false);
    CHECK(text ==
          "khabard 1.2.3, instance default, generation 3, rules abcdef, up 2 h\n"
          "health    good\n"
          "feeds     2: 2 ok\n"
          "items     2 read: 2 created; 1 repeat\n"
          "outbox    0 records waiting\n"
          "sink      files: accepts records, 0 records in 0 batches since the start\n");
}

TEST_CASE("what is wrong stands in the status: reasons, feeds, errors, the refused reload") {
    StatusSnapshot status = test_snapshot();
    status.outbox.rows = 1000;
    status.outbox.full = true;
    status.outbox.oldest = test_noon() - 5min;
    status.sink.trouble = "no broker answers";
    status.sink.trouble_since = test_noon() - 2min;
    status.sink.alarm = true;
    status.last_reload = ReloadStatus{test_noon() - 1h, false, "feeds.toml:1:1: no"};
    status.feeds[1].health = FeedHealth::blocked;
    status.feeds[1].why = "HTTP 403";
    status.last_errors.push_back({test_noon() - 3min, "error", "the disk is full", {}, {}});
    const std::string text = status_text(status, false);
    CHECK(has(text, "health    the outbox is full"));
    CHECK(has(text, "\n          the sink has not accepted records for 120 s"));
    CHECK(has(text, "1000 records waiting, the oldest for 5 min"));
    CHECK(has(text, "files: no broker answers (for 2 min)"));
    CHECK(has(text, "reload    60 min ago: refused, feeds.toml:1:1: no"));
    CHECK(has(text, "errors    3 min ago  error  the disk is full"));
    CHECK(has(text, "b     blocked"));
    CHECK_FALSE(has(text, "a     ok"));
}

TEST_CASE("many feeds that need a look are cut, and the rest is pointed to") {
    StatusSnapshot status = test_snapshot();
    status.feeds.clear();
    for (int i = 0; i < 50; ++i) {
        status.feeds.push_back(test_feed("f" + std::to_string(i)));
        status.feeds.back().health = FeedHealth::failing;
    }
    CHECK(has(status_text(status, false), "and 30 more: khabard feeds health\n"));
    CHECK_FALSE(has(feeds_text(status, false), "more"));
}

TEST_CASE("the table of feeds has the gravest first and columns that line up") {
    StatusSnapshot status = test_snapshot();
    status.feeds = {test_feed("short"), test_feed("a-much-longer-name")};
    status.feeds[1].health = FeedHealth::failing;
    status.feeds[1].why = "HTTP 500";
    status.feeds[1].since = test_noon() - 3h;
    CHECK(feeds_text(status, false) ==
          "FEED                STATE    SINCE         NEXT POLL  LAST NEW      ITEMS  WHY\n"
          "a-much-longer-name  failing  3 h ago       in 5 min   -                 0  HTTP 500\n"
          "short               ok       -             in 5 min   -                 0\n");
}

TEST_CASE("colour only marks what the words say too") {
    const StatusSnapshot status = test_snapshot();
    const std::string coloured = status_text(status, true);
    std::string plain;
    for (std::size_t i = 0; i < coloured.size(); ++i) {
        if (coloured[i] == '\x1b') {
            i = coloured.find('m', i);
            continue;
        }
        plain += coloured[i];
    }
    CHECK(coloured != plain);
    CHECK(plain == status_text(status, false));
    CHECK_FALSE(has(feeds_text(status, false), "\x1b"));
}

TEST_CASE("why a feed is as it is: its state and its decisions, the newest first, with counts") {
    FeedStatus feed = test_feed("a");
    feed.health = FeedHealth::failing;
    feed.why = "HTTP 500, 2 times in a row";
    feed.failures = 2;
    feed.since = test_noon() - 1h;
    feed.decisions = {{test_noon() - 2h, test_noon() - 2h, 1, "3 items, 3 created"},
                      {test_noon() - 1h, test_noon() - 30min, 2, "failed: HTTP 500"}};
    const std::string text = feed_text(feed, test_noon(), false);
    CHECK(has(text, "a: failing since 2026-01-31T11:00:00Z, HTTP 500, 2 times in a row\n"));
    CHECK(has(text, "2 failures in a row"));
    CHECK(has(text,
              "  2026-01-31T11:30:00Z  failed: HTTP 500 (2 times since 2026-01-31T11:00:00Z)\n"
              "  2026-01-31T10:00:00Z  3 items, 3 created\n"));
    feed.decisions.clear();
    CHECK(has(feed_text(feed, test_noon(), false), "nothing has been decided"));
}
