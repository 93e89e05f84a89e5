#pragma once

// schedule: when a feed is due again. Pure: the clock's reading and a roll of the dice come in.
// Numbers are those of the polite-fetch rule book (rules 13-19, 31, 33-37).

#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/known.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

// How a poll ended, as far as its schedule goes. Closed: the one switch stands in schedule.cc.
enum class PollOutcome : std::uint8_t {
    fresh,        // read, with items that were new or changed
    unchanged,    // 304, the same body again, or nothing new in it
    overloaded,   // 429 or 503
    forbidden,    // 401, 403, 451
    disallowed,   // by robots.txt, before it was asked
    missing,      // 404
    gone,         // 410
    unreadable,   // it came, and is no feed
    unreachable,  // every other failure
};

const char* poll_outcome_name(PollOutcome outcome) noexcept;

// Of an answer that brought no body to read; 200 and 304 are not asked about.
PollOutcome outcome_of_status(int status);

struct Poll {
    PollOutcome outcome;
    std::string cause;      // for people and counters; empty after a success
    Validators validators;  // to be saved; empty: none may be
    std::optional<Digest> body;
    std::optional<std::chrono::milliseconds> retry_after;
    std::chrono::milliseconds hint;  // longest interval that the publisher asks for; 0: none
};

struct ScheduleContext {
    Instant now;
    double jitter;      // uniform in [-1, 1]
    double time_scale;  // every wait is divided by it
};

// The state of a feed that was never polled: due at once.
FeedState first_state(const Feed& feed, Instant now);

FeedState next_state(const Feed& feed, const FeedState& before, const Poll& poll,
                     const ScheduleContext& context);

// A due time that a step of the clock put too far ahead is at most a day ahead.
Instant sane_due(Instant due, Instant now);

}  // namespace khabard
