// Trips on their way: hops, outcomes, and what robots.txt answered.

#include "daemon/base/check.h"
#include "daemon/base/durations.h"
#include "daemon/run/service_state.h"
#include "daemon/web/http_headers.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

namespace khabard {
namespace {

using std::chrono::milliseconds;

// A connection is kept for what its host is asked within this time.
constexpr milliseconds connection_patience = std::chrono::seconds{20};
// Hosts that have stood in line for so long mean that nobody is asked as soon as he is due.
constexpr milliseconds queue_patience = std::chrono::seconds{1};
constexpr std::size_t robots_redirects_max = 5;

Errand hop_errand(std::uint64_t ticket) {
    return {ErrandKind::hop, std::to_string(ticket)};
}

HostAnswer host_answer(const FetchOutcome& outcome, Instant now) {
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        return {0, is_silence(failure->cause), std::nullopt, 0};
    }
    const Fetched& fetched = *std::get_if<Fetched>(&outcome);
    HostAnswer answer{fetched.status, false, std::nullopt, fetched.body.bytes.size()};
    if (const auto after = fetched.header("retry-after")) {
        answer.retry_after = parse_retry_after(*after, now);
    }
    return answer;
}

RequestKind request_kind(ErrandKind kind) {
    switch (kind) {
        case ErrandKind::robots: return RequestKind::robots;
        case ErrandKind::follow:
        case ErrandKind::page: return RequestKind::page;
        case ErrandKind::hop:
        case ErrandKind::feed: return RequestKind::feed;
    }
    unreachable("errand kind");
}

}  // namespace

bool is_silence(FetchCause cause) noexcept {
    return cause == FetchCause::name_resolution || cause == FetchCause::connect ||
           cause == FetchCause::tls || cause == FetchCause::timeout;
}

// Sends a request that was admitted. What cannot be sent at all comes back as a failure.
std::optional<FetchFailure> Service::Trips::depart(FetchRequest request, const Errand& errand,
                                                   RobotsPolicy robots) {
    const Limits& limits = service_.configuration.config.limits;
    auto chain = RedirectChain::begin(request.url, limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&chain)) {
        return FetchFailure{request.url, refusal->cause, refusal->detail,
                            service_.ports.clock.wall()};
    }
    RedirectChain& begun = *std::get_if<RedirectChain>(&chain);
    const std::size_t redirects_max = errand.kind == ErrandKind::robots
                                          ? std::min(robots_redirects_max, limits.redirects_max)
                                          : limits.redirects_max;
    const std::uint64_t ticket = request.ticket;
    Target target = target_of(begun.url());
    const auto placed = trips_.emplace(ticket, Trip{.errand = errand,
                                                    .kind = request_kind(errand.kind),
                                                    .robots = robots,
                                                    .chain = std::move(begun),
                                                    .target = std::move(target),
                                                    .came_from = {},
                                                    .request = std::move(request),
                                                    .redirects_max = redirects_max,
                                                    .sent_at = SteadyTime{0},
                                                    .on_way = false});
    send(placed.first->second);
    return std::nullopt;
}

void Service::Trips::send(Trip& trip) {
    trip.sent_at = service_.ports.clock.steady();
    trip.on_way = true;
    on_way_ += trip.request.suspect ? 0 : 1;
    admissions_.begin(trip.target, trip.sent_at);
    FetchRequest request = trip.request;
    request.url = trip.chain.request_url();
    request.keep_connection = is_asked_again_soon(trip.target.host);
    if (!trip.chain.same_origin()) {
        request.headers.clear();
    }
    service_.ports.fetcher.begin(std::move(request));
}

// Whether to keep a connection. Idle ones cost the host something, and libcurl walks all hosts that
// it knows when there are too many.
bool Service::Trips::is_asked_again_soon(const std::string& host) const {
    const SteadyTime now = service_.ports.clock.steady();
    return errands_.expects(host, now + connection_patience) &&
           !errands_.awake(now - queue_patience);
}

void Service::Trips::on_fetched(FetchDone done) {
    const auto found = trips_.find(done.ticket);
    if (found == trips_.end()) {
        return;
    }
    Trip& trip = found->second;
    const SteadyTime now = service_.ports.clock.steady();
    trip.on_way = false;
    on_way_ -= trip.request.suspect ? 0 : 1;
    service_.watch.fetched(done.outcome,
                           trip.errand.kind == ErrandKind::feed
                               ? std::optional<FeedId>(FeedId{trip.errand.key})
                               : std::nullopt,
                           now - trip.sent_at);
    const HostAnswer answer = host_answer(done.outcome, service_.ports.clock.wall());
    const auto rests_before = admissions_.hosts().rests(trip.target.host, now);
    for (const std::string& host : admissions_.finish(trip.target, answer, now)) {
        errands_.wake(host);
    }
    const auto* failure = std::get_if<FetchFailure>(&done.outcome);
    if (failure == nullptr || !failure->connection_was_kept) {  // else it says nothing of today
        service_.outages.note(trip.target.host, !answer.dead);
    }
    if (admissions_.hosts().rests(trip.target.host, now) != rests_before) {
        keep_rests(trip.target.host);
    }
    if (goes_on(trip, done.outcome)) {
        if (service_.stopping) {
            drop_waiting();
        }
        return;
    }
    arrive(done.ticket, std::move(done.outcome));
}

// A redirect, or a connection that was dead: the trip stands in line again. A hop that cannot be
// taken becomes the outcome.
bool Service::Trips::goes_on(Trip& trip, FetchOutcome& outcome) {
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        if (!failure->connection_was_kept || trip.sent_again) {
            return false;
        }
        trip.request.total_timeout -= service_.ports.clock.steady() - trip.sent_at;
        if (trip.request.total_timeout <= milliseconds{0}) {
            return false;
        }
        trip.sent_again = true;
        trip.came_from.clear();  // what goes out twice owes the gap
        errands_.put(trip.target.host, hop_errand(trip.request.ticket),
                     service_.ports.clock.steady());
        return true;
    }
    const Fetched& fetched = *std::get_if<Fetched>(&outcome);
    const auto location = fetched.header("location");
    if (!RedirectChain::redirects(fetched.status) || !location || location->empty()) {
        return false;
    }
    if (auto failure = take_hop(trip, fetched.status, *location)) {
        outcome = *std::move(failure);
        return false;
    }
    return true;
}

// A rest outlives us: it is committed with the turn.
void Service::Trips::keep_rests(const std::string& host) {
    std::vector<HostRest> rests;
    for (const RestLeft& left : admissions_.hosts().rests(host, service_.ports.clock.steady())) {
        rests.push_back(HostRest{.host = left.host,
                                 .url = left.url,
                                 .until = service_.ports.clock.wall() + service_.scaled(left.left),
                                 .of_host = left.of_host});
    }
    if (service_.turn_error) {
        return;
    }
    if (auto written = service_.ports.ledger.write_host_rests(host, rests); !written) {
        service_.turn_error = written.error();
        return;
    }
    service_.staged.dirty = true;
}

void Service::Trips::restore_rests() {
    const auto rests = service_.ports.ledger.host_rests();
    if (!rests) {
        service_.ports.log.error("which hosts asked to be left alone cannot be read: " +
                                 rests.error().text());
        return;
    }
    const Instant now = service_.ports.clock.wall();
    std::set<std::string> over;
    for (const HostRest& rest : *rests) {
        if (rest.until <= now) {
            over.insert(rest.host);
        } else {
            admissions_.hosts().restore(
                RestLeft{
                    .host = rest.host,
                    .url = rest.url,
                    .left = unscaled(rest.until - now, service_.configuration.config.time_scale),
                    .of_host = rest.of_host},
                service_.ports.clock.steady());
        }
    }
    for (const std::string& host : over) {
        keep_rests(host);
    }
}

// The next hop waits in the line of its host; or says why there is none.
std::optional<FetchFailure> Service::Trips::take_hop(Trip& trip, int status,
                                                     const std::string& location) {
    const SteadyTime now = service_.ports.clock.steady();
    const auto failure = [&](FetchCause cause, std::string detail) {
        return FetchFailure{trip.request.url, cause, std::move(detail),
                            service_.ports.clock.wall()};
    };
    Limits limits = service_.configuration.config.limits;
    limits.redirects_max = trip.redirects_max;
    const auto followed = trip.chain.follow(status, location, limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&followed)) {
        return failure(refusal->cause, refusal->detail);
    }
    trip.request.total_timeout -= now - trip.sent_at;
    if (trip.request.total_timeout <= milliseconds{0}) {
        return failure(FetchCause::timeout, "no answer within the total timeout");
    }
    trip.sent_again = false;
    trip.came_from = trip.target.host;
    trip.target = target_of(trip.chain.url());
    errands_.put(trip.target.host, hop_errand(trip.request.ticket), now);
    return std::nullopt;
}

// A trip has ended: its outcome goes to whoever sent it.
void Service::Trips::arrive(std::uint64_t ticket, FetchOutcome outcome) {
    const auto found = trips_.find(ticket);
    check(found != trips_.end(), "a trip that nobody began has ended");
    const Trip trip = std::move(found->second);
    trips_.erase(found);
    if (auto* fetched = std::get_if<Fetched>(&outcome)) {
        fetched->url = trip.request.url;
        fetched->effective_url = trip.chain.address();
        fetched->robots =
            trip.robots == RobotsPolicy::obey ? RobotsDecision::allowed : RobotsDecision::ignored;
    }
    switch (trip.errand.kind) {
        case ErrandKind::feed: service_.on_polled(trip, std::move(outcome)); return;
        case ErrandKind::follow: service_.follows.arrive(trip, std::move(outcome)); return;
        case ErrandKind::robots:
            if (const auto origin = target_of(trip.request.url)) {
                on_robots(*origin, outcome);
            }
            return;
        case ErrandKind::page: service_.pages.on_page(trip, std::move(outcome)); return;
        case ErrandKind::hop: return;
    }
    unreachable("errand kind");
}

void Service::Trips::on_robots(const Target& robots, const FetchOutcome& outcome) {
    Admissions::RobotsAnswer answer{0, {}, {}};
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        if (service_.outages.network().is_on() && is_silence(failure->cause)) {
            admissions_.robots().drop(robots.origin);
            errands_.hold(robots.host, service_.outages.network().next_probe());
            return;
        }
        answer.cause = std::string(fetch_cause_name(failure->cause)) + ": " + failure->detail;
    } else if (const auto* fetched = std::get_if<Fetched>(&outcome)) {
        answer.status = fetched->status;
        answer.body = fetched->body.bytes;
    }
    admissions_.finish_robots(robots, answer, service_.ports.clock.steady());
    if (admissions_.robots().crawl_delay_was_capped(robots.origin)) {
        service_.ports.log.warning(robots.url + " asks for a longer crawl-delay than is obeyed",
                                   {{"HOST", robots.host}, {"CAUSE", "crawl_delay"}});
    }
    errands_.wake(robots.host);
}

// At a stop: requests that wait for their next hop are given up, as if they had not been made.
void Service::Trips::drop_waiting() {
    errands_.drop_all(ErrandKind::hop);
    for (auto each = trips_.begin(); each != trips_.end();) {
        if (each->second.on_way) {
            ++each;
            continue;
        }
        if (each->second.errand.kind == ErrandKind::feed) {
            service_.abandon(FeedId{each->second.errand.key});
        } else if (each->second.errand.kind == ErrandKind::page) {
            service_.pages.forget_request(each->second.errand);
        }
        each = trips_.erase(each);
    }
}

}  // namespace khabard
