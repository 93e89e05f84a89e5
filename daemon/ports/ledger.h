#pragma once

// The ledger: the one state of the service, on disk. Each turn of the loop ends in one commit of
// everything that its units changed: validators, due times, seen marks, articles, outbox rows,
// tallies. After a crash a turn has happened or it has not. Used by the loop's thread only.

#include "daemon/base/result.h"
#include "daemon/dedup/near_index.h"
#include "daemon/model/known.h"
#include "daemon/model/stored.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace khabard {

struct LedgerInfo {
    StateId state_id;
    Sequence highest;  // ever assigned, kept when the outbox is empty; 0: none yet
    Sequence settled;  // the sink is known to hold every row up to here
};

struct OutboxSize {
    std::uint64_t rows;
    std::optional<Instant> oldest;
};

class Ledger {
public:
    virtual ~Ledger() = default;

    virtual LedgerInfo info() const = 0;

    // Reading. All reads see what apply() has added, committed or not.
    virtual Result<std::vector<FeedState>> feed_states() = 0;
    virtual Result<std::vector<HostRest>> host_rests() = 0;
    virtual Result<Memory> memory(const FeedId& feed) = 0;
    virtual Result<Known> known(const KnownQuery& query) = 0;
    virtual Result<std::vector<Pending>> pending() = 0;
    virtual Result<std::optional<Pending>> pending_page(const Digest& page) = 0;
    // Articles whose first sight is not before `since`, oldest first: to fill the index at start.
    virtual Result<std::vector<IndexedArticle>> indexed(Instant since) = 0;
    // The next articles behind `after`, whatever became of them, oldest first: at most `rows_max`.
    virtual Result<StoredPage> stored(const StoredPlace& after, std::size_t rows_max) = 0;
    virtual Result<std::optional<StoredArticle>> stored_article(const ArticleId& id) = 0;
    virtual Result<bool> spool_file_done(const FeedId& feed, const std::string& name) = 0;
    virtual Result<std::vector<OutboxRow>> outbox(Sequence after, std::size_t rows_max,
                                                  std::size_t bytes_max) = 0;
    virtual Result<OutboxSize> outbox_size() = 0;
    virtual Result<Tally> tally(const FeedId& feed) = 0;
    virtual Result<Tally> tally_total() = 0;
    // Of every feed that has one, also of those that left the configuration.
    virtual Result<std::map<FeedId, Tally>> tallies() = 0;

    // Writing: apply as often as there are units, then commit (durable when it returns) or
    // rollback. After a failed apply only rollback is allowed.
    virtual Status apply(const FeedId& feed, const Changes& changes) = 0;
    // All rests of a host, instead of those before. Part of the next commit.
    virtual Status write_host_rests(const std::string& host,
                                    const std::vector<HostRest>& rests) = 0;
    // Removes rows up to `through`: the sink holds them. Part of the next commit.
    virtual Status settle(Sequence through) = 0;
    virtual Result<Generation> next_generation() = 0;
    // Forgets what nobody will ask for again: marks of entries that were gone from their feed
    // before `before`, and articles first seen before it that no mark leads to. Looks at
    // `rows_max` rows of each at most, the next ones at the next call, so that it may be called
    // every turn. Returns how many were forgotten; part of the next commit.
    virtual Result<std::size_t> forget(Instant before, std::size_t rows_max) = 0;
    virtual Status commit() = 0;
    // A copy of the whole state, as committed, at `path`, where nothing may stand yet.
    // REQUIRES: nothing is uncommitted.
    virtual Status backup(const std::string& path) = 0;
    virtual void rollback() = 0;
};

}  // namespace khabard
