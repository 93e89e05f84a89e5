#pragma once

// What the ledger knows of an article, and what one unit of work changes in the ledger.

#include "daemon/model/article.h"
#include "daemon/model/feed_history.h"
#include "daemon/model/fetched.h"
#include "daemon/model/ids.h"
#include "daemon/model/keys.h"
#include "daemon/model/outcome.h"
#include "daemon/model/record.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// An article as it was last published (or last judged, for copies).
struct KnownArticle {
    ArticleId id;
    Version version;
    ArticleId group;
    std::optional<ArticleId> duplicate_of;
    bool copy_only;  // it stands on the duplicates topic alone
    FeedId feed;     // that first showed it
    std::string source_id;
    ContentHash content;
    std::uint64_t spelling;  // Fingerprint::spelling of this version
    DisplayText headline;
    DisplayText summary;
    DisplayText body;
    Representation representation;
    std::vector<std::string> themes;       // labels it has
    std::vector<std::string> topics;       // where it stands now
    std::vector<std::string> ever_topics;  // where it ever stood
    Instant first_seen;
    bool retracted;
};

// What an entry of a feed looked like when it was last read: equal marks are a repeat.
struct SeenMark {
    Digest item;  // feed id + guid, link or title
    Digest raw;   // everything the entry stated
};

// The snapshot of what the ledger knows of a feed, read before a job: lets a worker drop what has
// not changed before anything is paid for. Incomplete by design; conclude asks the ledger again.
struct Memory {
    std::vector<SeenMark> seen;  // sorted by item
    std::optional<Digest> body;  // of the last body read
};

// How a feed stands; due times are wall clock so that they survive a restart.
struct FeedState {
    FeedId feed;
    Validators validators;
    std::optional<Digest> body;
    Instant due;
    std::chrono::milliseconds interval;  // as adapted
    std::uint32_t failures;              // in a row
    std::string last_cause;              // "" after a success
    std::optional<Instant> last_success;
    std::optional<Instant> last_attempt;
    FeedHistory history = {};
    // Of the last document that was read whole, and of what it used to show; nullopt: none yet.
    std::optional<std::uint32_t> entries = std::nullopt;
    std::optional<std::uint32_t> entries_usual = std::nullopt;
};

// Why the page of an entry is to be asked for (pipeline/page_work has their order).
enum class PageStage : std::uint8_t {
    parked,          // a teaser: it waits to be published, and is counted as pending
    late,            // it is out without its page
    recheck_first,   // it is out with its page, which is asked again: is it still there, as it was?
    recheck_second,  //
    recheck_change,  // its feed shows a change
};
inline constexpr std::size_t page_stage_count = 5;

// An entry whose page is to be asked for. Persisted; survives kill and restart.
struct Pending {
    Digest page;  // key of the page's address: one row for a page, whoever shows it
    FeedId feed;
    std::string url;    // of the page
    std::string entry;  // the entry as JSON (pipeline/pending_entry)
    PageStage stage;
    Instant due;             // when the page is to be asked for
    Instant give_up;         // when nobody waits for it any more
    std::uint32_t attempts;  // that failed since the page was last had
    bool missing;            // the last answer to a recheck was 404 or 410
};

// New or changed article with everything that later lookups need.
struct ArticleChange {
    KnownArticle article;
    Digest item;                    // SeenMark::item of the entry that shows it
    std::vector<IdentityKey> keys;  // to be added to those that lead to it
    Fingerprint fingerprint;
    bool indexed;         // false: only its keys are remembered (a copy)
    std::string details;  // the rest of what a record says of it (stages/details)
};

// The entries of a feed whose document was read whole: what it does not show is gone from it, and
// forgotten in the end (Ledger::forget).
struct Shown {
    Instant at;
    std::vector<Digest> items;  // SeenMark::item, sorted
};

// Everything that one unit of work changes, committed at once or not at all.
struct Changes {
    std::optional<FeedState> feed;
    std::vector<SeenMark> seen;
    std::vector<ArticleChange> articles;
    std::vector<Record> records;          // in order; the ledger numbers them
    std::vector<Pending> pending;         // added or postponed
    std::vector<Digest> pending_done;     // Pending::page of those that left
    std::vector<std::string> spool_done;  // files of a dir feed that are now read
    Tally tally;
    std::optional<Shown> shown;         // not of documents that were read in part
    std::optional<Instant> shown_once;  // of a file that is never read again: its `seen` are gone
};

// What conclude needs to know about the articles that some keys may lead to.
struct Known {
    // Parallel to the keys asked for: the article under that key, if any.
    std::map<Digest, ArticleId> by_key;
    std::map<ArticleId, KnownArticle> articles;
    // Items asked for whose last raw mark is known.
    std::map<Digest, Digest> seen;
    // Pages asked for that are waited for.
    std::map<Digest, Pending> pages = {};
};

struct KnownQuery {
    std::vector<Digest> keys;
    std::vector<ArticleId> ids;
    std::vector<Digest> items;
    std::vector<Digest> pages = {};
};

}  // namespace khabard
