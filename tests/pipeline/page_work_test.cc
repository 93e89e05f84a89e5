#include "daemon/pipeline/page_work.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant start = *parse_rfc3339("2026-01-31T10:00:00Z");
const PageTimes times = page_times(15min, 1.0);
const FeedId feed{"feed"};
const std::string url = "https://outlet.example/1";
const std::string entry = "{}";

PageStart page_start() {
    return {Digest{1, 2}, feed, url, entry};
}

Pending rechecked() {
    return *after_page(park(page_start(), start, times), true, start, times);
}

}  // namespace

TEST_CASE("a teaser asks at once and waits for page_wait") {
    const Pending row = park(page_start(), start, times);
    CHECK(row.stage == PageStage::parked);
    CHECK(row.due == start);
    CHECK(row.give_up == start + 15min);
    CHECK(row.feed == feed);
    CHECK(row.url == url);
}

TEST_CASE("a page that failed is asked again, at ever longer waits") {
    Pending row = park(page_start(), start, times);
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 12; ++i) {
        row = after_failure(row, {500, std::nullopt}, start, times);
        waits.push_back(row.due - start);
    }
    CHECK(waits[0] == 1min);
    CHECK(waits[1] == 2min);
    CHECK(waits[2] == 4min);
    CHECK(waits[11] == 6h);
    CHECK(row.attempts == 12);
    CHECK(row.give_up == start + 15min);
}

TEST_CASE("a refusal is waited out, and nothing is asked before it was said") {
    const Pending row = park(page_start(), start, times);
    CHECK(after_failure(row, {403, std::nullopt}, start, times).due == start + 6h);
    CHECK(after_failure(row, {503, 30min}, start, times).due == start + 30min);
    CHECK(after_failure(row, {503, 1s}, start, times).due == start + 1min);
}

TEST_CASE("a teaser that left without its page is looked after for a day more") {
    const auto late = after_giving_up(park(page_start(), start, times), start + 15min, times);
    REQUIRE(late);
    CHECK(late->stage == PageStage::late);
    CHECK(late->due == start + 15min);
    CHECK(late->give_up == start + 15min + 24h);
    CHECK_FALSE(after_giving_up(*late, late->give_up, times));
}

TEST_CASE("a themed article is asked again after 6 and after 24 hours, another one never") {
    CHECK_FALSE(after_page(park(page_start(), start, times), false, start, times));
    const Pending first = rechecked();
    CHECK(first.stage == PageStage::recheck_first);
    CHECK(first.due == start + 6h);
    const auto second = after_page(first, true, start + 6h, times);
    REQUIRE(second);
    CHECK(second->stage == PageStage::recheck_second);
    CHECK(second->due == start + 24h);
    CHECK_FALSE(after_page(*second, true, start + 24h, times));
}

TEST_CASE("a recheck that gets no answer gives way to the next one") {
    const Pending first = after_failure(rechecked(), {500, std::nullopt}, start + 6h, times);
    const auto second = after_giving_up(first, first.give_up, times);
    REQUIRE(second);
    CHECK(second->stage == PageStage::recheck_second);
    CHECK(second->due == start + 24h);
    CHECK(second->attempts == 0);
    CHECK_FALSE(after_giving_up(*second, second->give_up, times));
}

TEST_CASE("a page that is missing is asked once more an hour later, then its article goes") {
    const auto once = after_missing(rechecked(), start + 6h, times);
    REQUIRE(once);
    CHECK(once->missing);
    CHECK(once->due == start + 7h);
    CHECK(once->give_up > once->due);
    CHECK_FALSE(after_missing(*once, start + 7h, times));
    // An error in between says nothing; a page that is back does.
    const Pending failed = after_failure(*once, {500, std::nullopt}, start + 7h, times);
    CHECK_FALSE(after_missing(failed, start + 8h, times));
    const auto back = after_page(*once, true, start + 7h, times);
    REQUIRE(back);
    CHECK(after_missing(*back, start + 24h, times).has_value());
}

TEST_CASE("a rehearsal divides every wait of pages") {
    const PageTimes fast = page_times(15min, 900.0);
    CHECK(fast.wait == 1s);
    CHECK(fast.missing_again == 4s);
    CHECK(fast.late == 96s);
}
