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
                .interval = interval};
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
                                            PollOutcome::unreadable, PollOutcome::unreachable,
                                            PollOutcome::challenge,  PollOutcome::disallowed};

}  // namespace

TEST_CASE("a feed that was never polled is due at once") {
    const FeedState state = first_state(feed_every(1h), now);
    CHECK(state.due == now);
    CHECK(state.interval == 1h);
    CHECK(state.failures == 0);
    CHECK_FALSE(state.last_success.has_value());
    CHECK_FALSE(state.last_attempt.has_value());
}

TEST_CASE("new items bring a feed towards its configured interval") {
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

TEST_CASE("a feed without validators is asked once an hour at most") {
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

TEST_CASE("a hint of more than a day is no hint") {
    Poll asks = poll_with(PollOutcome::fresh);
    asks.hint = 24h;
    CHECK(waits({asks})[0] == day);
    asks.hint = 24h * 365;
    CHECK(waits({asks})[0] == 15min);
}

TEST_CASE("failures double the interval up to a day") {
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

TEST_CASE("an overloaded server is given 15 minutes and more, doubled each time") {
    const Feed hasty = feed_every(5min);
    FeedState state =
        next_state(hasty, first_state(hasty, now), poll_with(PollOutcome::overloaded), calm());
    CHECK(state.due == now + 15min);
    state = next_state(hasty, state, poll_with(PollOutcome::overloaded), calm());
    CHECK(state.due == now + 30min);
}

TEST_CASE("who forbids is asked again after 6 hours, then once a day") {
    const Poll poll = poll_with(PollOutcome::forbidden);
    CHECK(waits({poll, poll, poll}) == std::vector<milliseconds>{6h, day, day});
}

namespace {

// A feed over days: each poll happens when it is due.
struct Life {
    Feed feed = feed_every(15min);
    FeedState state = first_state(feed, now);
    Instant at = now;
    double scale = 1;

    ScheduleContext context() const {
        return {.now = at, .jitter = 0, .time_scale = scale, .feed_day_bytes = 1000};
    }
    // The wait that follows.
    milliseconds poll(const Poll& what) {
        state = next_state(feed, state, what, context());
        const milliseconds wait = state.due - at;
        at = state.due;
        return wait;
    }
    milliseconds poll(PollOutcome outcome) { return poll(poll_with(outcome)); }
};

Poll not_modified() {
    Poll poll = poll_with(PollOutcome::unchanged);
    poll.conditional = true;
    poll.not_modified = true;
    return poll;
}

// A document that was asked for without validators.
Poll whole(const Validators& validators, std::uint64_t body, PollOutcome outcome) {
    Poll poll = poll_with(outcome);
    poll.validators = validators;
    poll.body = Digest{1, body};
    return poll;
}

Poll moved(const std::string& to) {
    Poll poll = not_modified();
    poll.moved_to = to;
    return poll;
}

}  // namespace

TEST_CASE("who says gone twice, a day apart, is parked, and asked once in thirty days") {
    Life life;
    CHECK(life.poll(PollOutcome::gone) == day);
    CHECK(life.state.history.health == FeedCondition::failing);
    CHECK(life.poll(PollOutcome::gone) == day * 30);
    CHECK(life.state.history.health == FeedCondition::parked);
    CHECK(life.state.history.alarm);
    CHECK(life.state.history.health_since == now + day);
    CHECK(life.poll(PollOutcome::unreachable) == day * 30);
    CHECK(life.poll(PollOutcome::fresh) < day);
    CHECK(life.state.history.health == FeedCondition::ok);
    CHECK_FALSE(life.state.history.alarm);
}

TEST_CASE("two answers 410 within a day park nobody") {
    Life life;
    life.poll(PollOutcome::gone);
    life.at = now + 1h;
    life.poll(PollOutcome::gone);
    CHECK(life.state.history.health == FeedCondition::failing);
}

TEST_CASE("who is refused three times in a row needs somebody to look") {
    const PollOutcome outcome =
        GENERATE(PollOutcome::forbidden, PollOutcome::disallowed, PollOutcome::challenge);
    Life life;
    life.poll(outcome);
    life.poll(outcome);
    CHECK(life.state.history.health == FeedCondition::blocked);
    CHECK(life.state.history.health_since == now);
    CHECK_FALSE(life.state.history.alarm);
    life.poll(outcome);
    CHECK(life.state.history.alarm);
    life.poll(PollOutcome::unchanged);
    CHECK_FALSE(life.state.history.alarm);
}

TEST_CASE("a 404 is backed off from, and asked once a day after a week") {
    Life life;
    CHECK(life.poll(PollOutcome::missing) == 15min);
    CHECK(life.poll(PollOutcome::missing) == 30min);
    life.at = now + 8 * day;
    life.state.failures = 2;
    CHECK(life.poll(PollOutcome::missing) == day);
    CHECK(life.poll(PollOutcome::unreachable) != day);
}

TEST_CASE("a reset connection is tried again once, after thirty seconds") {
    Life life;
    Poll reset = poll_with(PollOutcome::unreachable);
    reset.reset = true;
    CHECK(life.poll(reset) == 30s);
    CHECK(life.state.failures == 0);
    CHECK(life.poll(reset) == 15min);
    CHECK(life.state.failures == 1);
    CHECK(life.poll(PollOutcome::unreachable) == 30min);
}

TEST_CASE("an overload is forgiven after three clean polls, not before") {
    Life life;
    life.poll(PollOutcome::overloaded);
    CHECK(life.poll(PollOutcome::overloaded) == 30min);
    life.poll(PollOutcome::unchanged);
    life.poll(PollOutcome::unchanged);
    CHECK(life.poll(PollOutcome::overloaded) == 60min);
    for (int i = 0; i < 3; ++i) {
        life.poll(PollOutcome::unchanged);
    }
    CHECK(life.poll(PollOutcome::overloaded) == 15min);
}

TEST_CASE("without validators the bytes of a day bound how often a feed is asked") {
    Life life;
    Poll heavy = poll_with(PollOutcome::fresh);
    heavy.validators = {};
    heavy.bytes = 250;  // a quarter of what a day may cost
    CHECK(life.poll(heavy) == 6h);
    heavy.bytes = 10;
    life.state.interval = 15min;
    CHECK(life.poll(heavy) == 1h);
    heavy.bytes = 5000;
    CHECK(life.poll(heavy) == day);
    heavy.validators = etag;
    life.state.interval = 15min;
    CHECK(life.poll(heavy) == 15min);
}

TEST_CASE("a sitemap is asked every half hour at most") {
    Life life;
    Poll poll = poll_with(PollOutcome::fresh);
    poll.is_sitemap = true;
    CHECK(life.poll(poll) == 30min);
    CHECK(life.poll(poll_with(PollOutcome::fresh)) == 30min);
}

TEST_CASE("validators are audited after twenty answers 304, not more than once a day") {
    Life life;
    life.poll(whole(etag, 1, PollOutcome::fresh));
    int conditional = 0;
    while (!validators_to_send(life.state, life.context()).empty()) {
        REQUIRE(++conditional < 100);
        life.poll(not_modified());
    }
    CHECK(conditional == 20);
    CHECK(life.at - now >= day);
    life.poll(whole(etag, 1, PollOutcome::unchanged));
    CHECK_FALSE(validators_to_send(life.state, life.context()).empty());
}

TEST_CASE("a feed that should have had news is asked for the whole after a day") {
    Life life;
    Poll first = whole(etag, 1, PollOutcome::fresh);
    first.new_items = {now - 20h, now - 9h, now - 2h};
    life.poll(first);
    while (life.at - now < day) {
        CHECK_FALSE(validators_to_send(life.state, life.context()).empty());
        life.poll(not_modified());
    }
    CHECK(validators_to_send(life.state, life.context()).empty());
}

TEST_CASE("two proven lies switch validators off for a week") {
    Life life;
    life.poll(whole(etag, 1, PollOutcome::fresh));
    life.poll(whole(etag, 2, PollOutcome::fresh));
    CHECK_FALSE(life.state.history.validators_off_until.has_value());
    const Instant second = life.at;
    CHECK(life.poll(whole(etag, 3, PollOutcome::fresh)) >= 1h);  // as if there were none
    CHECK(life.state.history.validators_off_until == second + 7 * day);
    CHECK(validators_to_send(life.state, life.context()).empty());
    life.at = second + 7 * day;
    CHECK(validators_to_send(life.state, life.context()) == etag);
}

TEST_CASE("new validators for a new body are no lie, nor is a body without anything new") {
    Life life;
    life.poll(whole(etag, 1, PollOutcome::fresh));
    life.poll(whole(Validators{"\"2\"", ""}, 2, PollOutcome::fresh));
    life.poll(whole(Validators{"\"2\"", ""}, 3, PollOutcome::unchanged));
    CHECK(life.state.history.lies == 0);
}

TEST_CASE("an address that moved for good is asked instead, after three polls and a week") {
    Life life;
    const std::string there = "https://feeds.outlet.example/rss";
    for (int i = 0; i < 5; ++i) {
        life.poll(moved(there));
    }
    CHECK(address_of(life.feed, life.state) == life.feed.url);
    life.at = now + 7 * day;
    life.poll(moved(there));
    CHECK(address_of(life.feed, life.state) == there);
    // One that is gone later on is given up for the configured one.
    life.poll(PollOutcome::missing);
    CHECK(address_of(life.feed, life.state) == life.feed.url);
}

TEST_CASE("a move that changes its mind begins anew, one to another domain needs consent") {
    Life life;
    life.poll(moved("https://a.outlet.example/rss"));
    life.at = now + 8 * day;
    life.poll(moved("https://b.outlet.example/rss"));
    life.poll(moved("https://b.outlet.example/rss"));
    life.poll(moved("https://b.outlet.example/rss"));
    CHECK(life.state.history.address.empty());
    life.poll(not_modified());
    CHECK(life.state.history.moved_polls == 0);
    for (int i = 0; i < 3; ++i) {
        life.poll(moved("https://elsewhere.example/rss"));
        life.at += 4 * day;
    }
    CHECK(life.state.history.address.empty());
    CHECK(life.state.history.alarm);
    CHECK(life.state.history.moved_to == "https://elsewhere.example/rss");
}

TEST_CASE("a feed known for a week is asked when its items are to be expected") {
    Life life;
    life.at = *parse_rfc3339("2026-02-02T08:00:00Z");  // a Monday
    Poll none = poll_with(PollOutcome::unchanged);
    life.poll(whole(etag, 1, PollOutcome::fresh));
    const Instant first = *parse_rfc3339("2026-02-02T08:00:00Z");
    // Ten items at noon of every weekday, for three weeks.
    for (int hour = 1; hour < 24 * 21; ++hour) {
        life.at = first + std::chrono::hours{hour};
        Poll poll = none;
        if (hour % 24 == 4) {
            poll = whole(etag, std::uint64_t(hour), PollOutcome::fresh);
            poll.conditional = true;
            poll.new_items.assign(10, life.at);
        }
        life.poll(poll);
    }
    life.at = first + 21 * day + 6h;  // two in the afternoon: next noon is 22 hours away
    const auto wait = life.poll(none);
    CHECK(wait >= 22h);
    CHECK(wait <= 23h);
    life.at = first + 21 * day + 3h + 50min;
    CHECK(life.poll(none) <= 30min);
}

TEST_CASE("what is overdue at the start is spread over its interval, an hour at most") {
    FeedState state = first_state(feed_every(15min), now);
    CHECK(spread_due(state, 0.9, calm()) == now);  // never polled: due at once
    state.last_attempt = now - 3h;
    state.due = now - 2h;
    CHECK(spread_due(state, 0, calm()) == now);
    CHECK(spread_due(state, 0.5, calm()) == now + 7min + 30s);
    state.interval = 6h;
    CHECK(spread_due(state, 0.5, calm()) == now + 30min);
    state.due = now + 1min;
    CHECK(spread_due(state, 0.5, calm()) == now + 1min);
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

TEST_CASE("a due time is a day ahead at most, whatever the clock did, but of a parked feed") {
    FeedState state = first_state(feed_every(15min), now);
    const auto sane = [&](milliseconds ahead) {
        state.due = now + ahead;
        return sane_due(state, now) - now;
    };
    CHECK(sane(15min) == 15min);
    CHECK(sane(-15min) == -15min);
    CHECK(sane(day) == day);
    CHECK(sane(day * 400) == day);
    state.history.health = FeedCondition::parked;
    CHECK(sane(day * 29) == day * 29);
    CHECK(sane(day * 400) == day * 30);
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
            const bool parked = next.history.health == FeedCondition::parked;
            const double most = static_cast<double>((parked ? 30 * day : day).count()) / scale;
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

TEST_CASE("an index that does not speak of news is read once a week while it answers") {
    Poll read = poll_with(PollOutcome::fresh);
    read.is_sitemap = true;
    read.is_index = true;
    const Poll quiet = poll_with(PollOutcome::unchanged);
    const Poll failed = poll_with(PollOutcome::unreachable);
    const auto weekly = waits({read, quiet, failed, quiet});
    CHECK(weekly[0] == 7 * day);
    CHECK(weekly[1] == 7 * day);
    CHECK(weekly[2] == 15min);
    CHECK(weekly[3] == 7 * day);
    FeedState state = first_state(feed_every(15min), now);
    state = next_state(feed_every(15min), state, read, calm());
    CHECK(sane_due(state, now) == now + 7 * day);
    CHECK(due_for_children(state, now) == now);
    state = next_state(feed_every(15min), state, failed, calm());
    CHECK(due_for_children(state, now) == now + 15min);  // it fails, and backs off as it would
    Poll no_index = read;
    no_index.is_index = false;
    CHECK(waits({read, no_index, quiet})[1] < 8h);  // it has become a sitemap of articles
    CHECK(waits({read, no_index, quiet})[2] < day);
    read.is_news_index = true;
    CHECK(waits({read})[0] == 30min);
}

TEST_CASE("a child of an index is read every half hour while it brings news, once a day at least") {
    const Feed feed = feed_every(15min);
    CHECK(child_interval(feed, 15min, true) == 30min);
    CHECK(child_interval(feed, 100min, true) == 86min);
    CHECK(child_interval(feed, 100min, false) == 125min);
    CHECK(child_interval(feed, 20h, false) == day);
    CHECK(child_interval(feed_every(2h), 30min, false) == 2h);
}
