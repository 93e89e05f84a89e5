#include "daemon/status/feed_health.h"

#include "daemon/base/check.h"

namespace khabard {
namespace {

constexpr std::size_t shrunk_to_a = 4;         // to a quarter of what it used to show
constexpr std::size_t entries_that_count = 8;  // fewer are no number to speak of

std::string times(std::uint32_t failures) {
    return failures == 1 ? "" : ", " + std::to_string(failures) + " times in a row";
}

std::string days(std::chrono::milliseconds span) {
    const auto count = std::chrono::duration_cast<std::chrono::hours>(span).count();
    return count < 48 ? std::to_string(count) + " hours" : std::to_string(count / 24) + " days";
}

bool is_shrunk(const FeedFacts& facts) {
    return facts.entries && facts.entries_usual && *facts.entries_usual >= entries_that_count &&
           *facts.entries * shrunk_to_a <= *facts.entries_usual;
}

bool is_silent(const FeedFacts& facts, Instant now) {
    return facts.last_new && facts.silent_after.count() > 0 &&
           now - *facts.last_new >= facts.silent_after;
}

}  // namespace

const char* feed_health_name(FeedHealth health) noexcept {
    switch (health) {
        case FeedHealth::ok: return "ok";
        case FeedHealth::slow: return "slow";
        case FeedHealth::silent: return "silent";
        case FeedHealth::shrunk: return "shrunk";
        case FeedHealth::empty: return "empty";
        case FeedHealth::failing: return "failing";
        case FeedHealth::blocked: return "blocked";
        case FeedHealth::parked: return "parked";
    }
    unreachable("feed health");
}

FeedJudgement judge_feed(const FeedFacts& facts, Instant now) {
    if (facts.parked) {
        return {FeedHealth::parked, facts.parked_why.empty() ? facts.last_cause : facts.parked_why};
    }
    if (facts.blocked) {
        return {FeedHealth::blocked, facts.last_cause + times(facts.failures)};
    }
    if (facts.failures > 0) {
        return {FeedHealth::failing, facts.last_cause + times(facts.failures)};
    }
    if (facts.entries && *facts.entries == 0) {
        return {FeedHealth::empty, "it answers, and shows no entries"};
    }
    if (is_shrunk(facts)) {
        return {FeedHealth::shrunk, std::to_string(*facts.entries) + " entries where there were " +
                                        std::to_string(*facts.entries_usual)};
    }
    if (is_silent(facts, now)) {
        return {FeedHealth::silent, "nothing new for " + days(now - *facts.last_new)};
    }
    if (facts.slow_after.count() > 0 && facts.last_took >= facts.slow_after) {
        return {FeedHealth::slow,
                "its last answer took " + std::to_string(facts.last_took.count()) + " ms"};
    }
    return {FeedHealth::ok, {}};
}

}  // namespace khabard
