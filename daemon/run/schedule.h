#pragma once

// schedule: when a feed is due again. Pure: the clock's reading and a roll of the dice come in.
// What a rule of days needs to remember stands in the feed's history.

#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/known.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
    challenge,    // a page that wants to know whether we are human
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
    bool reset = false;              // unreachable, because the connection was reset
    bool conditional = false;        // validators were sent
    bool not_modified = false;       // 304
    bool is_sitemap = false;
    std::optional<bool> is_index = std::nullopt;  // of a document that was read: a sitemap index
    bool is_news_index = false;
    std::size_t bytes = 0;  // of a body that came
    // Of items that were new: the dates that they state.
    std::vector<std::optional<Instant>> new_items = {};
    std::string moved_to = {};  // where permanent redirects alone led to; "" nowhere
    std::optional<std::uint32_t> entries = std::nullopt;  // of a document that was read whole
};

struct ScheduleContext {
    Instant now;
    double jitter;                                               // uniform in [-1, 1]
    double time_scale;                                           // every wait is divided by it
    std::size_t feed_day_bytes = std::size_t{20} * 1024 * 1024;  // without validators

    // A clock on which waits have their real length.
    Instant virtual_now() const { return virtual_time(now); }
    Instant virtual_time(Instant at) const {
        return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(
            static_cast<double>(at.time_since_epoch().count()) * time_scale)}};
    }
    // How long ago that was, in real length.
    std::chrono::milliseconds since(Instant at) const { return virtual_now() - virtual_time(at); }
};

// The state of a feed that was never polled: due at once.
FeedState first_state(const Feed& feed, Instant now);

FeedState next_state(const Feed& feed, const FeedState& before, const Poll& poll,
                     const ScheduleContext& context);

// How long a child of a sitemap index waits after it was read; real length, without jitter.
// `present`: how long it did before.
std::chrono::milliseconds child_interval(const Feed& feed, std::chrono::milliseconds present,
                                         bool brought_news);

// A document that shows nothing, or far less than the feed used to, is an accident more often than
// a decision: what it lacks is not taken for removed.
bool shows_too_little(const FeedState& before, std::uint32_t entries);

// What to ask with: none where the validators are off, or where it is time to see whether they
// can be believed (one whole fetch in 24 hours at most, of a feed that should have had news, or
// after twenty answers 304 in a row).
Validators validators_to_send(const FeedState& state, const ScheduleContext& context);

// What is asked: the configured address, or where it has moved for good.
const std::string& address_of(const Feed& feed, const FeedState& state);

// Where the children of a feed, an index, are not known, as after a start: it is due at once.
Instant due_for_children(const FeedState& state, Instant now);

// At the start: an overdue feed is due some time within its interval, an hour at most, so that
// not all of them are at once. `share` in [0, 1) says when.
Instant spread_due(const FeedState& state, double share, const ScheduleContext& context);

// A due time that a step of the clock put too far ahead is at most a day ahead; a parked feed has
// thirty, a sitemap index that does not speak of news seven.
Instant sane_due(const FeedState& state, Instant now);

}  // namespace khabard
