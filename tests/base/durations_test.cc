#include "daemon/base/durations.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

TEST_CASE("a wait passes the faster, the faster the rehearsal's clock runs") {
    CHECK(scaled(15min, 1.0) == 15min);
    CHECK(scaled(15min, 60.0) == 15s);
    CHECK(scaled(24h, 3600.0) == 24s);
    CHECK(scaled(1s, 0.5) == 2s);
    CHECK(scaled(0ms, 60.0) == 0ms);
    CHECK(scaled(-60s, 60.0) == -1s);
}

TEST_CASE("a scaled wait is cut to milliseconds, not rounded") {
    CHECK(scaled(5ms, 3.0) == 1ms);
    CHECK(scaled(59ms, 60.0) == 0ms);
}

TEST_CASE("the real length of what passed is the way back") {
    CHECK(unscaled(15s, 60.0) == 15min);
    CHECK(unscaled(scaled(6h, 720.0), 720.0) == 6h);
    CHECK(unscaled(3ms, 0.5) == 1ms);
}

TEST_CASE("seconds keep their fraction") {
    CHECK(seconds_of(1500ms) == 1.5);
    CHECK(seconds_of(0ms) == 0.0);
    CHECK(seconds_of(2min) == 120.0);
}
