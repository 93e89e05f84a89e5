#include "daemon/run/watch.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant noon = *parse_rfc3339("2026-01-31T12:00:00Z");
const FeedId feed_a{"a"};

Ended ended(bool recorded, std::optional<Instant> stated = std::nullopt) {
    return {.outcome = Outcome::created,
            .reason = Reason::none,
            .headline = {},
            .themes = {},
            .topics = {},
            .cleaned = {},
            .what = {},
            .recorded = recorded,
            .stated = stated};
}

Record record() {
    return {.topics = {}, .key = "k", .headers = {}, .payload = "{}", .timestamp = noon};
}

struct Watched {
    Watch watch;

    Watched() { watch.start(noon, SteadyTime{0}, {}); }
    // One record, stated half a minute before noon, taken by the ledger as `seq`.
    void conclude(std::uint64_t seq, bool fresh_feed = false) {
        Concluded concluded{.changes = {}, .ended = {ended(false), ended(true, noon - 30s)}};
        concluded.changes.records.push_back(record());
        concluded.changes.tally.count(Outcome::created);
        watch.concluded(concluded, {noon, noon + 1s, fresh_feed});
        watch.applied(feed_a, concluded.changes, Sequence{seq});
    }
    double sum(Stage stage) const {
        return watch.counters().since_source[static_cast<std::size_t>(stage)].sum();
    }
    std::uint64_t count(Stage stage) const {
        return watch.counters().since_source[static_cast<std::size_t>(stage)].count();
    }
};

}  // namespace

TEST_CASE("an article is measured from the time it states to the answer of the sink") {
    Watched it;
    it.watch.sink_opened(Sequence{6});
    it.conclude(7);
    CHECK(it.count(Stage::fetched) == 0);
    it.watch.committed(noon + 2s);
    CHECK(it.sum(Stage::fetched) == 30);
    CHECK(it.sum(Stage::prepared) == 31);
    CHECK(it.sum(Stage::committed) == 32);
    CHECK(it.count(Stage::acknowledged) == 0);
    it.watch.sink_settled(Sequence{6}, noon + 3s);
    CHECK(it.count(Stage::acknowledged) == 0);
    it.watch.sink_settled(Sequence{7}, noon + 5s);
    CHECK(it.sum(Stage::acknowledged) == 35);
    CHECK(it.watch.counters().in_stage[3].sum() == 3);
    CHECK(it.watch.counters().batches == 1);
    CHECK(it.watch.counters().records == 1);
    CHECK(it.watch.last_batch() == noon + 5s);
}

TEST_CASE("old articles of a feed that is read for the first time say nothing about our speed") {
    Watched it;
    it.conclude(1, true);
    it.watch.committed(noon + 2s);
    CHECK(it.count(Stage::committed) == 0);
    CHECK(it.watch.counters().in_stage[2].count() == 1);
}

TEST_CASE("a turn that is abandoned counts nothing of what it concluded") {
    Watched it;
    it.conclude(1);
    it.watch.abandoned();
    it.watch.committed(noon + 2s);
    CHECK(it.count(Stage::committed) == 0);
    CHECK(it.watch.tally().items_read() == 0);
    CHECK(it.watch.counters().turns_abandoned == 1);
    it.conclude(1);
    it.watch.committed(noon + 3s);
    CHECK(it.count(Stage::committed) == 1);
    CHECK(it.watch.tally().of(Outcome::created) == 1);
    CHECK(it.watch.memo(feed_a)->tally.of(Outcome::created) == 1);
}

TEST_CASE("tallies go on from what the ledger had counted, feeds that left included") {
    Tally before;
    before.count(Outcome::created);
    before.count(Outcome::unthemed);
    Watch watch;
    watch.start(noon, SteadyTime{0}, {{feed_a, before}, {FeedId{"gone"}, before}});
    watch.keep({});
    CHECK(watch.tally().items_read() == 4);
    before.count(VersionCause::relabel);
    watch.count_anew({{feed_a, before}});
    CHECK(watch.tally().items_read() == 2);
    CHECK(watch.memo(feed_a)->tally.of(VersionCause::relabel) == 1);
    watch.keep({});
    CHECK(watch.memo(feed_a) == nullptr);
}

TEST_CASE("what was out before the start is no batch of ours") {
    Watched it;
    it.watch.sink_opened(Sequence{41});
    it.watch.sink_settled(Sequence{41}, noon);
    CHECK(it.watch.counters().batches == 0);
    it.watch.sink_settled(Sequence{44}, noon + 1s);
    CHECK(it.watch.counters().records == 3);
}

TEST_CASE("the same decision again is counted, others are kept up to a bound") {
    Watched it;
    it.watch.decided(feed_a, "unchanged", noon);
    it.watch.decided(feed_a, "unchanged", noon + 1h);
    const auto& decisions = it.watch.memo(feed_a)->decisions;
    REQUIRE(decisions.size() == 1);
    CHECK(decisions[0].times == 2);
    CHECK(decisions[0].first == noon);
    CHECK(decisions[0].last == noon + 1h);
    for (std::size_t i = 0; i < 2 * Watch::decisions_max; ++i) {
        it.watch.decided(feed_a, std::to_string(i), noon);
        it.watch.failed({noon, "error", std::to_string(i), {}, {}});
    }
    CHECK(decisions.size() == Watch::decisions_max);
    CHECK(decisions.back().what == std::to_string(2 * Watch::decisions_max - 1));
    CHECK(it.watch.last_errors().size() == Watch::errors_max);
}

TEST_CASE("an answer counts by its label and takes its time, whoever it was for") {
    Watched it;
    it.watch.fetched(FetchFailure{{}, FetchCause::timeout, "x", noon}, feed_a, 4s);
    it.watch.fetched(FetchFailure{{}, FetchCause::timeout, "x", noon}, std::nullopt, 1s);
    CHECK(it.watch.counters().fetches.at("timeout") == 2);
    CHECK(it.watch.counters().fetch_seconds.sum() == 5);
    CHECK(it.watch.memo(feed_a)->last_took == 4s);
}

TEST_CASE("the first batch is told once, and the publisher is still since its last step") {
    Watch watch;
    watch.start(noon, SteadyTime{1000}, {});
    CHECK(watch.publisher_still(SteadyTime{3000}) == 2s);
    watch.publisher_stepped(1, SteadyTime{3000});
    watch.publisher_stepped(1, SteadyTime{4000});
    CHECK(watch.publisher_still(SteadyTime{5000}) == 2s);
    CHECK(watch.first_batch(SteadyTime{5000}) == std::chrono::milliseconds{4000});
    CHECK_FALSE(watch.first_batch(SteadyTime{6000}));
}
