#include "daemon/run/schedule.h"

#include "daemon/base/check.h"

#include <algorithm>
#include <cmath>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds ceiling = hours{24};                  // rule 16
constexpr milliseconds floor_without_validators = hours{1};  // rule 15
constexpr milliseconds overload_floor = minutes{15};         // rule 33
constexpr milliseconds forbidden_first = hours{6};           // rule 35
constexpr milliseconds hint_max = hours{24};                 // rule 17
constexpr double jitter_share = 0.1;                         // rule 19
constexpr double quiet_growth = 1.25;                        // rule 18
constexpr unsigned doublings_max = 10;

milliseconds scaled(milliseconds wait, double factor) {
    return milliseconds{static_cast<std::int64_t>(static_cast<double>(wait.count()) * factor)};
}

milliseconds doubled(milliseconds wait, std::uint32_t failures) {
    const unsigned times = std::min(failures > 0 ? failures - 1 : 0U, doublings_max);
    return std::min(wait * (1 << times), ceiling);
}

milliseconds floor_of(const Feed& feed, const Validators& validators) {
    return validators.empty() ? std::max(feed.interval, floor_without_validators) : feed.interval;
}

// A hint beyond a day speaks of caches, not of news (rule 17).
milliseconds hint_of(const Poll& poll) {
    return poll.hint <= hint_max ? poll.hint : milliseconds{0};
}

// Of a feed that answers: new items bring it towards its floor, silence lets it stretch. What the
// publisher asks for is kept, because the answers after it may not repeat it (304 has no ttl).
milliseconds healthy_interval(const Feed& feed, const FeedState& before, const Poll& poll) {
    const milliseconds floor = std::max(floor_of(feed, poll.validators), hint_of(poll));
    const milliseconds present = std::max(before.interval, floor);
    const milliseconds next = poll.outcome == PollOutcome::fresh
                                  ? scaled(present, 0.8) + scaled(floor, 0.2)
                                  : scaled(present, quiet_growth);
    return std::clamp(next, floor, ceiling);
}

milliseconds wait_of(const Feed& feed, const FeedState& next, const Poll& poll) {
    switch (poll.outcome) {
        case PollOutcome::fresh:
        case PollOutcome::unchanged: return next.interval;
        case PollOutcome::overloaded:
            return doubled(std::max(feed.interval, overload_floor), next.failures);
        case PollOutcome::forbidden:
        case PollOutcome::disallowed: return next.failures <= 1 ? forbidden_first : ceiling;
        case PollOutcome::gone: return ceiling;
        case PollOutcome::missing:
        case PollOutcome::unreadable:
        case PollOutcome::unreachable: return doubled(feed.interval, next.failures);
    }
    unreachable("poll outcome");
}

bool is_success(PollOutcome outcome) {
    return outcome == PollOutcome::fresh || outcome == PollOutcome::unchanged;
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
    if (is_success(poll.outcome)) {
        next.failures = 0;
        next.last_success = context.now;
        next.validators = poll.validators;
        next.body = poll.body ? poll.body : before.body;
        next.interval = healthy_interval(feed, before, poll);
    } else {
        next.failures = before.failures + 1;
    }
    const milliseconds wait = wait_of(feed, next, poll);
    milliseconds jittered =
        std::clamp(scaled(wait, 1.0 + jitter_share * context.jitter), hint_of(poll), ceiling);
    if (poll.retry_after) {
        // Never early: the jitter only adds.
        const milliseconds asked = std::min(*poll.retry_after, ceiling);
        jittered = std::max(jittered, scaled(asked, 1.0 + jitter_share * std::abs(context.jitter)));
    }
    next.due = context.now + scaled(jittered, 1.0 / context.time_scale);
    return next;
}

Instant sane_due(Instant due, Instant now) {
    return std::min(due, now + ceiling);
}

}  // namespace khabard
