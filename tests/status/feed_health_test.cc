#include "daemon/status/feed_health.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

#include <set>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

FeedJudgement judged(const FeedFacts& facts) {
    return judge_feed(facts, test_noon());
}

FeedFacts good() {
    FeedFacts facts;
    facts.entries = 20;
    facts.entries_usual = 20;
    facts.last_success = test_noon() - 10min;
    facts.last_new = test_noon() - 1h;
    facts.last_took = 300ms;
    facts.slow_after = 10s;
    facts.silent_after = 72h;
    return facts;
}

}  // namespace

TEST_CASE("every state of a feed has a name of its own") {
    std::set<std::string> names;
    for (std::size_t i = 0; i < feed_health_count; ++i) {
        names.insert(feed_health_name(static_cast<FeedHealth>(i)));
    }
    CHECK(names.size() == feed_health_count);
}

TEST_CASE("a feed that answers in time with entries is ok, and so is one never polled") {
    CHECK(judged(good()).health == FeedHealth::ok);
    CHECK(judged(good()).why.empty());
    CHECK(judged(FeedFacts{}).health == FeedHealth::ok);
}

TEST_CASE("each fact alone gives its state, with the reason in words") {
    FeedFacts facts = good();
    SECTION("slow") {
        facts.last_took = 12s;
        CHECK(judged(facts).health == FeedHealth::slow);
        CHECK(judged(facts).why == "its last answer took 12000 ms");
    }
    SECTION("silent") {
        facts.last_new = test_noon() - 96h;
        CHECK(judged(facts).health == FeedHealth::silent);
        CHECK(judged(facts).why == "nothing new for 4 days");
    }
    SECTION("shrunk") {
        facts.entries = 5;
        CHECK(judged(facts).health == FeedHealth::shrunk);
        CHECK(judged(facts).why == "5 entries where there were 20");
        facts.entries = 6;
        CHECK(judged(facts).health == FeedHealth::ok);
    }
    SECTION("empty") {
        facts.entries = 0;
        CHECK(judged(facts).health == FeedHealth::empty);
    }
    SECTION("failing") {
        facts.failures = 3;
        facts.last_cause = "HTTP 500";
        CHECK(judged(facts).health == FeedHealth::failing);
        CHECK(judged(facts).why == "HTTP 500, 3 times in a row");
        facts.failures = 1;
        CHECK(judged(facts).why == "HTTP 500");
    }
    SECTION("blocked") {
        facts.blocked = true;
        facts.failures = 1;
        facts.last_cause = "a challenge page";
        CHECK(judged(facts).health == FeedHealth::blocked);
        CHECK(judged(facts).why == "a challenge page");
    }
    SECTION("parked") {
        facts.parked = true;
        facts.blocked = true;
        facts.parked_why = "410 for three days";
        CHECK(judged(facts).health == FeedHealth::parked);
        CHECK(judged(facts).why == "410 for three days");
    }
}

TEST_CASE("the gravest of several facts is the state") {
    FeedFacts facts = good();
    facts.last_took = 12s;
    facts.last_new = test_noon() - 96h;
    CHECK(judged(facts).health == FeedHealth::silent);
    facts.entries = 1;
    CHECK(judged(facts).health == FeedHealth::shrunk);
    facts.failures = 1;
    CHECK(judged(facts).health == FeedHealth::failing);
}

TEST_CASE("a feed of a handful of entries cannot shrink") {
    FeedFacts facts = good();
    facts.entries_usual = 7;
    facts.entries = 1;
    CHECK(judged(facts).health == FeedHealth::ok);
}
