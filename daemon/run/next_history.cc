#include "daemon/run/next_history.h"

#include "daemon/base/durations.h"
#include "daemon/run/cadence.h"
#include "daemon/web/url.h"

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr std::uint32_t forgiven_after = 3;             // clean polls
constexpr std::uint32_t alarm_after = 3;                // refusals in a row
constexpr milliseconds gone_for_good = hours{24};       // between two answers 410
constexpr milliseconds moved_for_good = hours{24 * 7};  // and polls
constexpr std::uint32_t moved_polls = 3;                // that were all led there
constexpr milliseconds audit_every = hours{24};
constexpr std::uint32_t audit_after = 20;  // answers 304 in a row
constexpr std::uint32_t lies_max = 2;
constexpr milliseconds validators_off = hours{24 * 7};

bool is_refusal(PollOutcome outcome) {
    return outcome == PollOutcome::forbidden || outcome == PollOutcome::disallowed ||
           outcome == PollOutcome::challenge;
}

FeedCondition health_after(const FeedHistory& history, PollOutcome outcome,
                           const ScheduleContext& context) {
    if (is_success(outcome)) {
        return FeedCondition::ok;
    }
    const bool gone = outcome == PollOutcome::gone && history.outcome_since &&
                      context.since(*history.outcome_since) >= gone_for_good;
    if (gone || history.health == FeedCondition::parked) {
        return FeedCondition::parked;
    }
    return is_refusal(outcome) ? FeedCondition::blocked : FeedCondition::failing;
}

void note_outcome(FeedHistory& next, const FeedState& before, const Poll& poll,
                  const ScheduleContext& context) {
    const std::string outcome = poll_outcome_name(poll.outcome);
    // News or none, a feed that answers is one and the same.
    const bool same = next.last_outcome == outcome ||
                      (is_success(poll.outcome) && next.health == FeedCondition::ok);
    if (!same || !next.outcome_since) {
        next.outcome_since = context.now;
    }
    next.last_outcome = outcome;
    const FeedCondition health = health_after(next, poll.outcome, context);
    if (health != next.health || !next.health_since) {
        next.health = health;
        next.health_since = context.now;
    }
    next.alarm = health == FeedCondition::parked ||
                 (health == FeedCondition::blocked && before.failures + 1 >= alarm_after);
}

void note_overload(FeedHistory& next, const Poll& poll) {
    if (poll.outcome == PollOutcome::overloaded) {
        ++next.overloads;
        next.clean_polls = 0;
    } else if (is_success(poll.outcome) && next.overloads > 0 &&
               ++next.clean_polls >= forgiven_after) {
        next.overloads = 0;
        next.clean_polls = 0;
    }
}

// New items behind validators that had not changed: whoever asked with them was told of nothing.
bool is_lie(const FeedState& before, const Poll& poll) {
    return poll.outcome == PollOutcome::fresh && !poll.conditional && !before.validators.empty() &&
           poll.validators == before.validators && before.body && poll.body &&
           *before.body != *poll.body;
}

void note_validators(FeedHistory& next, const FeedState& before, const Poll& poll,
                     const ScheduleContext& context) {
    if (!is_success(poll.outcome)) {
        return;
    }
    next.not_modified = poll.not_modified ? next.not_modified + 1 : 0;
    if (!poll.conditional || !next.asked_whole) {
        next.asked_whole = context.now;
    }
    if (!validators_are_off(next, context)) {
        next.validators_off_until = std::nullopt;
        if (is_lie(before, poll) && ++next.lies >= lies_max) {
            next.lies = 0;
            next.validators_off_until = context.now + scaled(validators_off, context.time_scale);
        }
    }
    if (poll.outcome == PollOutcome::fresh || !next.last_fresh) {
        next.last_fresh = context.now;
    }
}

void note_items(FeedHistory& next, const Poll& poll, const ScheduleContext& context) {
    if (!is_success(poll.outcome) || (next.first_polled && poll.outcome != PollOutcome::fresh)) {
        return;
    }
    const bool first = !next.first_polled;
    // On the schedule's own clock: as long before now as they are in truth.
    std::vector<std::optional<Instant>> dates = poll.new_items;
    for (auto& date : dates) {
        if (date) {
            date = context.virtual_now() - (context.now - *date);
        }
    }
    note_new_items(next, dates, context.virtual_now(), first);
}

// A stored address that fails is given up for the configured one.
void note_address(FeedHistory& next, const Feed& feed, const Poll& poll,
                  const ScheduleContext& context) {
    if (!is_success(poll.outcome)) {
        if (poll.outcome == PollOutcome::missing || poll.outcome == PollOutcome::gone) {
            next.address.clear();
        }
        return;
    }
    if (poll.moved_to.empty()) {
        next.moved_to.clear();
        next.moved_since = std::nullopt;
        next.moved_polls = 0;
        return;
    }
    if (poll.moved_to != next.moved_to) {
        next.moved_to = poll.moved_to;
        next.moved_since = context.now;
        next.moved_polls = 0;
    }
    ++next.moved_polls;
    if (next.moved_polls < moved_polls || context.since(*next.moved_since) < moved_for_good) {
        return;
    }
    const auto from = parse_url(feed.url);
    const auto to = parse_url(next.moved_to);
    const bool same_domain =
        from && to &&
        registrable_domain(from->host.value_or("")) == registrable_domain(to->host.value_or(""));
    if (!same_domain) {
        next.alarm = true;  // the operator decides
        return;
    }
    next.address = next.moved_to;
    next.moved_to.clear();
    next.moved_since = std::nullopt;
    next.moved_polls = 0;
}

}  // namespace

bool is_success(PollOutcome outcome) noexcept {
    return outcome == PollOutcome::fresh || outcome == PollOutcome::unchanged;
}

bool validators_are_off(const FeedHistory& history, const ScheduleContext& context) {
    return history.validators_off_until && *history.validators_off_until > context.now;
}

FeedHistory next_history(const Feed& feed, const FeedState& before, const Poll& poll,
                         const ScheduleContext& context) {
    FeedHistory next = before.history;
    next.is_sitemap = next.is_sitemap || poll.is_sitemap;
    if (poll.is_index) {
        next.is_index = *poll.is_index;
        next.is_news_index = poll.is_news_index;
    }
    note_outcome(next, before, poll, context);
    note_overload(next, poll);
    note_validators(next, before, poll, context);
    note_items(next, poll, context);
    note_address(next, feed, poll, context);
    next.quick_retry = poll.reset && !before.history.quick_retry;
    return next;
}

Validators validators_to_send(const FeedState& state, const ScheduleContext& context) {
    const FeedHistory& history = state.history;
    if (validators_are_off(history, context)) {
        return {};
    }
    if (!history.asked_whole || context.since(*history.asked_whole) < audit_every) {
        return state.validators;
    }
    const Instant fresh = context.virtual_time(history.last_fresh.value_or(context.now));
    const bool due = history.not_modified >= audit_after ||
                     expected_items(history, fresh, context.virtual_now()) >= 1;
    return due ? Validators{} : state.validators;
}

}  // namespace khabard
