#pragma once

// The reads and writes of the SQLite ledger, one function for each noun. Internal to daemon/os.

#include "daemon/base/result.h"
#include "daemon/os/sqlite.h"
#include "daemon/ports/ledger.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct OutboxLimits {
    std::size_t rows_max;
    std::size_t bytes_max;  // payload bytes; at least one row is returned
};

// Where a look at the old articles has come to, in order of first sight.
struct ArticlePlace {
    std::int64_t first_seen;
    std::int64_t row;
};
inline constexpr ArticlePlace first_article_place{std::numeric_limits<std::int64_t>::min(), 0};

struct UnshownArticles {
    std::vector<ArticleId> ids;
    ArticlePlace looked_at;  // first_article_place once all were looked at
};

Result<std::uint64_t> read_meta_number(Database& database, const char* name);
Result<std::string> read_meta_text(Database& database, const char* name);

Result<std::vector<FeedState>> read_feed_states(Database& database);
Result<std::vector<HostRest>> read_host_rests(Database& database);
// Instead of what stood there for the host.
Status write_host_rests(Database& database, const std::string& host,
                        const std::vector<HostRest>& rests);
Result<Memory> read_memory(Database& database, const FeedId& feed);
// From a row that begins with the 18 columns of an article, in the order of load_article.
KnownArticle article_of(const SqlStatement& row);
Result<Known> read_known(Database& database, const KnownQuery& query);
// In ledger_pages.cc.
Result<std::vector<Pending>> read_pending(Database& database);
Result<std::optional<Pending>> read_page(Database& database, const Digest& page);
Status load_pages(Database& database, const std::vector<Digest>& pages,
                  std::map<Digest, Pending>& into);
Status write_pages(Database& database, const Changes& changes);
Result<std::vector<IndexedArticle>> read_indexed(Database& database, Instant since);
// In ledger_stored.cc. See Ledger::stored.
Result<StoredPage> read_stored(Database& database, const StoredPlace& after, std::size_t rows_max);
Result<std::optional<StoredArticle>> read_stored_article(Database& database, const ArticleId& id);
Result<std::vector<OutboxRow>> read_outbox(Database& database, Sequence after, OutboxLimits limits);
Result<std::uint64_t> count_outbox(Database& database);
Result<std::optional<Instant>> read_oldest_outbox(Database& database);
// Of one feed, or of all when `feed` is nullptr.
Result<Tally> read_tally(Database& database, const FeedId* feed);
Result<std::map<FeedId, Tally>> read_tallies(Database& database);

// The first column of all rows that the bound statement has.
Result<std::vector<Digest>> read_digests(SqlStatement& rows);
// Marks that were gone before `before`.
Result<std::vector<Digest>> read_gone_marks(Database& database, Instant before,
                                            std::size_t rows_max);
// Of the next `rows_max` articles behind `after`, first seen before `before`: those whose entry has
// no mark any more.
Result<UnshownArticles> read_unshown_articles(Database& database, Instant before,
                                              ArticlePlace after, std::size_t rows_max);
Status remove_marks(Database& database, const std::vector<Digest>& items);
Status remove_articles(Database& database, const std::vector<ArticleId>& ids);

// Everything of `changes` but the records.
Status write_changes(Database& database, const FeedId& feed, const Changes& changes);
Status write_outbox_row(Database& database, const OutboxRow& row);

}  // namespace khabard
