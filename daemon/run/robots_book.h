#pragma once

// robots.txt of every origin that is asked (RFC 9309): which paths it allows, or that nobody knows
// yet. Pure bookkeeping over steady time.
//
//   2xx          its rules count
//   other 4xx    there are no rules: all is allowed
//   429, 5xx, nothing at all: nothing is allowed; asked again after an hour. Rules that are not
//                older than a day are kept instead, and after 30 days of this all is allowed.
//
// Rules are believed for RobotsRules::cache, a day at most.

#include "daemon/ports/clock.h"
#include "daemon/web/robots.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct RobotsRules {
    std::chrono::milliseconds cache;            // how long an answer is believed
    std::chrono::milliseconds crawl_delay_max;  // a longer one counts as this
    std::size_t bytes_max;
    double time_scale;
};

enum class RobotsSays : std::uint8_t {
    allowed,
    disallowed,   // by a rule
    unavailable,  // for want of an answer
    asking,       // somebody asks already
    unknown,      // it has to be asked first
};

struct RobotsView {
    RobotsSays says;
    SteadyTime until;   // disallowed, unavailable: when it will be asked again
    std::string cause;  // unavailable: what came instead
};

class RobotsBook {
public:
    explicit RobotsBook(const RobotsRules& rules) : rules_(rules) {}
    void set_rules(const RobotsRules& rules) { rules_ = rules; }

    RobotsView view(const std::string& origin, std::string_view path, SteadyTime now) const;

    // From now on it is being asked, until one of the next two.
    void begin(const std::string& origin);
    // `status` 200 with its body, or what came instead.
    void answer(const std::string& origin, int status, std::string_view body, SteadyTime now);
    void fail(const std::string& origin, const std::string& cause, SteadyTime now);
    // Nobody asks any more, and nothing was learned.
    void drop(const std::string& origin);

    // Real time, capped; nullopt: none is stated.
    std::optional<std::chrono::milliseconds> crawl_delay(const std::string& origin) const;
    // Whether the one stated was longer than what is obeyed.
    bool crawl_delay_was_capped(const std::string& origin) const;

    // What failed may be asked again at once: the fault was ours.
    void retry_failures(SteadyTime now);
    void forget(SteadyTime now);
    std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        bool asking = false;
        std::optional<Robots> rules;          // of the last good answer
        SteadyTime read_at{0};                // when that was
        SteadyTime until{0};                  // of what is known now
        std::optional<SteadyTime> failing{};  // since
        std::string cause;
    };

    std::chrono::milliseconds scaled(std::chrono::milliseconds wait) const;

    RobotsRules rules_;
    std::map<std::string, Entry> entries_;
};

}  // namespace khabard
