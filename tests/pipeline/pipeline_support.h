#pragma once

// Jobs with the shipped rules, and a ledger in memory that remembers what was concluded, as the
// service does it.

#include "daemon/os/sqlite_ledger.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/pipeline/prepare.h"
#include "daemon/run/configuration.h"
#include "tests/run/news.h"
#include "tests/support/catch.h"
#include "tests/support/memory_files.h"

#include <memory>
#include <string>
#include <utility>

namespace khabard {

inline std::shared_ptr<const Rules> shipped() {
    static const std::shared_ptr<const Rules> rules = [] {
        MemoryFiles none;
        Configuration configuration = load_configuration(none,
                                                         {.path = std::nullopt,
                                                          .surroundings = {},
                                                          .purpose = Purpose::offline,
                                                          .run_examples = false},
                                                         Generation{1});
        check(!has_errors(configuration.complaints), "the shipped configuration is wrong");
        return configuration.rules;
    }();
    return rules;
}

inline const Instant pipeline_now = *parse_rfc3339("2026-01-31T10:00:00Z");

inline Feed pipeline_feed(FeedKind kind = FeedKind::automatic) {
    return Feed{.id = FeedId{"feed"},
                .url = "https://outlet.example/rss",
                .display_url = "https://outlet.example/rss",
                .kind = kind,
                .source = Source{"outlet", "Outlet", "outlet.example"},
                .fetch_pages = FetchPages::never};
}

inline Job pipeline_job(std::string body, ReadAs as = ReadAs::feed) {
    return Job{.feed = pipeline_feed(),
               .rules = shipped(),
               .fetched = Fetched{.url = "https://outlet.example/rss",
                                  .effective_url = "https://outlet.example/rss",
                                  .status = 200,
                                  .headers = {},
                                  .validators = {},
                                  .body = RawBytes{std::move(body)},
                                  .truncated = false,
                                  .at = pipeline_now,
                                  .remote_address = {}},
               .read_as = as,
               .charset_hint = {},
               .memory = Memory{.seen = {}, .body = std::nullopt},
               .now = pipeline_now,
               .follow_run_rules = false};
}

// Prepares, concludes and commits one document after the other.
class Pipeline {
public:
    Pipeline() : index_(shipped()->limits) {
        auto opened =
            open_sqlite_ledger({.path = ":memory:",
                                .vfs_name = {},
                                .new_state_id = StateId{"00000000000000000000000000000000"}});
        REQUIRE(opened.ok());
        ledger = std::move(*opened);
    }

    Prepared prepared(Job job) {
        job.memory = *ledger->memory(job.feed.id);
        return prepare(job);
    }
    Concluded take(const Job& job) {
        const Prepared done = prepared(job);
        REQUIRE_FALSE(done.refused.has_value());
        return take(job, done);
    }
    Concluded take(const Job& job, const Prepared& done) {
        Concluded concluded = conclude(done, *ledger->known(questions(done)), index_,
                                       {.feed = job.feed, .rules = *job.rules, .now = job.now});
        REQUIRE(ledger->apply(job.feed.id, concluded.changes).ok());
        REQUIRE(ledger->commit().ok());
        index_.apply();
        return concluded;
    }

    std::unique_ptr<Ledger> ledger;

private:
    NearIndex index_;
};

}  // namespace khabard
