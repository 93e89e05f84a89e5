#pragma once

// Snapshots to look at: a service in good order, to be spoiled by each test.

#include "daemon/status/snapshot.h"

namespace khabard {

inline Instant test_noon() {
    return *parse_rfc3339("2026-01-31T12:00:00Z");
}

inline FeedStatus test_feed(const std::string& id) {
    return {.id = id,
            .url = "https://example.org/" + id,
            .kind = "rss",
            .source = "مثال",
            .health = FeedHealth::ok,
            .why = {},
            .since = std::nullopt,
            .due = test_noon() + std::chrono::minutes{5},
            .interval = std::chrono::minutes{15},
            .failures = 0,
            .last_cause = {},
            .last_attempt = test_noon() - std::chrono::minutes{10},
            .last_success = test_noon() - std::chrono::minutes{10},
            .last_new = std::nullopt,
            .in_flight = false,
            .alarm = false,
            .tally = {},
            .decisions = {}};
}

inline StatusSnapshot test_snapshot() {
    StatusSnapshot status{.version = "1.2.3",
                          .instance = "default",
                          .state_id = "0123456789abcdef0123456789abcdef",
                          .now = test_noon(),
                          .started = test_noon() - std::chrono::hours{2},
                          .generation = 3,
                          .ruleset = "abcdef",
                          .stopping = false,
                          .publisher_still = std::chrono::milliseconds{500},
                          .feed_count = 2,
                          .feeds_by_health = {},
                          .feeds = {test_feed("a"), test_feed("b")},
                          .units_in_flight = 1,
                          .tally = {},
                          .counters = {},
                          .outbox = {.rows = 0,
                                     .rows_max = 1000,
                                     .slow = false,
                                     .full = false,
                                     .oldest = std::nullopt},
                          .sink = {.kind = "files",
                                   .open = true,
                                   .trouble = {},
                                   .trouble_since = std::nullopt,
                                   .alarm = false,
                                   .settled = 7,
                                   .highest = 7,
                                   .last_batch = std::nullopt},
                          .last_reload = std::nullopt,
                          .last_errors = {}};
    status.feeds_by_health[0] = 2;
    return status;
}

}  // namespace khabard
