#include "daemon/run/poll_ends.h"

#include "daemon/base/durations.h"
#include "daemon/model/feed.h"
#include "daemon/ports/log.h"
#include "daemon/run/service_state.h"
#include "daemon/stages/identify.h"
#include "daemon/web/challenge.h"
#include "daemon/web/http_headers.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds spool_interval = std::chrono::seconds{10};

// The longer of two hints; one beyond a day is none: it speaks of caches, not of news.
milliseconds longer_hint(milliseconds hint, milliseconds other) {
    return other > std::chrono::hours{24} ? hint : std::max(hint, other);
}

// How long the answer itself, a 304 too, says that it stays fresh: Cache-Control, else Expires.
milliseconds hint_of(const Fetched& fetched) {
    milliseconds hint{0};
    if (const auto control = fetched.header("cache-control")) {
        if (const auto age = parse_max_age(*control)) {
            return longer_hint(hint, *age);
        }
    }
    if (const auto expires = fetched.header("expires")) {
        hint = longer_hint(hint, parse_expires(*expires, fetched.at));
    }
    return hint;
}

}  // namespace

milliseconds publisher_hint(const Fetched& fetched, const std::optional<std::string>& ttl_minutes) {
    const milliseconds hint = hint_of(fetched);
    if (!ttl_minutes) {
        return hint;
    }
    // As written by the publisher: anything but a small number is no hint.
    int minutes = 0;
    const std::string& ttl = *ttl_minutes;
    const auto read = std::from_chars(ttl.data(), ttl.data() + ttl.size(), minutes);
    const bool good = read.ec == std::errc() && minutes > 0;
    return longer_hint(hint, std::chrono::minutes{good ? minutes : 0});
}

PollAnswer answer_of(const Trip& trip, const Fetched& fetched) {
    return {.conditional = !trip.request.validators.empty(),
            .not_modified = fetched.status == 304,
            .bytes = fetched.body.bytes.size(),
            .moved_to = trip.chain.permanent() ? trip.chain.address() : std::string()};
}

void fill_in(Poll& poll, const PollAnswer& answer) {
    poll.conditional = answer.conditional;
    poll.not_modified = answer.not_modified;
    poll.bytes = answer.bytes;
    poll.moved_to = answer.moved_to;
}

void Service::PollEnds::refused(RunningFeed& one, const Admission& admission) {
    if (admission.gate != Gate::forbidden) {
        one.polled = true;
        service_.failed_once.insert("feed " + one.feed.id.get() +
                                    " is left out: " + admission.cause);
        return;
    }
    const milliseconds left = unscaled(admission.until - service_.ports.clock.steady(),
                                       service_.configuration.config.time_scale);
    const bool named = admission.by_rule || fetch_cause_in_front(admission.cause);
    ++one.in_flight;
    with(one.feed.id, Changes{},
         Poll{.outcome = admission.by_rule ? PollOutcome::disallowed : PollOutcome::unreachable,
              .cause = (named ? "" : "robots: ") + admission.cause,
              .validators = {},
              .body = std::nullopt,
              .retry_after = left,
              .hint = milliseconds{0}});
}

void Service::PollEnds::unreached(RunningFeed& one, const FetchFailure& failure) {
    if (is_silence(failure.cause)) {
        if (service_.outages.network().is_on()) {
            service_.outages.freeze(one);
            return;
        }
        service_.outages.remember(one);
    }
    Poll poll{.outcome = failure.cause == FetchCause::robots ? PollOutcome::disallowed
                                                             : PollOutcome::unreachable,
              .cause = std::string(fetch_cause_name(failure.cause)) + ": " + failure.detail,
              .validators = {},
              .body = std::nullopt,
              .retry_after = std::nullopt,
              .hint = milliseconds{0}};
    poll.reset = failure.cause == FetchCause::reset;
    with(one.feed.id, Changes{}, poll);
}

void Service::PollEnds::without_body(const FeedId& feed, PollOutcome outcome,
                                     const std::string& cause, const Fetched* fetched,
                                     const PollAnswer& answer) {
    Poll poll{.outcome = outcome,
              .cause = cause,
              .validators = {},
              .body = std::nullopt,
              .retry_after = std::nullopt,
              .hint = milliseconds{0}};
    fill_in(poll, answer);
    if (fetched != nullptr) {
        if (outcome == PollOutcome::unchanged) {
            poll.hint = publisher_hint(*fetched, std::nullopt);
        }
        if (const auto after = fetched->header("retry-after")) {
            poll.retry_after = parse_retry_after(*after, service_.ports.clock.wall());
        }
    }
    if (const RunningFeed* one = service_.running(feed);
        one != nullptr && outcome == PollOutcome::unchanged) {
        // New ones vouch for the same body only if it was whole when it was read.
        const bool renewed = fetched != nullptr && !one->state.validators.empty() &&
                             !fetched->validators.empty() && !fetched->truncated;
        poll.validators = renewed ? fetched->validators : one->state.validators;
    }
    with(feed, Changes{}, poll);
}

void Service::PollEnds::unreadable(const Unit& unit, const std::string& what, Poll poll) {
    Changes changes{};
    poll.outcome = PollOutcome::unreadable;
    poll.cause = what;
    poll.validators = {};
    if (unit.spool_file.empty() && unit.fetched) {
        if (const char* who = challenge_of(*unit.fetched)) {
            poll.outcome = PollOutcome::challenge;
            poll.cause = std::string("a challenge page of ") + who + " where a feed was";
        }
        keep_body(unit);
    } else {
        changes.spool_done.push_back(unit.spool_file);
        changes.tally.count(Outcome::rejected, Reason::unreadable);
        const std::string path = unit.url + "/" + unit.spool_file;
        const Digest body = poll.body.value_or(digest_of(path));
        service_.refusals.bury_file(unit.feed, {body, Reason::unreadable, poll.cause, {}}, path,
                                    changes);
        poll.cause = unit.spool_file + ": " + poll.cause;
    }
    with(unit.feed, std::move(changes), poll);
}

// What came instead of a feed is kept for whoever wants to see it, the last one of each feed.
void Service::PollEnds::keep_body(const Unit& unit) {
    const std::string directory = service_.configuration.config.state_directory + "/refused";
    auto kept = service_.ports.files.make_directory(directory);
    if (kept) {
        kept = service_.ports.files.replace(directory + "/" + unit.feed.get(),
                                            unit.fetched->body.bytes);
    }
    if (!kept) {
        service_.ports.log.warning("a refused document cannot be kept: " + kept.error().text(),
                                   {{"FEED", unit.feed.get()}});
    }
}

FeedState Service::PollEnds::next_of(const RunningFeed& one, const FeedState& before,
                                     const Poll& poll) {
    std::uniform_real_distribution<double> jitter(-1.0, 1.0);
    FeedState next =
        next_state(one.feed, before, poll, service_.schedule_context(jitter(service_.dice)));
    if (one.feed.kind == FeedKind::directory) {
        // A directory of this machine: looking costs nothing, whatever its interval.
        const milliseconds wait = one.more_files ? milliseconds{0} : spool_interval;
        next.due = std::min(next.due, service_.ports.clock.wall() + wait);
    }
    return next;
}

void Service::PollEnds::quiet(RunningFeed& one) {
    one.state = next_of(one, one.state,
                        Poll{.outcome = PollOutcome::unchanged,
                             .cause = {},
                             .validators = {},
                             .body = std::nullopt,
                             .retry_after = std::nullopt,
                             .hint = milliseconds{0}});
    one.polled = true;
    service_.watch.poll_ended(poll_outcome_name(PollOutcome::unchanged));
    service_.schedule(one);
}

void Service::PollEnds::with(const FeedId& feed, Changes changes, const Poll& poll) {
    RunningFeed* one = service_.running(feed);
    const auto staged_before = service_.staged.states.find(feed);
    const FeedState& before =
        staged_before == service_.staged.states.end() ? one->state : staged_before->second;
    FeedState next = next_of(*one, before, poll);
    service_.watch.poll_ended(poll_outcome_name(poll.outcome));
    if (!poll.cause.empty()) {
        const auto cause = fetch_cause_in_front(poll.cause);
        service_.report_failure(feed, poll.cause,
                                poll.outcome == PollOutcome::unreachable && cause
                                    ? fetch_cause_name(*cause)
                                    : poll_outcome_name(poll.outcome));
    }
    tell(*one, before.history, next);
    changes.feed = next;
    service_.staged.states.insert_or_assign(feed, std::move(next));
    service_.staged.ended.push_back(feed);
    service_.apply(feed, changes);
}

// Changes of the history that somebody should hear of, each once.
void Service::PollEnds::tell(const RunningFeed& one, const FeedHistory& before,
                             const FeedState& next) {
    const FeedHistory& now = next.history;
    const std::string feed = "feed " + one.feed.id.get();
    const std::vector<LogField> fields{{"FEED", one.feed.id.get()},
                                       {"HEALTH", feed_condition_name(now.health)}};
    if (now.health == FeedCondition::parked && before.health != FeedCondition::parked) {
        service_.ports.log.error(
            feed + " is parked, its address is gone; it is asked again in 30 days: " +
                "give it another address or disable it",
            fields);
    } else if (now.alarm && !before.alarm && !now.moved_to.empty()) {
        service_.ports.log.error(feed + " has moved to another domain for good: set its url to " +
                                     redact_url(now.moved_to),
                                 fields);
    } else if (now.alarm && !before.alarm) {
        service_.ports.log.error(feed + " is refused, somebody has to look: " + next.last_cause,
                                 fields);
    }
    if (now.address != before.address) {
        service_.ports.log.notice(
            now.address.empty()
                ? feed + " is asked at its configured address again"
                : feed + " has moved for good, it is asked at " + redact_url(now.address),
            fields);
    }
    if (now.validators_off_until && !before.validators_off_until) {
        service_.ports.log.warning(
            feed +
                " said twice that nothing had changed when something had: it is "
                "asked without validators until " +
                format_rfc3339_seconds(*now.validators_off_until),
            fields);
    }
}

}  // namespace khabard
