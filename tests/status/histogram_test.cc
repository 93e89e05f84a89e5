#include "daemon/status/histogram.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {
constexpr double bounds[] = {0.1, 1, 10};
}

TEST_CASE("a value counts for its bound and all above, and the bound itself belongs to it") {
    Histogram histogram(bounds);
    for (const double value : {0.05, 0.1, 0.5, 10.0, 99.0}) {
        histogram.observe(value);
    }
    CHECK(histogram.at_most(0) == 2);
    CHECK(histogram.at_most(1) == 3);
    CHECK(histogram.at_most(2) == 4);
    CHECK(histogram.count() == 5);
    CHECK(histogram.sum() == Approx(109.65));
}

TEST_CASE("a clock that was set back counts as no time, never as less") {
    Histogram histogram(bounds);
    histogram.observe(-5);
    CHECK(histogram.at_most(0) == 1);
    CHECK(histogram.sum() == 0);
}
