#pragma once

// StatusSnapshot: how the service is at one moment, as plain values. The service fills it on its
// loop; metrics, health, JSON, tables and the page are views of it and ask nobody else.

#include "daemon/base/time.h"
#include "daemon/model/outcome.h"
#include "daemon/status/counters.h"
#include "daemon/status/feed_health.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// Something that was decided or that happened about a feed; the same again only counts.
struct Decision {
    Instant first;
    Instant last;
    std::uint64_t times;
    std::string what;
};

struct FeedStatus {
    std::string id;
    std::string url;  // without secrets
    std::string kind;
    std::string source;  // name of the outlet
    FeedHealth health;
    std::string why;               // "" when ok
    std::optional<Instant> since;  // it has been so; nullopt: longer than we know
    Instant due;                   // next poll
    std::chrono::milliseconds interval;
    std::uint32_t failures;  // in a row
    std::string last_cause;
    std::optional<Instant> last_attempt;
    std::optional<Instant> last_success;
    std::optional<Instant> last_new;
    bool in_flight;
    bool alarm;  // somebody has to look after it
    Tally tally;
    std::vector<Decision> decisions;  // oldest first; only where they were asked for
};

struct OutboxStatus {
    std::uint64_t rows;
    std::uint64_t rows_max;  // polling pauses there
    bool slow;               // polling slows already
    bool full;               // polling pauses
    std::optional<Instant> oldest;
};

struct SinkStatus {
    std::string kind;  // "files", "kafka"
    bool open;
    std::string trouble;  // "" when it accepts records
    std::optional<Instant> trouble_since;
    bool alarm;             // it has lasted longer than publish.alarm_after
    std::uint64_t settled;  // sequence up to which every record is out
    std::uint64_t highest;  // sequence ever assigned
    std::optional<Instant> last_batch;
};

struct ReloadStatus {
    Instant at;
    bool applied;
    std::string what;  // the plan, or the first complaint
};

// A warning or an error as it was logged, without secrets.
struct LastError {
    Instant at;
    std::string level;
    std::string message;
    std::string feed;   // may be empty
    std::string cause;  // may be empty
};

struct StatusSnapshot {
    std::string version;
    std::string instance;
    std::string state_id;
    Instant now;
    Instant started;
    std::uint64_t generation;
    std::string ruleset;
    bool stopping;
    // Since the publisher's thread last showed that it is alive.
    std::chrono::milliseconds publisher_still;

    std::size_t feed_count;
    std::array<std::size_t, feed_health_count> feeds_by_health;
    std::vector<FeedStatus> feeds;  // empty where only numbers were asked for
    std::size_t units_in_flight;

    Tally tally;  // of all feeds, also of those that left
    Counters counters;
    OutboxStatus outbox;
    SinkStatus sink;
    std::optional<ReloadStatus> last_reload;
    std::vector<LastError> last_errors;  // oldest first
};

}  // namespace khabard
