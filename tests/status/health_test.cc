#include "daemon/status/health.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

TEST_CASE("a service in good order has nothing against it") {
    CHECK(unhealthy(test_snapshot()).empty());
}

TEST_CASE("each thing that is wrong is a reason, from its limit on and not before") {
    StatusSnapshot status = test_snapshot();
    SECTION("the publisher") {
        status.publisher_still = 59'999ms;
        CHECK(unhealthy(status).empty());
        status.publisher_still = 60s;
        REQUIRE(unhealthy(status).size() == 1);
        CHECK(unhealthy(status)[0] == "the publisher has made no progress for 60 s");
    }
    SECTION("the ceiling of the outbox") {
        status.outbox.rows = 999;
        status.outbox.slow = true;
        CHECK(unhealthy(status).empty());
        status.outbox.rows = 1000;
        status.outbox.full = true;
        REQUIRE(unhealthy(status).size() == 1);
        CHECK(unhealthy(status)[0] == "the outbox is full, polling pauses: 1000 records wait");
    }
    SECTION("a record that waits") {
        status.outbox.rows = 1;
        status.outbox.oldest = test_noon() - 10min;
        CHECK(unhealthy(status).empty());
        status.outbox.oldest = test_noon() - 10min - 1ms;
        REQUIRE(unhealthy(status).size() == 1);
        CHECK(unhealthy(status)[0] == "a record has waited in the outbox for 600 s");
    }
    SECTION("the sink") {
        status.sink.trouble = "no broker answers";
        status.sink.trouble_since = test_noon() - 61s;
        CHECK(unhealthy(status).empty());
        status.sink.alarm = true;
        REQUIRE(unhealthy(status).size() == 1);
        CHECK(unhealthy(status)[0] ==
              "the sink has not accepted records for 61 s: no broker answers");
    }
}

TEST_CASE("all reasons are told at once") {
    StatusSnapshot status = test_snapshot();
    status.publisher_still = 2min;
    status.outbox.full = true;
    status.outbox.oldest = test_noon() - 1h;
    status.sink.trouble_since = test_noon() - 1h;
    status.sink.alarm = true;
    CHECK(unhealthy(status).size() == 4);
}

TEST_CASE("a clock that was set back makes nothing old") {
    StatusSnapshot status = test_snapshot();
    status.outbox.oldest = test_noon() + 1h;
    CHECK(outbox_age(status) == 0ms);
    CHECK(unhealthy(status).empty());
}

TEST_CASE("the gravest feed stands first, and equals keep their order") {
    std::vector<FeedStatus> feeds{test_feed("first"), test_feed("parked"), test_feed("second"),
                                  test_feed("slow")};
    feeds[1].health = FeedHealth::parked;
    feeds[3].health = FeedHealth::slow;
    std::vector<std::string> order;
    for (const FeedStatus* feed : gravest_first(feeds)) {
        order.push_back(feed->id);
    }
    CHECK(order == std::vector<std::string>{"parked", "slow", "first", "second"});
}
