#include "daemon/run/trips.h"

#include "daemon/base/check.h"
#include "daemon/run/access.h"
#include "daemon/run/service_state.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace khabard {
namespace {

using std::chrono::milliseconds;

// A redirect to a host that rests for longer fails its request.
constexpr milliseconds hop_patience = std::chrono::minutes{3};
// While polling slows, pages ask so often whether it still does.
constexpr milliseconds page_pause = std::chrono::minutes{1};

bool rests(WaitCause cause) {
    return cause == WaitCause::retry_after || cause == WaitCause::dead ||
           cause == WaitCause::day_budget;
}

AdmissionRules rules_of(const Config& config) {
    const FetchConfig& fetch = config.fetch;
    const double scale = config.time_scale;
    return {.hosts = {.host_concurrency = fetch.host_concurrency,
                      .domain_concurrency = fetch.domain_concurrency,
                      .gap = fetch.host_gap,
                      .day_requests = fetch.host_day_requests,
                      .day_bytes = fetch.host_day_bytes,
                      .time_scale = scale},
            .robots = {.cache = fetch.robots_cache,
                       .crawl_delay_max = fetch.crawl_delay_max,
                       .bytes_max = config.limits.robots_bytes_max,
                       .time_scale = scale}};
}

}  // namespace

Service::Trips::Trips(State& service)
    : service_(service), admissions_(rules_of(service.configuration.config)) {}

void Service::Trips::adopt_rules() {
    admissions_.set_rules(rules_of(service_.configuration.config));
}

std::size_t Service::Trips::under_way(const Errand& errand) const {
    return static_cast<std::size_t>(
        std::count_if(trips_.begin(), trips_.end(),
                      [&](const auto& each) { return each.second.errand == errand; }));
}

SteadyTime Service::Trips::next() const {
    if (on_way_ >= service_.configuration.config.fetch.concurrency) {
        return SteadyTime::max();
    }
    return service_.outages.network().is_on()
               ? std::max(errands_.next(), service_.outages.network().next_probe())
               : errands_.next();
}

// While our network is down only probes go out. Files of this machine, which stand in the line of
// no host, need no network.
std::optional<std::string> Service::Trips::next_host(SteadyTime now) {
    auto host = errands_.awake(now);
    if (!host || host->empty() || !service_.outages.network().is_on() ||
        service_.outages.take_probe(now)) {
        return host;
    }
    return errands_.first("", now) ? std::optional<std::string>("") : std::nullopt;
}

// Begins what is due. Costs what is due: a host that cannot be asked now is held until it can.
void Service::Trips::serve_due() {
    const SteadyTime now = service_.ports.clock.steady();
    while (on_way_ < service_.configuration.config.fetch.concurrency) {
        const auto host = next_host(now);
        if (!host) {
            return;
        }
        const auto errand = errands_.first(*host, now);
        check(errand.has_value(), "a host is awake and has nothing due");
        attempt(*host, *errand);
    }
}

// Whether a poll or a page waits for longer because of what is not published yet.
bool Service::Trips::put_off(const std::string& host, const Errand& errand) {
    if (errand.kind == ErrandKind::page && !may_fetch_pages(service_.pressure)) {
        errands_.put(host, errand, service_.ports.clock.steady() + service_.scaled(page_pause));
        return true;
    }
    const RunningFeed* one = errand.kind == ErrandKind::feed && !service_.options.once
                                 ? service_.running(FeedId{errand.key})
                                 : nullptr;
    if (one == nullptr || service_.pressure != Pressure::slow ||
        service_.due_of(*one) <= service_.ports.clock.wall()) {
        return false;
    }
    service_.schedule(*one);
    return true;
}

// ENSURES: the errand has begun, or left, or it or its host waits for a later time.
void Service::Trips::attempt(const std::string& host, const Errand& errand) {
    const SteadyTime now = service_.ports.clock.steady();
    if (put_off(host, errand)) {
        return;
    }
    const auto way = way_of(errand);
    if (!way) {
        errands_.drop(errand);
        start(errand);
        return;
    }
    const Admission admission =
        admissions_.admit({way->target, way->kind, way->robots, way->owes_gap}, now);
    switch (admission.gate) {
        case Gate::go:
            errands_.drop(errand);
            start(errand);
            return;
        case Gate::wait: postpone(host, errand, admission); return;
        case Gate::forbidden:
            errands_.drop(errand);
            refuse(errand, admission);
            return;
        case Gate::ask_robots: ask_robots(host, errand, way->target); return;
    }
    unreachable("gate");
}

void Service::Trips::postpone(const std::string& host, const Errand& errand,
                              const Admission& admission) {
    const SteadyTime now = service_.ports.clock.steady();
    const SteadyTime until = std::max(admission.until, now + milliseconds{1});
    if (rests(admission.wait) && !worth_waiting(errand, until - now)) {
        errands_.drop(errand);
        Admission refusal = admission;
        refusal.cause =
            "its host is left alone for now (" + std::string(wait_cause_name(admission.wait)) + ")";
        refuse(errand, refusal);
    } else if (admission.of_host) {
        errands_.hold(host, until);
    } else {
        errands_.put(host, errand, until);
    }
}

// A redirected request does not wait for long, and nothing does under --once.
bool Service::Trips::worth_waiting(const Errand& errand, milliseconds wait) const {
    return !service_.options.once &&
           (errand.kind != ErrandKind::hop || wait <= service_.scaled(hop_patience));
}

// The way to a host is that of whoever wants to go there: proxy, TLS, authentication.
FetchAccess Service::Trips::access_for(const Errand& errand) {
    if (const Trip* trip = trip_of(errand)) {
        return trip->request.access;
    }
    if (errand.kind == ErrandKind::page) {
        return service_.pages.access_for(errand);
    }
    const RunningFeed* one = errand.kind == ErrandKind::follow
                                 ? service_.follows.feed_of(errand)
                                 : service_.running(FeedId{errand.key});
    return one != nullptr ? access_of(one->feed) : FetchAccess{};
}

// Sends for the robots.txt that an errand needs; its host waits for it.
void Service::Trips::ask_robots(const std::string& host, const Errand& errand,
                                const Target& target) {
    const Target robots = robots_of(target);
    const Admission admission = admissions_.admit(
        {robots, RequestKind::robots, RobotsPolicy::ignore, true}, service_.ports.clock.steady());
    if (admission.gate != Gate::go) {
        postpone(host, errand, admission);
        return;
    }
    const FetchConfig& fetch = service_.configuration.config.fetch;
    admissions_.begin_robots(robots);
    errands_.hold(host, SteadyTime::max());
    const auto failure =
        depart({.ticket = service_.next_ticket++,
                .url = robots.url,
                .validators = {},
                .headers = {},
                .body_bytes_max = service_.configuration.config.limits.robots_bytes_max,
                .connect_timeout = fetch.connect_timeout,
                .first_byte_timeout = fetch.first_byte_timeout,
                .total_timeout = fetch.total_timeout,
                .suspect = false,
                .access = access_for(errand)},
               {ErrandKind::robots, robots.origin}, RobotsPolicy::ignore);
    if (failure) {
        on_robots(robots, *failure);
    }
}

Trip* Service::Trips::trip_of(const Errand& errand) {
    if (errand.kind != ErrandKind::hop) {
        return nullptr;
    }
    std::uint64_t ticket = 0;
    std::from_chars(errand.key.data(), errand.key.data() + errand.key.size(), ticket);
    const auto found = trips_.find(ticket);
    return found == trips_.end() ? nullptr : &found->second;
}

// nullopt: it is no request (a spool directory), or nobody wants it any more.
std::optional<Way> Service::Trips::way_of(const Errand& errand) {
    switch (errand.kind) {
        case ErrandKind::hop:
            if (const Trip* trip = trip_of(errand)) {
                return Way{trip->target, trip->kind, trip->robots,
                           trip->target.host != trip->came_from};
            }
            return std::nullopt;
        case ErrandKind::feed: {
            const RunningFeed* one = service_.running(FeedId{errand.key});
            if (one == nullptr || one->feed.kind == FeedKind::directory) {
                return std::nullopt;
            }
            auto target = target_of(address_of(one->feed, one->state));
            return target ? std::optional<Way>(
                                Way{*std::move(target), RequestKind::feed, one->feed.robots, true})
                          : std::nullopt;
        }
        case ErrandKind::follow: return service_.follows.way_of(errand);
        case ErrandKind::page: return service_.pages.way_of(errand);
        case ErrandKind::robots: return std::nullopt;
    }
    unreachable("errand kind");
}

// What was admitted, or needs no admission.
void Service::Trips::start(const Errand& errand) {
    if (Trip* trip = trip_of(errand)) {
        send(*trip);
        return;
    }
    if (errand.kind == ErrandKind::follow) {
        service_.follows.start(errand);
        return;
    }
    if (errand.kind == ErrandKind::page) {
        service_.pages.begin(errand);
        return;
    }
    RunningFeed* one =
        errand.kind == ErrandKind::feed ? service_.running(FeedId{errand.key}) : nullptr;
    if (one == nullptr) {
        return;
    }
    if (one->feed.kind == FeedKind::directory) {
        service_.begin_spool(*one);
    } else {
        service_.begin_poll(*one);
    }
}

// What may not go at all, or not in any time that it could wait for.
void Service::Trips::refuse(const Errand& errand, const Admission& admission) {
    if (const Trip* trip = trip_of(errand)) {
        // What keeps us from the robots.txt of the next host keeps us from the host.
        const FetchCause cause =
            fetch_cause_in_front(admission.cause)
                .value_or(admission.gate == Gate::forbidden ? FetchCause::robots
                                                            : FetchCause::host_rests);
        arrive(trip->request.ticket, FetchFailure{trip->request.url, cause,
                                                  trip->chain.address() + ": " + admission.cause,
                                                  service_.ports.clock.wall()});
        return;
    }
    if (errand.kind == ErrandKind::follow) {
        service_.follows.refused(errand, admission.cause);
        return;
    }
    if (errand.kind == ErrandKind::page) {
        service_.pages.refuse(errand, admission);
        return;
    }
    RunningFeed* one =
        errand.kind == ErrandKind::feed ? service_.running(FeedId{errand.key}) : nullptr;
    if (one != nullptr) {
        service_.ends.refused(*one, admission);
    }
}

}  // namespace khabard
