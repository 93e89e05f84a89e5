#include "daemon/base/fail_point.h"
#include "daemon/model/feed.h"
#include "daemon/run/access.h"
#include "daemon/run/service_state.h"
#include "daemon/run/telling.h"
#include "daemon/stages/identify.h"
#include "daemon/web/challenge.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t black_box_bytes =
    std::size_t{64} * 1024;  // of a document, in case it is none

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

// Validators vouch for a body only when all of it was read.
Validators trusted(const Fetched& fetched, bool whole) {
    return whole ? fetched.validators : Validators{};
}

// When new items say that they were published, one for each.
std::vector<std::optional<Instant>> dates_of(const Prepared& prepared) {
    std::vector<std::optional<Instant>> dates;
    for (const PreparedItem& item : prepared.items) {
        std::optional<Instant> date;
        if (!item.articles.empty() && item.articles[0].candidate.article.published) {
            date = item.articles[0].candidate.article.published->date.at;
        }
        dates.push_back(date);
    }
    return dates;
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

// A request for a document of the feed, without validators.
FetchRequest Service::State::feed_request(const RunningFeed& one, const std::string& url) {
    const FetchConfig& fetch = configuration.config.fetch;
    const Limits& limits = configuration.config.limits;
    const bool sitemap = one.feed.kind == FeedKind::sitemap || one.state.history.is_sitemap;
    FetchRequest request{
        .ticket = next_ticket++,
        .url = url,
        .validators = {},
        .headers = {},
        .body_bytes_max = sitemap ? limits.sitemap_bytes_max : limits.feed_bytes_max,
        .connect_timeout = fetch.connect_timeout,
        .first_byte_timeout = fetch.first_byte_timeout,
        .total_timeout = sitemap ? fetch.sitemap_timeout : fetch.total_timeout,
        .suspect = one.state.failures > 0};
    give_access(request, one.feed);
    return request;
}

void Service::State::begin_poll(RunningFeed& one) {
    FetchRequest request = feed_request(one, address_of(one.feed, one.state));
    if (!follows.must_read(one)) {
        request.validators = validators_to_send(one.state, schedule_context(0));
    }
    ++one.in_flight;
    const auto failure =
        trips.depart(std::move(request), {ErrandKind::feed, one.feed.id.get()}, one.feed.robots);
    if (failure) {
        ends.without_body(one.feed.id, PollOutcome::unreachable, failure->detail, nullptr);
    }
}

void Service::State::on_polled(const Trip& trip, FetchOutcome outcome) {
    const FeedId feed{trip.errand.key};
    const RunningFeed* one = running(feed);
    if (one == nullptr || address_of(one->feed, one->state) != trip.request.url) {
        abandon(feed);
        return;
    }
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        ends.unreached(*running(feed), *failure);
        return;
    }
    const PollAnswer answer = answer_of(trip, *std::get_if<Fetched>(&outcome));
    Fetched fetched = std::get<Fetched>(std::move(outcome));
    if (fetched.status != 200 && fetched.status != 304) {
        const char* who = challenge_of(fetched);
        ends.without_body(
            feed, who != nullptr ? PollOutcome::challenge : outcome_of_status(fetched.status),
            "HTTP " + std::to_string(fetched.status) +
                (who != nullptr ? std::string(", a challenge page of ") + who : ""),
            &fetched, answer);
        return;
    }
    if (fetched.status == 304 && !answer.conditional) {
        ends.without_body(feed, PollOutcome::unreadable,
                          "HTTP 304 without having been asked for it", &fetched, answer);
        return;
    }
    const bool same = one->state.body && *one->state.body == digest_of(fetched.body.bytes);
    if (fetched.status == 304 || (same && !follows.must_read(*one))) {
        ends.without_body(feed, PollOutcome::unchanged, {}, &fetched, answer);
        return;
    }
    prepare_poll(trip, *one, std::move(fetched));
}

void Service::State::prepare_poll(const Trip& trip, const RunningFeed& one, Fetched fetched) {
    const std::uint64_t ticket = trip.request.ticket;
    auto memory = ports.ledger.memory(one.feed.id);
    if (!memory) {
        // Only a shortcut is lost: conclude asks the ledger again.
        ports.log.error("what is known of feed " + one.feed.id.get() +
                        " cannot be read: " + memory.error().text());
    }
    Unit unit{one.feed.id, one.feed.url, {}, fetched, answer_of(trip, fetched)};
    unit.fetched->body.bytes.resize(std::min(fetched.body.bytes.size(), black_box_bytes));
    unit.followed = trip.errand.kind == ErrandKind::follow ? trip.errand.key : std::string();
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
    if (unit.page) {
        pages.conclude(unit, done.prepared);
        return;
    }
    const RunningFeed* one = running(unit.feed);
    if (!unit.followed.empty()) {
        follows.conclude(unit, done.prepared);
    } else if (one != nullptr && one->feed.url == unit.url && !turn_error) {
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
        poll.hint = publisher_hint(*unit.fetched, prepared.ttl_minutes);
        poll.validators = trusted(*unit.fetched, prepared.wellformed && !prepared.truncated);
    }
    fill_in(poll, unit.answer);
    poll.is_sitemap = prepared.provenance.format.starts_with("sitemap");
    if (prepared.refused) {
        ends.unreadable(unit, prepared.refused->what, std::move(poll));
        return;
    }
    poll.is_index = prepared.provenance.format == "sitemapindex";
    poll.is_news_index = *poll.is_index && follows.speaks_of_news(one, prepared);
    auto known = ports.ledger.known(questions(prepared));
    if (!known) {
        turn_error = known.error();
        staged.ended.push_back(unit.feed);
        return;
    }
    Concluded concluded = conclude(prepared, std::move(*known), index,
                                   {.feed = one.feed,
                                    .rules = *configuration.rules,
                                    .now = ports.clock.wall(),
                                    .pages = pages.context_of(unit.feed)});
    if (!concluded.changes.seen.empty()) {
        poll.outcome = PollOutcome::fresh;
        poll.new_items = dates_of(prepared);
    }
    if (!unit.spool_file.empty()) {
        concluded.changes.spool_done.push_back(unit.spool_file);
        concluded.changes.shown_once = ports.clock.wall();
        poll.body = std::nullopt;
    } else if (prepared.wellformed && !prepared.truncated) {
        if (!*poll.is_index) {
            poll.entries = static_cast<std::uint32_t>(prepared.shown.size());
        }
        if (poll.entries && shows_too_little(one.state, *poll.entries)) {
            tell_shrinking(ports.log, one.state, *poll.entries);
        } else {
            concluded.changes.shown = Shown{ports.clock.wall(), prepared.shown};
        }
    }
    if (concluded.addresses_left > 0) {
        // The next poll must show them again.
        poll.validators = {};
        poll.body = std::nullopt;
    }
    if (unit.spool_file.empty()) {
        follows.read(one, prepared);
    }
    tell({ports.log, staged.lines}, unit, prepared, concluded);
    watch.concluded(concluded, {.fetched = unit.fetched ? unit.fetched->at : ports.clock.wall(),
                                .prepared = ports.clock.wall(),
                                .fresh_feed = !one.state.last_success});
    refusals.bury(unit, concluded.rejected, concluded.changes);
    ends.with(unit.feed, std::move(concluded.changes), poll);
    pages.retract(concluded.taken_back);
}

ScheduleContext Service::State::schedule_context(double jitter) const {
    return {.now = ports.clock.wall(),
            .jitter = jitter,
            .time_scale = configuration.config.time_scale,
            .feed_day_bytes = configuration.config.fetch.feed_day_bytes};
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
    pages.stage(changes);
}

}  // namespace khabard
