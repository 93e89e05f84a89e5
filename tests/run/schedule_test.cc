#include "daemon/run/schedule.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds day = 24h;

Feed feed_every(milliseconds interval) {
    return Feed{.id = FeedId{"feed"},
                .url = "https://outlet.example/rss",
                .display_url = "https://outlet.example/rss",
                .kind = FeedKind::rss,
                .source = Source{"outlet", "Outlet", "outlet.example"},
                .interval = interval,
                .interval_reason = {},
                .fetch_pages = FetchPages::automatic,
                .robots = RobotsPolicy::obey,
                .publish_body = PublishBody::full,
                .timezone = {},
                .enabled = true,
                .json = {},
                .headers = {}};
}

const Instant now = *parse_rfc3339("2026-01-31T10:00:00Z");
const Validators etag{"W/\"1\"", ""};

Poll poll_with(PollOutcome outcome) {
    const bool good = outcome == PollOutcome::fresh || outcome == PollOutcome::unchanged;
    return Poll{.outcome = outcome,
                .cause = good ? "" : poll_outcome_name(outcome),
                .validators = good ? etag : Validators{},
                .body = std::nullopt,
                .retry_after = std::nullopt,
                .hint = 0ms};
}

ScheduleContext calm() {
    return {.now = now, .jitter = 0, .time_scale = 1};
}

// The wait after each of `polls` of a feed that has an interval of 15 minutes.
std::vector<milliseconds> waits(const std::vector<Poll>& polls) {
    const Feed feed = feed_every(15min);
    FeedState state = first_state(feed, now);
    std::vector<milliseconds> all;
    for (const Poll& poll : polls) {
        state = next_state(feed, state, poll, calm());
        all.push_back(state.due - now);
    }
    return all;
}

const std::vector<PollOutcome> all_outcomes{PollOutcome::fresh,      PollOutcome::unchanged,
                                            PollOutcome::overloaded, PollOutcome::forbidden,
                                            PollOutcome::missing,    PollOutcome::gone,
                                            PollOutcome::unreadable, PollOutcome::unreachable};

}  // namespace

TEST_CASE("a feed that was never polled is due at once") {
    const FeedState state = first_state(feed_every(1h), now);
    CHECK(state.due == now);
    CHECK(state.interval == 1h);
    CHECK(state.failures == 0);
    CHECK_FALSE(state.last_success.has_value());
    CHECK_FALSE(state.last_attempt.has_value());
}

TEST_CASE("new items bring a feed towards its configured interval (rules 13, 18)") {
    const Feed feed = feed_every(15min);
    FeedState state = first_state(feed, now);
    state.interval = 60min;
    state = next_state(feed, state, poll_with(PollOutcome::fresh), calm());
    CHECK(state.interval == 51min);
    for (int i = 0; i < 60; ++i) {
        state = next_state(feed, state, poll_with(PollOutcome::fresh), calm());
        CHECK(state.interval >= 15min);
    }
    CHECK(state.interval < 16min);
    CHECK(state.due == now + state.interval);
}

TEST_CASE("a quiet feed stretches by a quarter each time, to a day and no further (16, 18)") {
    const Feed feed = feed_every(15min);
    FeedState state = first_state(feed, now);
    state = next_state(feed, state, poll_with(PollOutcome::unchanged), calm());
    CHECK(state.interval == 18min + 45s);
    for (int i = 0; i < 100; ++i) {
        state = next_state(feed, state, poll_with(PollOutcome::unchanged),
                           {.now = now, .jitter = 1, .time_scale = 1});
    }
    CHECK(state.interval == day);
    CHECK(state.due == now + day);
}

TEST_CASE("a feed without validators is asked once an hour at most (rule 15)") {
    Poll poll = poll_with(PollOutcome::fresh);
    poll.validators = {};
    CHECK(waits({poll, poll, poll}) == std::vector<milliseconds>{60min, 60min, 60min});
    CHECK(next_state(feed_every(2h), first_state(feed_every(2h), now), poll, calm()).due ==
          now + 2h);
}

TEST_CASE("what the publisher asks for holds, also when later answers do not repeat it (17, 27)") {
    Poll asks = poll_with(PollOutcome::fresh);
    asks.hint = 60min;
    const auto all = waits({asks, poll_with(PollOutcome::unchanged)});
    CHECK(all[0] == 60min);
    CHECK(all[1] == 75min);
    for (const double jitter : {-1.0, 0.0, 1.0}) {
        const FeedState state = next_state(feed_every(15min), first_state(feed_every(15min), now),
                                           asks, {.now = now, .jitter = jitter, .time_scale = 1});
        CHECK(state.due >= now + 60min);
    }
}

TEST_CASE("a hint of more than a day is no hint (rule 17)") {
    Poll asks = poll_with(PollOutcome::fresh);
    asks.hint = 24h;
    CHECK(waits({asks})[0] == day);
    asks.hint = 24h * 365;
    CHECK(waits({asks})[0] == 15min);
}

TEST_CASE("failures double the interval up to a day (rule 34)") {
    for (const PollOutcome outcome :
         {PollOutcome::unreachable, PollOutcome::unreadable, PollOutcome::missing}) {
        CAPTURE(poll_outcome_name(outcome));
        const auto all = waits(std::vector<Poll>(12, poll_with(outcome)));
        CHECK(all[0] == 15min);
        CHECK(all[1] == 30min);
        CHECK(all[2] == 60min);
        CHECK(all[6] == 16h);
        CHECK(all[7] == day);
        CHECK(all[11] == day);
    }
}

TEST_CASE("an overloaded server is given 15 minutes and more, doubled each time (rule 33)") {
    const Feed hasty = feed_every(5min);
    FeedState state =
        next_state(hasty, first_state(hasty, now), poll_with(PollOutcome::overloaded), calm());
    CHECK(state.due == now + 15min);
    state = next_state(hasty, state, poll_with(PollOutcome::overloaded), calm());
    CHECK(state.due == now + 30min);
}

TEST_CASE("who forbids is asked again after 6 hours, then once a day (rule 35)") {
    const Poll poll = poll_with(PollOutcome::forbidden);
    CHECK(waits({poll, poll, poll}) == std::vector<milliseconds>{6h, day, day});
}

TEST_CASE("who says gone is asked once a day (rule 37)") {
    const Poll poll = poll_with(PollOutcome::gone);
    CHECK(waits({poll, poll}) == std::vector<milliseconds>{day, day});
}

TEST_CASE("a success forgives all failures, and a failure keeps what vouches for the body") {
    const Feed feed = feed_every(15min);
    Poll good = poll_with(PollOutcome::fresh);
    good.body = Digest{1, 2};
    FeedState state = next_state(feed, first_state(feed, now), good, calm());
    CHECK(state.last_success == now);
    state = next_state(feed, state, poll_with(PollOutcome::unreachable), calm());
    state = next_state(feed, state, poll_with(PollOutcome::overloaded), calm());
    CHECK(state.failures == 2);
    CHECK(state.validators == etag);
    CHECK(state.body == Digest{1, 2});
    CHECK(state.last_cause == "overloaded");
    CHECK(state.last_success == now);
    state = next_state(feed, state, poll_with(PollOutcome::unchanged), calm());
    CHECK(state.failures == 0);
    CHECK(state.last_cause.empty());
    CHECK(state.body == Digest{1, 2});
}

TEST_CASE("each status that brings no body has its outcome") {
    CHECK(outcome_of_status(429) == PollOutcome::overloaded);
    CHECK(outcome_of_status(503) == PollOutcome::overloaded);
    CHECK(outcome_of_status(401) == PollOutcome::forbidden);
    CHECK(outcome_of_status(403) == PollOutcome::forbidden);
    CHECK(outcome_of_status(451) == PollOutcome::forbidden);
    CHECK(outcome_of_status(404) == PollOutcome::missing);
    CHECK(outcome_of_status(410) == PollOutcome::gone);
    for (const int status : {100, 204, 301, 400, 500, 502, 504, 520, 999}) {
        CHECK(outcome_of_status(status) == PollOutcome::unreachable);
    }
}

TEST_CASE("outcomes have names of their own") {
    std::set<std::string> names;
    for (const PollOutcome outcome : all_outcomes) {
        names.insert(poll_outcome_name(outcome));
    }
    CHECK(names.size() == all_outcomes.size());
}

TEST_CASE("a due time is a day ahead at most, whatever the clock did") {
    CHECK(sane_due(now + 15min, now) == now + 15min);
    CHECK(sane_due(now - 15min, now) == now - 15min);
    CHECK(sane_due(now + day, now) == now + day);
    CHECK(sane_due(now + 24h * 400, now) == now + day);
}

// A thousand random histories; every state of them keeps these promises.
TEST_CASE("never before Retry-After, never over a day but for it, jitter of a tenth at most") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    const auto roll = [&](int below) { return static_cast<int>(dice() % unsigned(below)); };
    for (int history = 0; history < 250; ++history) {
        const Feed feed = feed_every(std::chrono::minutes{5 + roll(24 * 60 - 4)});
        const double scale = std::vector<double>{1, 1, 10, 3000}[unsigned(roll(4))];
        FeedState state = first_state(feed, now);
        Instant at = now;
        for (int step = 0; step < 20; ++step) {
            Poll poll = poll_with(all_outcomes[unsigned(roll(int(all_outcomes.size())))]);
            poll.hint = roll(3) == 0 ? std::chrono::minutes{roll(48 * 60)} : 0min;
            if (roll(3) == 0) {
                poll.retry_after = std::chrono::seconds{roll(3 * 86400)};
            }
            const ScheduleContext still{.now = at, .jitter = 0, .time_scale = scale};
            ScheduleContext shaken = still;
            shaken.jitter = std::uniform_real_distribution<double>(-1, 1)(dice);
            const FeedState plain = next_state(feed, state, poll, still);
            const FeedState next = next_state(feed, state, poll, shaken);
            CAPTURE(history, step, poll_outcome_name(poll.outcome), shaken.jitter, scale);

            const double wait = static_cast<double>((next.due - at).count());
            const double expected = static_cast<double>((plain.due - at).count());
            REQUIRE(wait <= expected * 1.1 + 1);
            REQUIRE(wait >= expected * 0.9 - 1);
            const double most = static_cast<double>(day.count()) / scale;
            REQUIRE(wait <= most * (poll.retry_after ? 1.1 : 1.0) + 1);
            if (poll.retry_after) {
                const auto asked = std::min<milliseconds>(*poll.retry_after, day);
                REQUIRE(wait >= static_cast<double>(asked.count()) / scale - 1);
            }
            REQUIRE(next.interval >= feed.interval);
            REQUIRE(next.interval <= day);
            REQUIRE(next.last_attempt == at);
            state = next;
            at = next.due;
        }
    }
}
