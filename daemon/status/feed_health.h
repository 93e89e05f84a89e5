#pragma once

// How a feed is, in one word, and why, in a sentence. Pure: facts in, judgement out.

#include "daemon/base/time.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

// In the order of gravity, the gravest last: the gravest that holds is the feed's health.
enum class FeedHealth : std::uint8_t {
    ok,
    slow,     // it answers, and takes very long
    silent,   // it answers, and has had nothing new for very long
    shrunk,   // it shows far fewer entries than it used to
    empty,    // it answers, and shows no entries at all
    failing,  // the last poll failed
    blocked,  // the host refuses us
    parked,   // not asked for a while, or until its configuration changes
};
inline constexpr std::size_t feed_health_count = 8;

const char* feed_health_name(FeedHealth health) noexcept;

struct FeedFacts {
    bool parked = false;
    bool blocked = false;
    std::string parked_why;      // for people; may be empty
    std::uint32_t failures = 0;  // in a row
    std::string last_cause;
    std::optional<std::size_t> entries_usual;  // that it used to show
    std::optional<std::size_t> entries;        // in the last document that was read
    std::optional<Instant> last_success;
    std::optional<Instant> last_new;          // when it last brought something new
    std::chrono::milliseconds last_took{0};   // the last answer
    std::chrono::milliseconds slow_after{0};  // an answer that takes so long is slow
    std::chrono::milliseconds silent_after{0};
};

struct FeedJudgement {
    FeedHealth health;
    std::string why;  // "" when ok
};

FeedJudgement judge_feed(const FeedFacts& facts, Instant now);

}  // namespace khabard
