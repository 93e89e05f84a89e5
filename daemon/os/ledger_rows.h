#pragma once

// The reads and writes of the SQLite ledger, one function for each noun. Internal to daemon/os.

#include "daemon/base/result.h"
#include "daemon/os/sqlite.h"
#include "daemon/ports/ledger.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

struct OutboxLimits {
    std::size_t rows_max;
    std::size_t bytes_max;  // payload bytes; at least one row is returned
};

Result<std::uint64_t> read_meta_number(Database& database, const char* name);
Result<std::string> read_meta_text(Database& database, const char* name);

Result<std::vector<FeedState>> read_feed_states(Database& database);
Result<Memory> read_memory(Database& database, const FeedId& feed);
Result<Known> read_known(Database& database, const KnownQuery& query);
Result<std::vector<Pending>> read_pending(Database& database);
Result<std::vector<IndexedArticle>> read_indexed(Database& database, Instant since);
Result<std::vector<OutboxRow>> read_outbox(Database& database, Sequence after, OutboxLimits limits);
Result<OutboxSize> read_outbox_size(Database& database);
// Of one feed, or of all when `feed` is nullptr.
Result<Tally> read_tally(Database& database, const FeedId* feed);

// Everything of `changes` but the records.
Status write_changes(Database& database, const FeedId& feed, const Changes& changes);
Status write_outbox_row(Database& database, const OutboxRow& row);

}  // namespace khabard
