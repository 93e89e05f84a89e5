#include "daemon/run/cadence.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant monday = *parse_rfc3339("2026-02-02T00:00:00Z");

}  // namespace

TEST_CASE("of a feed that nobody knows nothing is expected") {
    const FeedHistory history{};
    CHECK(expected_items(history, monday, monday + 24h) == 0);
    CHECK_FALSE(expected_wait(history, monday).has_value());
}

TEST_CASE("what a feed shows first tells by its dates how often it has news") {
    FeedHistory history{};
    note_new_items(history, {monday - 10h, monday - 5h, std::nullopt, monday - 24h * 30}, monday,
                   true);
    CHECK(history.first_polled == monday);
    CHECK(history.counted_since == monday - 10h);
    // Two in twenty hours, the next ten among them.
    CHECK(expected_items(history, monday, monday + 10h) == Approx(1.0));
    CHECK_FALSE(expected_wait(history, monday + 24h).has_value());
}

TEST_CASE("after a week the hours of the week are told apart") {
    FeedHistory history{};
    note_new_items(history, {}, monday, true);
    for (int week = 0; week < 3; ++week) {
        const Instant noon = monday + week * 7 * 24h + 12h;
        note_new_items(history, {noon, noon, noon, noon}, noon + 1min, false);
    }
    const Instant later = monday + 3 * 7 * 24h;
    CHECK(expected_items(history, later + 12h, later + 13h) == Approx(4.0).epsilon(0.05));
    CHECK(expected_items(history, later + 13h, later + 36h) == Approx(0.0));
    CHECK(*expected_wait(history, later + 6h) >= 6h + 15min);
    CHECK(*expected_wait(history, later + 6h) <= 6h + 17min);
    CHECK(*expected_wait(history, later + 14h) == 24h);
}

TEST_CASE("counts neither run over nor outlive the feed's habits") {
    FeedHistory history{};
    note_new_items(history, {}, monday, true);
    const std::vector<std::optional<Instant>> many(200, std::nullopt);
    note_new_items(history, many, monday + 1min, false);
    note_new_items(history, many, monday + 2min, false);
    CHECK(static_cast<unsigned char>(history.week[0]) == 255);
    note_new_items(history, {std::nullopt}, monday + 8 * 7 * 24h, false);
    CHECK(static_cast<unsigned char>(history.week[0]) == 127);
    CHECK(history.counted_since == monday + 4 * 7 * 24h);
}
