#include "daemon/run/robots_book.h"

#include "daemon/base/durations.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr milliseconds believed_max = hours{24};
constexpr milliseconds retry = hours{1};
constexpr milliseconds relax_after = hours{24 * 30};
constexpr const char* product_token = "khabard";

}  // namespace

milliseconds RobotsBook::scaled(milliseconds wait) const {
    return khabard::scaled(wait, rules_.time_scale);
}

RobotsView RobotsBook::view(const std::string& origin, std::string_view path,
                            SteadyTime now) const {
    const auto found = entries_.find(origin);
    if (found == entries_.end()) {
        return {RobotsSays::unknown, now, {}};
    }
    const Entry& entry = found->second;
    if (entry.asking) {
        return {RobotsSays::asking, SteadyTime::max(), {}};
    }
    if (entry.until <= now) {
        return {RobotsSays::unknown, now, {}};
    }
    if (entry.rules && (!entry.failing || now - entry.read_at < scaled(believed_max))) {
        const bool allowed = robots_allow(*entry.rules, path);
        return {allowed ? RobotsSays::allowed : RobotsSays::disallowed, entry.until, {}};
    }
    if (entry.failing && now - *entry.failing < scaled(relax_after)) {
        return {RobotsSays::unavailable, entry.until, entry.cause};
    }
    return {RobotsSays::allowed, entry.until, {}};
}

void RobotsBook::begin(const std::string& origin) {
    entries_[origin].asking = true;
}

void RobotsBook::answer(const std::string& origin, int status, std::string_view body,
                        SteadyTime now) {
    if (status == 429 || status < 200 || status >= 500) {
        fail(origin, "HTTP " + std::to_string(status), now);
        return;
    }
    Entry& entry = entries_[origin];
    entry = Entry{};
    // A redirect that leads nowhere is no rule either (RFC 9309, 2.3.1.2).
    entry.rules =
        parse_robots(status < 300 ? body : std::string_view(), product_token, rules_.bytes_max);
    entry.rules->sitemaps = {};
    entry.read_at = now;
    entry.until = now + scaled(std::min(rules_.cache, believed_max));
}

void RobotsBook::fail(const std::string& origin, const std::string& cause, SteadyTime now) {
    Entry& entry = entries_[origin];
    entry.asking = false;
    entry.failing = entry.failing.value_or(now);
    entry.until = now + scaled(retry);
    entry.cause = cause;
}

void RobotsBook::drop(const std::string& origin) {
    const auto found = entries_.find(origin);
    if (found != entries_.end()) {
        found->second.asking = false;
    }
}

std::optional<milliseconds> RobotsBook::crawl_delay(const std::string& origin) const {
    const auto found = entries_.find(origin);
    if (found == entries_.end() || !found->second.rules || !found->second.rules->crawl_delay) {
        return std::nullopt;
    }
    return std::min(*found->second.rules->crawl_delay, rules_.crawl_delay_max);
}

bool RobotsBook::crawl_delay_was_capped(const std::string& origin) const {
    const auto found = entries_.find(origin);
    return found != entries_.end() && found->second.rules && found->second.rules->crawl_delay &&
           *found->second.rules->crawl_delay > rules_.crawl_delay_max;
}

void RobotsBook::retry_failures(SteadyTime now) {
    for (auto& [origin, entry] : entries_) {
        if (entry.failing) {
            entry.until = now;
        }
    }
}

// An origin that fails is kept: since when decides when the rule against it is relaxed.
void RobotsBook::forget(SteadyTime now) {
    std::erase_if(entries_, [&](const auto& each) {
        const Entry& entry = each.second;
        const bool stale = now - entry.until > scaled(believed_max);
        return !entry.asking && stale &&
               (!entry.failing || now - *entry.failing > 2 * scaled(relax_after));
    });
}

}  // namespace khabard
