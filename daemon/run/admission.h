#pragma once

// The one admission in front of every request: robots.txt of its origin, then what its host and
// domain bear. Pure; waits are steady time.
//
//     const Admission answer = admissions.admit({target, RequestKind::page, policy, true}, now);
//     switch (answer.gate) {
//         case Gate::go:          admissions.begin(target, now); ... admissions.finish(...)
//         case Gate::wait:        ask again at answer.until, or when finish() names the host
//         case Gate::ask_robots:  the same for robots_of(target), RequestKind::robots, first
//         case Gate::forbidden:   not now; answer.until says when that may have changed
//     }

#include "daemon/model/feed.h"
#include "daemon/run/host_book.h"
#include "daemon/run/robots_book.h"
#include "daemon/run/target.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

enum class Gate : std::uint8_t { go, wait, ask_robots, forbidden };

struct Admission {
    Gate gate;
    SteadyTime until;   // wait: max() until finish() names the host. forbidden: until then
    WaitCause wait;     // wait
    bool of_host;       // wait: every request of the host waits, not this URL alone
    bool by_rule;       // forbidden: by a rule of robots.txt, not for want of an answer
    std::string cause;  // forbidden, for people
};

// What is to be admitted.
struct Plea {
    const Target& target;
    RequestKind kind;
    RobotsPolicy robots;
    bool owes_gap;  // false for a redirect within the host that sent it
};

struct AdmissionRules {
    HostRules hosts;
    RobotsRules robots;
};

class Admissions {
public:
    explicit Admissions(const AdmissionRules& rules) : hosts_(rules.hosts), robots_(rules.robots) {}
    void set_rules(const AdmissionRules& rules);

    Admission admit(const Plea& plea, SteadyTime now);
    void begin(const Target& target, SteadyTime now) { hosts_.begin(target, now); }
    // Returns the hosts whose requests may go now.
    std::vector<std::string> finish(const Target& target, const HostAnswer& answer,
                                    SteadyTime now) {
        return hosts_.finish(target, answer, now);
    }

    // What robots.txt of `target` answered, for good or, with status 0 and a cause, not at all.
    struct RobotsAnswer {
        int status;
        std::string body;
        std::string cause;
    };
    void begin_robots(const Target& target) { robots_.begin(target.origin); }
    void finish_robots(const Target& target, const RobotsAnswer& answer, SteadyTime now);

    HostBook& hosts() { return hosts_; }
    RobotsBook& robots() { return robots_; }
    void forget(SteadyTime now);

private:
    HostBook hosts_;
    RobotsBook robots_;
};

}  // namespace khabard
