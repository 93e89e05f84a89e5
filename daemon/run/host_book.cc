#include "daemon/run/host_book.h"

#include "daemon/base/check.h"
#include "daemon/base/durations.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds day = hours{24};
constexpr milliseconds delay_memory = day;         // robots.txt is read again before
constexpr milliseconds rest_max = hours{24};       // then one request, whatever was asked for
constexpr milliseconds dead_memory = minutes{10};  // before any other URL of the host
constexpr unsigned forgiven_after = 3;             // clean answers
constexpr std::size_t resting_urls_max = 1000;     // of one host

bool is_overload(int status) {
    return status == 429 || status == 503;
}

}  // namespace

const char* wait_cause_name(WaitCause cause) noexcept {
    switch (cause) {
        case WaitCause::none: return "none";
        case WaitCause::busy: return "busy";
        case WaitCause::gap: return "gap";
        case WaitCause::retry_after: return "retry_after";
        case WaitCause::dead: return "dead";
        case WaitCause::day_budget: return "day_budget";
    }
    unreachable("wait cause");
}

milliseconds HostBook::scaled(milliseconds wait) const {
    return khabard::scaled(wait, rules_.time_scale);
}

// A host that is overloaded bears half of everything until it is forgiven.
milliseconds HostBook::gap_of(const Host& host) const {
    milliseconds gap = rules_.gap * (host.halved ? 2 : 1);
    for (const auto& [origin, delay] : host.crawl_delays) {
        gap = std::max(gap, delay.delay);
    }
    return scaled(gap);
}

std::size_t HostBook::budget(const Host& host, std::size_t full) const {
    return std::max<std::size_t>(1, host.halved ? full / 2 : full);
}

bool HostBook::day_is_spent(const Host& host, SteadyTime now) const {
    return now < host.day_ends && (host.day_requests >= budget(host, rules_.day_requests) ||
                                   host.day_bytes >= budget(host, rules_.day_bytes));
}

void HostBook::set_crawl_delay(const Target& of, milliseconds delay, SteadyTime now) {
    Host& host = hosts_[of.host];
    if (delay == milliseconds{0}) {
        host.crawl_delays.erase(of.origin);
        return;
    }
    host.crawl_delays[of.origin] = {delay, now + scaled(delay_memory)};
    host.next_start = std::max(host.next_start, now + scaled(delay));
}

HostWait HostBook::wait_for(const Target& target, RequestKind kind, bool owes_gap, SteadyTime now) {
    const Host& host = hosts_[target.host];
    if (host.rests_until > now) {
        return {WaitCause::retry_after, host.rests_until, true};
    }
    const auto alone = host.resting.find(target.url);
    if (alone != host.resting.end() && alone->second > now) {
        return {WaitCause::retry_after, alone->second, false};
    }
    if (host.dead_until > now && host.dead_url != target.url) {
        return {WaitCause::dead, host.dead_until, false};
    }
    if (kind == RequestKind::page && day_is_spent(host, now)) {
        return {WaitCause::day_budget, host.day_ends, false};
    }
    if (host.in_flight >= budget(host, rules_.host_concurrency)) {
        return {WaitCause::busy, SteadyTime::max(), true};
    }
    if (owes_gap && host.next_start > now) {
        return {WaitCause::gap, host.next_start, true};
    }
    const auto domain = domains_.find(target.domain);
    if (domain != domains_.end() && domain->second.in_flight >= rules_.domain_concurrency) {
        domain->second.waiting.insert(target.host);
        return {WaitCause::busy, SteadyTime::max(), true};
    }
    return {WaitCause::none, now, true};
}

void HostBook::begin(const Target& target, SteadyTime now) {
    Host& host = hosts_[target.host];
    ++host.in_flight;
    host.next_start = now + gap_of(host);
    if (now >= host.day_ends) {
        host.day_ends = now + scaled(day);
        host.day_requests = 0;
        host.day_bytes = 0;
    }
    ++host.day_requests;
    ++domains_[target.domain].in_flight;
}

// The whole host rests, unless another of its URLs was fine since it last asked for a rest: then
// it is this URL that is too much.
void HostBook::note_rest(Host& host, const std::string& url, SteadyTime until) {
    if (host.others_are_fine && host.rests_for == url && host.resting.size() < resting_urls_max) {
        host.resting[url] = until;
        return;
    }
    if (host.rests_for != url) {
        host.others_are_fine = false;
    }
    host.rests_until = std::max(host.rests_until, until);
    host.rests_for = url;
}

void HostBook::note_success(Host& host, const std::string& url) {
    host.dead_until = SteadyTime{0};
    host.resting.erase(url);
    if (!host.rests_for.empty() && host.rests_for != url) {
        host.others_are_fine = true;
        if (host.rests_until > SteadyTime{0} && host.resting.size() < resting_urls_max) {
            // An answer that was under way when the rest began: it is that URL's alone.
            host.resting[host.rests_for] = host.rests_until;
            host.rests_until = SteadyTime{0};
        }
    }
    if (host.halved && ++host.clean_polls >= forgiven_after) {
        host.halved = false;
    }
}

std::vector<std::string> HostBook::finish(const Target& target, const HostAnswer& answer,
                                          SteadyTime now) {
    Host& host = hosts_[target.host];
    Domain& domain = domains_[target.domain];
    check(host.in_flight > 0 && domain.in_flight > 0, "a request that nobody began has ended");
    --host.in_flight;
    host.day_bytes += answer.bytes;
    if (answer.retry_after && answer.status >= 400) {
        note_rest(host, target.url, now + scaled(std::min(*answer.retry_after, rest_max)));
    }
    if (is_overload(answer.status)) {
        host.halved = host.halved || !answer.retry_after;
        host.clean_polls = 0;
    } else if (answer.status == 200 || answer.status == 304) {
        note_success(host, target.url);
    } else if (answer.dead) {
        host.dead_until = now + scaled(dead_memory);
        host.dead_url = target.url;
    }
    host.next_start = std::max(host.next_start, now + gap_of(host));
    std::set<std::string> woken = std::move(domain.waiting);
    woken.insert(target.host);
    if (--domain.in_flight == 0) {
        domains_.erase(target.domain);
    } else {
        domain.waiting.clear();
    }
    return {woken.begin(), woken.end()};
}

std::vector<RestLeft> HostBook::rests(const std::string& name, SteadyTime now) const {
    std::vector<RestLeft> all;
    const auto found = hosts_.find(name);
    if (found == hosts_.end()) {
        return all;
    }
    const auto real = [this](milliseconds wait) { return unscaled(wait, rules_.time_scale); };
    const Host& host = found->second;
    if (host.rests_until > now) {
        all.push_back({name, host.rests_for, real(host.rests_until - now), true});
    }
    for (const auto& [url, until] : host.resting) {
        if (until > now) {
            all.push_back({name, url, real(until - now), false});
        }
    }
    return all;
}

void HostBook::restore(const RestLeft& rest, SteadyTime now) {
    Host& host = hosts_[rest.host];
    const SteadyTime until = now + scaled(std::min(rest.left, rest_max));
    if (rest.of_host) {
        host.rests_until = until;
        host.rests_for = rest.url;
    } else {
        host.resting[rest.url] = until;
    }
}

void HostBook::forgive_dead() {
    for (auto& [name, host] : hosts_) {
        host.dead_until = SteadyTime{0};
    }
}

void HostBook::forget(SteadyTime now) {
    for (auto& [name, host] : hosts_) {
        std::erase_if(host.resting, [now](const auto& each) { return each.second <= now; });
        std::erase_if(host.crawl_delays,
                      [now](const auto& each) { return each.second.ends <= now; });
    }
    std::erase_if(hosts_, [now](const auto& each) {
        const Host& host = each.second;
        return host.in_flight == 0 && host.next_start <= now && host.rests_until <= now &&
               host.resting.empty() && host.dead_until <= now && host.day_ends <= now &&
               !host.halved && host.crawl_delays.empty();
    });
}

}  // namespace khabard
