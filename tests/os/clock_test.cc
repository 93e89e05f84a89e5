#include "daemon/os/clock.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("the steady clock never runs back") {
    const SystemClock clock;
    SteadyTime before = clock.steady();
    for (int i = 0; i < 1000; ++i) {
        const SteadyTime now = clock.steady();
        REQUIRE(now >= before);
        before = now;
    }
}

TEST_CASE("the wall clock tells the present") {
    const SystemClock clock;
    CHECK(format_rfc3339(clock.wall()) > "2026-01-01T00:00:00.000Z");
}
