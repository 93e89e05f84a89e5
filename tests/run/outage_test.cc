#include "daemon/run/outage.h"

#include "tests/support/catch.h"

#include <string>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

std::string host(int number) {
    return "h" + std::to_string(number) + ".example";
}

// Hosts that answer and hosts that do not, one a second.
OutageChange ask(Outage& outage, int answering, int silent, SteadyTime from) {
    OutageChange last = OutageChange::none;
    for (int i = 0; i < answering; ++i) {
        CHECK(outage.note(host(i), true, from) == OutageChange::none);
    }
    for (int i = 0; i < silent; ++i) {
        last = outage.note(host(1000 + i), false, from + 1s * i);
    }
    return last;
}

}  // namespace

TEST_CASE("half of twenty hosts silent within two minutes is an outage of ours") {
    Outage outage(1);
    CHECK(ask(outage, 10, 9, 0ms) == OutageChange::none);
    CHECK(outage.note(host(2000), false, 10s) == OutageChange::began);
    CHECK(outage.is_on());
    CHECK(outage.note(host(2001), false, 11s) == OutageChange::none);
    CHECK(outage.note(host(2002), true, 12s) == OutageChange::ended);
    CHECK_FALSE(outage.is_on());
}

TEST_CASE("few hosts, or few that are silent, are none") {
    Outage few(1);
    CHECK(ask(few, 0, 19, 0ms) == OutageChange::none);
    Outage most_answer(1);
    CHECK(ask(most_answer, 40, 30, 0ms) == OutageChange::none);
}

TEST_CASE("failures that lie apart are none") {
    Outage outage(1);
    for (int i = 0; i < 100; ++i) {
        CHECK(outage.note(host(i), false, i * 7s) == OutageChange::none);
    }
}

TEST_CASE("one host that fails again and again is one host") {
    Outage outage(1);
    for (int i = 0; i < 100; ++i) {
        CHECK(outage.note(host(1), false, i * 1s) == OutageChange::none);
    }
}

TEST_CASE("during an outage three hosts are tried every half minute") {
    Outage outage(1);
    REQUIRE(ask(outage, 0, 20, 0ms) == OutageChange::began);
    const SteadyTime began = 19s;
    CHECK_FALSE(outage.take_probe(began + 29s));
    CHECK(outage.next_probe() == began + 30s);
    CHECK(outage.take_probe(began + 30s));
    CHECK(outage.take_probe(began + 30s));
    CHECK(outage.take_probe(began + 31s));
    CHECK_FALSE(outage.take_probe(began + 32s));
    CHECK(outage.take_probe(began + 61s));
}

TEST_CASE("the waits of an outage are divided by the scale") {
    Outage outage(60);
    for (int i = 0; i < 40; ++i) {
        CHECK(outage.note(host(i), false, i * 110ms) == OutageChange::none);
    }
    REQUIRE(ask(outage, 0, 0, 0ms) == OutageChange::none);
    SteadyTime now = 10s;
    OutageChange change = OutageChange::none;
    for (int i = 0; i < 20; ++i) {
        change = outage.note(host(i), false, now);
    }
    CHECK(change == OutageChange::began);
    CHECK(outage.next_probe() == now + 500ms);
}
