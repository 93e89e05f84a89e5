#pragma once

// What each host and each registrable domain bears: requests at a time, the gap between them, a
// budget for the day, and whether it asked to be left alone or does not answer. Pure bookkeeping
// over steady time, so that a step of the clock changes nothing.
//
// The gap is kept behind the end of a request as well as behind its start: a server sees a request
// some time between the two, and the gap holds for what it sees.
//
// Memory: one entry a host that was asked since forget(), which drops those that are free of any
// memory worth keeping.

#include "daemon/ports/clock.h"
#include "daemon/run/target.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace khabard {

struct HostRules {
    std::size_t host_concurrency;
    std::size_t domain_concurrency;
    std::chrono::milliseconds gap;
    std::size_t day_requests;
    std::size_t day_bytes;
    double time_scale;  // every wait is divided by it
};

enum class RequestKind : std::uint8_t { feed, page, robots };

// Why a request has to wait.
enum class WaitCause : std::uint8_t {
    none,
    busy,         // as many requests as the host or its domain bears are under way
    gap,          // the last one is not long enough ago
    retry_after,  // it said when it may be asked again
    dead,         // it did not answer another URL just now
    day_budget,   // enough for today: feeds only
};

// "busy", "retry_after", ...: for people.
const char* wait_cause_name(WaitCause cause) noexcept;

struct HostWait {
    WaitCause cause;
    SteadyTime until;  // max(): until a request to the host or its domain has ended
    bool of_host;      // false: it holds for this URL or kind alone
};

// What came of a request, as far as its host goes.
struct HostAnswer {
    int status;  // 0: none came
    bool dead;   // nothing answered at all: no name, no connection, no byte in time
    std::optional<std::chrono::milliseconds> retry_after;  // as stated, unscaled
    std::size_t bytes;
};

// A wait that outlives the process.
struct RestLeft {
    std::string host;
    std::string url;                 // that was answered so
    std::chrono::milliseconds left;  // real time from now
    bool of_host;                    // false: for that URL alone
    friend bool operator==(const RestLeft&, const RestLeft&) = default;
};

class HostBook {
public:
    explicit HostBook(const HostRules& rules) : rules_(rules) {}

    // For requests that begin from now on.
    void set_rules(const HostRules& rules) { rules_ = rules; }
    // By robots.txt of the target's origin; real time, as capped, 0 for none. The longest of a
    // host's origins counts, where it is longer than the gap.
    void set_crawl_delay(const Target& of, std::chrono::milliseconds delay, SteadyTime now);

    // Whether a request may begin now (WaitCause::none), or how long it waits. `owes_gap` is false
    // for a redirect within the host that sent it.
    HostWait wait_for(const Target& target, RequestKind kind, bool owes_gap, SteadyTime now);
    void begin(const Target& target, SteadyTime now);
    // Returns the hosts whose requests may have waited for this one to end.
    std::vector<std::string> finish(const Target& target, const HostAnswer& answer, SteadyTime now);

    // Rests with time left, for the ledger, and back from it at start.
    std::vector<RestLeft> rests(const std::string& host, SteadyTime now) const;
    void restore(const RestLeft& rest, SteadyTime now);

    // That hosts did not answer was our fault.
    void forgive_dead();

    // Drops hosts of which nothing is worth remembering.
    void forget(SteadyTime now);
    std::size_t size() const { return hosts_.size(); }

private:
    struct CrawlDelay {
        std::chrono::milliseconds delay;
        SteadyTime ends;  // the next forget() after it drops it
    };
    struct Host {
        std::size_t in_flight = 0;
        SteadyTime next_start{0};
        std::map<std::string, CrawlDelay> crawl_delays;  // by origin
        SteadyTime rests_until{0};                       // the whole host
        std::string rests_for;                           // the URL that was answered so
        std::map<std::string, SteadyTime> resting;       // URLs that rest alone
        bool others_are_fine = false;  // since its last rest began, another URL answered 200
        SteadyTime dead_until{0};
        std::string dead_url;
        bool halved = false;  // overloaded without saying for how long
        unsigned clean_polls = 0;
        SteadyTime day_ends{0};
        std::size_t day_requests = 0;
        std::size_t day_bytes = 0;
    };
    struct Domain {
        std::size_t in_flight = 0;
        std::set<std::string> waiting;  // hosts of it
    };

    std::chrono::milliseconds scaled(std::chrono::milliseconds wait) const;
    std::chrono::milliseconds gap_of(const Host& host) const;
    std::size_t budget(const Host& host, std::size_t full) const;
    bool day_is_spent(const Host& host, SteadyTime now) const;
    void note_rest(Host& host, const std::string& url, SteadyTime until);
    void note_success(Host& host, const std::string& url);

    HostRules rules_;
    std::map<std::string, Host> hosts_;
    std::map<std::string, Domain> domains_;
};

}  // namespace khabard
