#pragma once

// What a feed's schedule remembers beyond its last poll, and how the feed fares: for the rules that
// speak of days, and for whoever looks after the feeds. Times are wall clock.

#include "daemon/base/time.h"
#include "daemon/model/keys.h"

#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

enum class FeedCondition : std::uint8_t {
    ok,
    failing,  // errors of the network or of the server, or no feed came
    blocked,  // refused: 401, 403, 451, robots.txt, a challenge page
    parked,   // gone for good; asked once in 30 days
};

// "ok", "failing", "blocked", "parked".
const char* feed_condition_name(FeedCondition health) noexcept;
// nullopt: no such name.
std::optional<FeedCondition> feed_condition_of(const std::string& name);

struct FeedHistory {
    FeedCondition health = FeedCondition::ok;
    std::optional<Instant> health_since = {};
    bool alarm = false;  // somebody has to look: refused thrice, parked, moved to another domain

    std::string last_outcome = {};              // of the last poll; "" before the first
    std::optional<Instant> outcome_since = {};  // the same in a row

    std::uint32_t overloads = 0;    // 429 and 503, until forgiven
    std::uint32_t clean_polls = 0;  // since the last of them
    bool quick_retry = false;       // the next poll is the one retry after a reset

    // Validators: whether they can be believed.
    std::uint32_t not_modified = 0;           // answers 304 in a row
    std::optional<Instant> asked_whole = {};  // last answer to a request without validators
    std::optional<Instant> last_fresh = {};   // last answer with something new
    std::uint32_t lies = 0;                   // new items behind unchanged validators
    std::optional<Instant> validators_off_until = {};

    // The address: where it has moved, and what is asked instead of the configured one.
    std::string moved_to = {};
    std::optional<Instant> moved_since = {};
    std::uint32_t moved_polls = 0;
    std::string address = {};        // "" the configured one
    std::optional<Digest> url = {};  // of the configured address that all this is about

    // When new items come.
    std::optional<Instant> first_polled = {};
    std::optional<Instant> counted_since = {};
    std::string week = {};  // new items by hour of the week, 168 bytes from Monday 0 h UTC; or ""
    bool is_sitemap = false;
    bool is_index = false;       // a sitemap of sitemaps
    bool is_news_index = false;  // that, and it speaks of news: new ones appear in it every day

    friend bool operator==(const FeedHistory&, const FeedHistory&) = default;
};

// A host that asked to be left alone.
struct HostRest {
    std::string host;
    std::string url;  // that was answered so
    Instant until;
    bool of_host;  // false: that URL alone

    friend bool operator==(const HostRest&, const HostRest&) = default;
};

}  // namespace khabard
