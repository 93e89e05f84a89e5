#include "daemon/base/fail_point.h"
#include "daemon/base/join.h"
#include "daemon/run/service_state.h"
#include "daemon/stages/identify.h"
#include "daemon/web/http_headers.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds spool_interval = std::chrono::seconds{10};

ReadAs read_as(FeedKind kind) {
    switch (kind) {
        case FeedKind::page: return ReadAs::page;
        case FeedKind::json_api: return ReadAs::json_api;
        case FeedKind::directory: return ReadAs::detect;
        case FeedKind::automatic:
        case FeedKind::rss:
        case FeedKind::atom:
        case FeedKind::rdf:
        case FeedKind::json_feed:
        case FeedKind::sitemap: return ReadAs::feed;
    }
    return ReadAs::detect;
}

// The longer of two hints; one beyond a day is none (rule 17).
milliseconds longer_hint(milliseconds hint, milliseconds other) {
    return other > std::chrono::hours{24} ? hint : std::max(hint, other);
}

// How long the answer itself says that it stays fresh: Cache-Control, else Expires (rules 17, 27).
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

milliseconds hint_of(const Prepared& prepared, const Fetched& fetched) {
    const milliseconds hint = hint_of(fetched);
    if (!prepared.ttl_minutes) {
        return hint;
    }
    // As written by the publisher: anything but a small number is no hint.
    int minutes = 0;
    const std::string& ttl = *prepared.ttl_minutes;
    const auto read = std::from_chars(ttl.data(), ttl.data() + ttl.size(), minutes);
    const bool good = read.ec == std::errc() && minutes > 0;
    return longer_hint(hint, std::chrono::minutes{good ? minutes : 0});
}

// Validators vouch for a body only when all of it was read.
Validators trusted(const Fetched& fetched, bool whole) {
    return whole ? fetched.validators : Validators{};
}

std::string one_line(const Prepared& prepared, const Changes& changes) {
    const Tally& tally = changes.tally;
    std::string line = std::to_string(prepared.items.size() + prepared.repeats) + " items";
    for (const Outcome outcome :
         {Outcome::created, Outcome::updated, Outcome::unthemed, Outcome::duplicate,
          Outcome::repeat, Outcome::skipped, Outcome::rejected}) {
        if (tally.of(outcome) > 0) {
            line += ", " + std::to_string(tally.of(outcome)) + " " + outcome_name(outcome);
        }
    }
    return line;
}

}  // namespace

RunningFeed* Service::State::running(const FeedId& feed) {
    const auto found = feeds.find(feed);
    return found == feeds.end() ? nullptr : &found->second;
}

// Puts the feed in line for its next poll.
void Service::State::schedule(const RunningFeed& one) {
    const SteadyTime now = ports.clock.steady();
    if (one.in_flight > 0 || (options.once && one.polled)) {
        return;
    }
    const auto wait = options.once ? milliseconds{0} : due_of(one) - ports.clock.wall();
    trips.errands().put(one.host, {ErrandKind::feed, one.feed.id.get()},
                        now + std::max<milliseconds>(wait, milliseconds{0}));
}

void Service::State::begin_poll(RunningFeed& one) {
    const FetchConfig& fetch = configuration.config.fetch;
    FetchRequest request{.ticket = next_ticket++,
                         .url = one.feed.url,
                         .validators = one.state.validators,
                         .headers = {},
                         .body_bytes_max = configuration.config.limits.feed_bytes_max,
                         .connect_timeout = fetch.connect_timeout,
                         .first_byte_timeout = fetch.first_byte_timeout,
                         .total_timeout = fetch.total_timeout,
                         .suspect = one.state.failures > 0};
    for (const auto& [name, value] : one.feed.headers) {
        request.headers.push_back({name, value});
    }
    ++one.in_flight;
    const auto failure =
        trips.depart(std::move(request), {ErrandKind::feed, one.feed.id.get()}, one.feed.robots);
    if (failure) {
        end_without_body(one.feed.id, PollOutcome::unreachable, failure->detail, nullptr);
    }
}

// A poll that is not made: robots.txt is against it, or, under --once, its host rests.
void Service::State::refuse_poll(RunningFeed& one, const Admission& admission) {
    if (admission.gate != Gate::forbidden) {
        one.polled = true;
        failed_once.insert("feed " + one.feed.id.get() + " is left out: " + admission.cause);
        return;
    }
    const double real = static_cast<double>((admission.until - ports.clock.steady()).count()) *
                        configuration.config.time_scale;
    ++one.in_flight;
    end_poll(one.feed.id, Changes{},
             Poll{.outcome = admission.by_rule ? PollOutcome::disallowed : PollOutcome::unreachable,
                  .cause = admission.cause,
                  .validators = {},
                  .body = std::nullopt,
                  .retry_after = milliseconds{static_cast<std::int64_t>(real)},
                  .hint = milliseconds{0}});
}

void Service::State::end_without_body(const FeedId& feed, PollOutcome outcome,
                                      const std::string& cause, const Fetched* fetched) {
    Poll poll{.outcome = outcome,
              .cause = cause,
              .validators = {},
              .body = std::nullopt,
              .retry_after = std::nullopt,
              .hint = milliseconds{0}};
    if (fetched != nullptr) {
        if (outcome == PollOutcome::unchanged) {
            poll.hint = hint_of(*fetched);
        }
        if (const auto after = fetched->header("retry-after")) {
            poll.retry_after = parse_retry_after(*after, ports.clock.wall());
        }
    }
    if (const RunningFeed* one = running(feed);
        one != nullptr && outcome == PollOutcome::unchanged) {
        // New ones vouch for the same body only if it was whole when it was read.
        const bool renewed = fetched != nullptr && !one->state.validators.empty() &&
                             !fetched->validators.empty() && !fetched->truncated;
        poll.validators = renewed ? fetched->validators : one->state.validators;
    }
    end_poll(feed, Changes{}, poll);
}

void Service::State::on_polled(const Trip& trip, FetchOutcome outcome) {
    const FeedId feed{trip.errand.key};
    const RunningFeed* one = running(feed);
    if (one == nullptr || one->feed.url != trip.request.url) {
        abandon(feed);
        return;
    }
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        end_without_body(feed,
                         failure->cause == FetchCause::robots ? PollOutcome::disallowed
                                                              : PollOutcome::unreachable,
                         std::string(fetch_cause_name(failure->cause)) + ": " + failure->detail,
                         nullptr);
        return;
    }
    Fetched fetched = std::get<Fetched>(std::move(outcome));
    const bool same = fetched.status == 304 || (fetched.status == 200 && one->state.body &&
                                                *one->state.body == digest_of(fetched.body.bytes));
    if (same || fetched.status != 200) {
        end_without_body(feed, same ? PollOutcome::unchanged : outcome_of_status(fetched.status),
                         same ? std::string() : "HTTP " + std::to_string(fetched.status), &fetched);
        return;
    }
    prepare_poll(trip.request.ticket, *one, std::move(fetched));
}

void Service::State::prepare_poll(std::uint64_t ticket, const RunningFeed& one, Fetched fetched) {
    auto memory = ports.ledger.memory(one.feed.id);
    if (!memory) {
        // Only a shortcut is lost: conclude asks the ledger again.
        ports.log.error("what is known of feed " + one.feed.id.get() +
                        " cannot be read: " + memory.error().text());
    }
    Unit unit{one.feed.id, one.feed.url, {}, fetched};
    unit.fetched->body.bytes.clear();
    units.emplace(ticket, std::move(unit));
    pool->submit(ticket, Job{.feed = one.feed,
                             .rules = configuration.rules,
                             .fetched = std::move(fetched),
                             .read_as = read_as(one.feed.kind),
                             .charset_hint = {},
                             .memory = memory ? std::move(*memory)
                                              : Memory{.seen = {}, .body = std::nullopt},
                             .now = ports.clock.wall(),
                             .follow_run_rules = true});
}

void Service::State::on_prepared(const Pool::Done& done) {
    const auto found = units.find(done.ticket);
    if (found == units.end()) {
        return;
    }
    const Unit unit = std::move(found->second);
    units.erase(found);
    const RunningFeed* one = running(unit.feed);
    if (one != nullptr && one->feed.url == unit.url && !turn_error) {
        conclude_unit(unit, done.prepared);
    } else {
        abandon(unit.feed);
    }
}

// Ends a unit without a result: the turn cannot be committed, or the feed left or got another
// address meanwhile, of which the answer says nothing.
void Service::State::abandon(const FeedId& feed) {
    if (running(feed) != nullptr) {
        staged.ended.push_back(feed);
    }
}

void Service::State::conclude_unit(const Unit& unit, const Prepared& prepared) {
    const RunningFeed& one = *running(unit.feed);
    Poll poll{.outcome = PollOutcome::unchanged,
              .cause = {},
              .validators = {},
              .body = prepared.body,
              .retry_after = std::nullopt,
              .hint = milliseconds{0}};
    if (unit.fetched) {
        poll.hint = hint_of(prepared, *unit.fetched);
        poll.validators = trusted(*unit.fetched, prepared.wellformed && !prepared.truncated);
    }
    if (prepared.refused) {
        refuse_document(unit, prepared, std::move(poll));
        return;
    }
    auto known = ports.ledger.known(questions(prepared));
    if (!known) {
        turn_error = known.error();
        staged.ended.push_back(unit.feed);
        return;
    }
    Concluded concluded =
        conclude(prepared, std::move(*known), index,
                 {.feed = one.feed, .rules = *configuration.rules, .now = ports.clock.wall()});
    if (!concluded.changes.seen.empty()) {
        poll.outcome = PollOutcome::fresh;
    }
    if (!unit.spool_file.empty()) {
        concluded.changes.spool_done.push_back(unit.spool_file);
        concluded.changes.shown_once = ports.clock.wall();
        poll.body = std::nullopt;
    } else if (prepared.wellformed && !prepared.truncated) {
        concluded.changes.shown = Shown{ports.clock.wall(), prepared.shown};
    }
    tell(unit, prepared, concluded);
    watch.concluded(concluded, {.fetched = unit.fetched ? unit.fetched->at : ports.clock.wall(),
                                .prepared = ports.clock.wall(),
                                .fresh_feed = !one.state.last_success});
    end_poll(unit.feed, std::move(concluded.changes), poll);
}

// A document that is no feed fails its poll; a file of a spool is set aside, counted and named.
void Service::State::refuse_document(const Unit& unit, const Prepared& prepared, Poll poll) {
    Changes changes{};
    poll.outcome = PollOutcome::unreadable;
    poll.cause = prepared.refused->what;
    poll.validators = {};
    if (!unit.spool_file.empty()) {
        changes.spool_done.push_back(unit.spool_file);
        changes.tally.count(Outcome::rejected, Reason::unreadable);
        poll.cause = unit.spool_file + ": " + poll.cause;
    }
    end_poll(unit.feed, std::move(changes), poll);
}

void Service::State::end_poll(const FeedId& feed, Changes changes, const Poll& poll) {
    RunningFeed* one = running(feed);
    std::uniform_real_distribution<double> jitter(-1.0, 1.0);
    const auto staged_before = staged.states.find(feed);
    const FeedState& before =
        staged_before == staged.states.end() ? one->state : staged_before->second;
    FeedState next = next_state(one->feed, before, poll,
                                {.now = ports.clock.wall(),
                                 .jitter = jitter(dice),
                                 .time_scale = configuration.config.time_scale});
    if (one->feed.kind == FeedKind::directory) {
        // A directory of this machine: looking costs nothing, whatever its interval.
        const milliseconds wait = one->more_files ? milliseconds{0} : spool_interval;
        next.due = std::min(next.due, ports.clock.wall() + wait);
    }
    watch.poll_ended(poll_outcome_name(poll.outcome));
    if (!poll.cause.empty()) {
        // The cause of a fetch that failed begins with its name.
        const std::string name = poll.outcome == PollOutcome::unreachable
                                     ? poll.cause.substr(0, poll.cause.find(':'))
                                     : poll_outcome_name(poll.outcome);
        report_failure(feed, poll.cause, name.c_str());
    }
    changes.feed = next;
    staged.states.insert_or_assign(feed, std::move(next));
    staged.ended.push_back(feed);
    apply(feed, changes);
}

void Service::State::report_failure(const FeedId& feed, const std::string& what,
                                    const char* cause) {
    const std::string line = "feed " + feed.get() + " failed: " + what;
    ports.log.warning(line, {{"FEED", feed.get()}, {"CAUSE", cause}});
    if (options.once) {
        failed_once.insert(line);
    }
}

void Service::State::apply(const FeedId& feed, const Changes& changes) {
    if (turn_error) {
        return;
    }
    fail_point("loop.apply.before");
    if (auto applied = ports.ledger.apply(feed, changes); !applied) {
        turn_error = applied.error();
        return;
    }
    watch.applied(feed, changes, ports.ledger.info().highest);
    staged.dirty = true;
}

void Service::State::tell(const Unit& unit, const Prepared& prepared, const Concluded& concluded) {
    const std::string& feed = unit.feed.get();
    const std::string of_file = unit.spool_file.empty() ? "" : unit.spool_file + ": ";
    for (const Ended& ended : concluded.ended) {
        const std::string themes = join(ended.themes);
        const std::string cleaned = join(ended.cleaned);
        std::string line = outcome_name(ended.outcome);
        line += themes.empty() ? "" : " [" + themes + "]";
        line += ended.headline.empty() ? "" : " " + ended.headline;
        line += cleaned.empty() ? "" : " (cleaned: " + cleaned + ")";
        line += ended.what.empty() ? "" : " " + of_file + ended.what;
        const LogLevel level =
            ended.outcome == Outcome::rejected ? LogLevel::warning : LogLevel::info;
        ports.log.write(level, line,
                        {{"FEED", feed},
                         {"OUTCOME", outcome_name(ended.outcome)},
                         {"REASON", reason_name(ended.reason)},
                         {"THEMES", themes},
                         {"TOPICS", join(ended.topics)},
                         {"CLEANED", cleaned}});
    }
    const std::string of_feed = "feed " + feed + ": " + of_file;
    if (prepared.truncated) {
        ports.log.warning(of_feed + "its document was cut off, what came of it is used",
                          {{"FEED", feed}});
    }
    for (const std::string& warning : prepared.warnings) {
        ports.log.warning(of_feed + warning, {{"FEED", feed}});
    }
    ports.log.info(of_feed + one_line(prepared, concluded.changes), {{"FEED", feed}});
}

}  // namespace khabard
