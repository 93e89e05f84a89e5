#include "daemon/run/schedule.h"

#include "daemon/base/check.h"
#include "daemon/base/durations.h"
#include "daemon/run/cadence.h"
#include "daemon/run/next_history.h"

#include <algorithm>
#include <cmath>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds ceiling = hours{24};
constexpr milliseconds floor_without_validators = hours{1};
constexpr milliseconds sitemap_floor = minutes{30};
constexpr milliseconds quiet_index = hours{24 * 7};  // its children have intervals of their own
constexpr milliseconds overload_floor = minutes{15};
constexpr milliseconds forbidden_first = hours{6};
constexpr milliseconds missing_patience = hours{24 * 7};  // then a 404 is asked once a day
constexpr milliseconds parked_wait = hours{24 * 30};
constexpr milliseconds after_reset = std::chrono::seconds{30};
constexpr milliseconds spread_max = hours{1};
constexpr milliseconds hint_max = hours{24};
constexpr double jitter_share = 0.1;
constexpr double quiet_growth = 1.25;
constexpr unsigned doublings_max = 10;
constexpr std::uint32_t shrunk_to_a = 4;         // to a quarter of what it used to show
constexpr std::uint32_t entries_that_count = 8;  // of fewer any may be missing
constexpr std::uint32_t usual_share = 8;         // how fast what is usual follows, the inverse

milliseconds times(milliseconds wait, double factor) {
    return milliseconds{static_cast<std::int64_t>(static_cast<double>(wait.count()) * factor)};
}

milliseconds doubled(milliseconds wait, std::uint32_t failures) {
    const unsigned doublings = std::min(failures > 0 ? failures - 1 : 0U, doublings_max);
    return std::min(wait * (1 << doublings), ceiling);
}

bool is_quiet_index(const FeedState& state) {
    return state.history.is_index && !state.history.is_news_index;
}

// The longest that a feed of this state may wait.
milliseconds ceiling_of(const FeedState& state) {
    if (state.history.health == FeedCondition::parked) {
        return parked_wait;
    }
    return is_quiet_index(state) && state.failures == 0 ? quiet_index : ceiling;
}

// Without validators that can be believed every poll costs the whole document: once an hour at
// most, and so that a day stays within its bytes.
milliseconds floor_of(const Feed& feed, const FeedState& state, const Poll& poll,
                      const ScheduleContext& context) {
    milliseconds floor = feed.interval;
    if (state.history.is_sitemap || feed.kind == FeedKind::sitemap) {
        floor = std::max(floor, sitemap_floor);
    }
    if (!poll.validators.empty() && !validators_are_off(state.history, context)) {
        return floor;
    }
    const double share = static_cast<double>(poll.bytes) /
                         static_cast<double>(std::max<std::size_t>(context.feed_day_bytes, 1));
    return std::min(std::max({floor, floor_without_validators, times(ceiling, share)}), ceiling);
}

// A hint beyond a day speaks of caches, not of news.
milliseconds hint_of(const Poll& poll) {
    return poll.hint <= hint_max ? poll.hint : milliseconds{0};
}

// Of a feed that answers: new items bring it towards its floor, silence lets it stretch; once it is
// known for a week, the hours at which its items came say when the next one is to be expected. What
// the publisher asks for is kept, because the answers after it may not repeat it (304 has no ttl).
milliseconds healthy_interval(const Feed& feed, const FeedState& next, const Poll& poll,
                              const ScheduleContext& context) {
    const milliseconds floor = std::max(floor_of(feed, next, poll, context), hint_of(poll));
    const milliseconds present = std::max(next.interval, floor);
    const auto expected = expected_wait(next.history, context.virtual_now());
    milliseconds interval = poll.outcome == PollOutcome::fresh
                                ? times(present, 0.8) + times(floor, 0.2)
                                : times(present, quiet_growth);
    if (expected) {
        interval = poll.outcome == PollOutcome::fresh ? std::min(interval, *expected) : *expected;
    }
    return std::clamp(interval, floor, ceiling);
}

milliseconds wait_of(const Feed& feed, const FeedState& next, const Poll& poll,
                     const ScheduleContext& context) {
    const FeedHistory& history = next.history;
    if (history.health == FeedCondition::parked) {
        return parked_wait;
    }
    if (history.quick_retry) {
        return after_reset;
    }
    const auto lasted = [&] { return context.since(history.outcome_since.value_or(context.now)); };
    switch (poll.outcome) {
        case PollOutcome::fresh:
        case PollOutcome::unchanged: return is_quiet_index(next) ? quiet_index : next.interval;
        case PollOutcome::overloaded:
            return doubled(std::max(feed.interval, overload_floor), history.overloads);
        case PollOutcome::forbidden:
        case PollOutcome::disallowed: return next.failures <= 1 ? forbidden_first : ceiling;
        case PollOutcome::gone: return ceiling;
        case PollOutcome::missing:
            return lasted() >= missing_patience ? ceiling : doubled(feed.interval, next.failures);
        case PollOutcome::challenge:
        case PollOutcome::unreadable:
        case PollOutcome::unreachable: return doubled(feed.interval, next.failures);
    }
    unreachable("poll outcome");
}

// What is usual follows slowly, so that it outlives an emptied document or two.
void note_entries(FeedState& next, const Poll& poll) {
    if (!poll.entries) {
        return;
    }
    next.entries = poll.entries;
    const std::uint32_t usual = next.entries_usual.value_or(*poll.entries);
    const std::uint32_t sum = usual * (usual_share - 1) + *poll.entries;
    next.entries_usual =
        std::max((sum + usual_share / 2) / usual_share, *poll.entries > 0 ? 1U : 0U);
    if (*poll.entries > usual) {
        next.entries_usual = poll.entries;
    }
}

}  // namespace

const char* poll_outcome_name(PollOutcome outcome) noexcept {
    switch (outcome) {
        case PollOutcome::fresh: return "fresh";
        case PollOutcome::unchanged: return "unchanged";
        case PollOutcome::overloaded: return "overloaded";
        case PollOutcome::forbidden: return "forbidden";
        case PollOutcome::disallowed: return "disallowed";
        case PollOutcome::missing: return "missing";
        case PollOutcome::gone: return "gone";
        case PollOutcome::challenge: return "challenge";
        case PollOutcome::unreadable: return "unreadable";
        case PollOutcome::unreachable: return "unreachable";
    }
    unreachable("poll outcome");
}

PollOutcome outcome_of_status(int status) {
    switch (status) {
        case 429:
        case 503: return PollOutcome::overloaded;
        case 401:
        case 403:
        case 451: return PollOutcome::forbidden;
        case 404: return PollOutcome::missing;
        case 410: return PollOutcome::gone;
        default: return PollOutcome::unreachable;
    }
}

FeedState first_state(const Feed& feed, Instant now) {
    return FeedState{.feed = feed.id,
                     .validators = {},
                     .body = std::nullopt,
                     .due = now,
                     .interval = feed.interval,
                     .failures = 0,
                     .last_cause = {},
                     .last_success = std::nullopt,
                     .last_attempt = std::nullopt};
}

FeedState next_state(const Feed& feed, const FeedState& before, const Poll& poll,
                     const ScheduleContext& context) {
    FeedState next = before;
    next.last_attempt = context.now;
    next.last_cause = poll.cause;
    next.history = next_history(feed, before, poll, context);
    if (is_success(poll.outcome)) {
        next.failures = 0;
        next.last_success = context.now;
        next.validators = poll.validators;
        next.body = poll.body ? poll.body : before.body;
        next.interval = healthy_interval(feed, next, poll, context);
        note_entries(next, poll);
    } else if (!next.history.quick_retry) {
        next.failures = before.failures + 1;
    }
    const milliseconds wait = wait_of(feed, next, poll, context);
    milliseconds jittered = std::clamp(times(wait, 1.0 + jitter_share * context.jitter),
                                       hint_of(poll), ceiling_of(next));
    if (poll.retry_after) {
        // Never early: the jitter only adds.
        const milliseconds asked = std::min(*poll.retry_after, ceiling);
        jittered = std::max(jittered, times(asked, 1.0 + jitter_share * std::abs(context.jitter)));
    }
    next.due = context.now + scaled(jittered, context.time_scale);
    return next;
}

milliseconds child_interval(const Feed& feed, milliseconds present, bool brought_news) {
    const milliseconds floor = std::max(feed.interval, sitemap_floor);
    return std::clamp(
        brought_news ? times(present, 0.8) + times(floor, 0.2) : times(present, quiet_growth),
        floor, ceiling);
}

Instant due_for_children(const FeedState& state, Instant now) {
    return state.failures == 0 ? std::min(state.due, now) : state.due;
}

bool shows_too_little(const FeedState& before, std::uint32_t entries) {
    const std::uint32_t usual = before.entries_usual.value_or(0);
    return (entries == 0 && usual > 0) ||
           (usual >= entries_that_count && entries * shrunk_to_a <= usual);
}

const std::string& address_of(const Feed& feed, const FeedState& state) {
    return state.history.address.empty() ? feed.url : state.history.address;
}

Instant spread_due(const FeedState& state, double share, const ScheduleContext& context) {
    if (!state.last_attempt || state.due > context.now) {
        return state.due;
    }
    const milliseconds within = std::min(state.interval, spread_max);
    return context.now + scaled(times(within, share), context.time_scale);
}

Instant sane_due(const FeedState& state, Instant now) {
    return std::min(state.due, now + ceiling_of(state));
}

}  // namespace khabard
