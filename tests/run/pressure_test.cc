#include "daemon/run/pressure.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant now = *parse_rfc3339("2026-01-31T10:00:00Z");

// Last polled at `now`, due after its interval.
FeedState polled(std::chrono::milliseconds interval, std::uint32_t failures = 0) {
    return FeedState{.feed = FeedId{"feed"},
                     .validators = {},
                     .body = std::nullopt,
                     .due = now + interval,
                     .interval = interval,
                     .failures = failures,
                     .last_cause = {},
                     .last_success = std::nullopt,
                     .last_attempt = now};
}

}  // namespace

TEST_CASE("pressure rises at half of the ceiling and at the ceiling, and falls with some room") {
    Pressure pressure = Pressure::none;
    const auto at = [&pressure](std::uint64_t rows) {
        pressure = next_pressure(pressure, rows, 1000);
        return pressure;
    };
    CHECK(at(499) == Pressure::none);
    CHECK(at(500) == Pressure::slow);
    CHECK(at(450) == Pressure::slow);
    CHECK(at(999) == Pressure::slow);
    CHECK(at(1000) == Pressure::full);
    CHECK(at(950) == Pressure::full);
    CHECK(at(899) == Pressure::slow);
    CHECK(at(950) == Pressure::slow);
    CHECK(at(399) == Pressure::none);
    CHECK(at(2000) == Pressure::full);
    CHECK(at(0) == Pressure::none);
}

TEST_CASE("pages wait as soon as polling slows") {
    CHECK(may_fetch_pages(Pressure::none));
    CHECK_FALSE(may_fetch_pages(Pressure::slow));
    CHECK_FALSE(may_fetch_pages(Pressure::full));
}

TEST_CASE("while polling slows a lively feed keeps its time and a quiet one waits longer") {
    CHECK(due_when_slow(polled(15min), 15min, 700, 1000) == now + 15min);
    CHECK(due_when_slow(polled(2h), 15min, 500, 1000) == now + 4h);
    CHECK(due_when_slow(polled(2h), 15min, 750, 1000) == now + 10h);
    CHECK(due_when_slow(polled(2h), 15min, 1000, 1000) == now + 16h);
    CHECK(due_when_slow(polled(15min, 1), 15min, 500, 1000) == now + 30min);
}

TEST_CASE("a feed that was never polled is not held back") {
    FeedState state = polled(2h);
    state.last_attempt.reset();
    state.due = now;
    CHECK(due_when_slow(state, 15min, 900, 1000) == now);
}
