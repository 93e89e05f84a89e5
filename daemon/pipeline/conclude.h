#pragma once

// conclude: what the prepared document changes, given what the ledger knows. Runs on the loop;
// values in, values out. `run` and `process` go through prepare and conclude and nothing else
// between bytes and records.

#include "daemon/config/rules.h"
#include "daemon/dedup/near_index.h"
#include "daemon/model/feed.h"
#include "daemon/model/known.h"
#include "daemon/pipeline/page_work.h"
#include "daemon/pipeline/prepare.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// What conclude asks the ledger (Ledger::known).
KnownQuery questions(const Prepared& prepared);

// How one article ended; for logs, progress lines and `process`.
struct Ended {
    Outcome outcome;
    Reason reason;
    std::string headline;
    std::vector<std::string> themes;
    std::vector<std::string> topics;
    std::vector<std::string> cleaned;  // rules that removed or mended something, each once
    std::string what;
    bool recorded;  // it became the next of Changes::records
    // When its publisher says that it came out, to the minute at least; of first versions.
    std::optional<Instant> stated;
};

// An item that was counted as rejected: what is to become of its dead letter.
struct RejectedItem {
    Digest item;
    Reason reason;
    std::string what;
    std::string excerpt;  // of the input
};

// A known article that its publisher takes back: see pipeline/retraction.
struct TakenBack {
    ArticleId id;
    std::string why;
};

struct Concluded {
    Changes changes;  // without the feed's state, which is schedule's
    std::vector<Ended> ended;
    std::vector<RejectedItem> rejected = {};
    std::vector<TakenBack> taken_back = {};
    std::size_t pages_left_out = 0;  // entries that did not wait: too many do already
    std::size_t addresses_left = 0;  // of them, entries without text: for the next poll
    std::size_t renamed = 0;         // known articles of this feed, unchanged, under a new guid
};

// Where there are pages to wait for (`run`, not `process`).
struct PageContext {
    PageTimes times;
    std::size_t room;  // how many more entries of this feed may wait
};

struct ConcludeContext {
    const Feed& feed;
    const Rules& rules;
    Instant now;
    std::optional<PageContext> pages = std::nullopt;  // nullopt: no entry waits
};

// ENSURES: every item of `prepared` is counted under exactly one outcome in the tally, or is the
// withdrawal of a known article, or an address that is left for the next poll. Articles of `index`
// are staged, not applied.
Concluded conclude(const Prepared& prepared, Known known, NearIndex& index,
                   const ConcludeContext& context);

// How the waiting for a page ended.
enum class PageEnd : std::uint8_t {
    came,       // Prepared::page_used says whether it holds the article
    given_up,   // in time it did not
    forbidden,  // robots.txt forbids it
};

struct PageUnit {
    Pending row;  // as it was when the page was asked for
    PageEnd end;
};

KnownQuery questions(const Prepared& prepared, const Pending& row);

// The same for an entry that waited for its page (Job::page). A parked one leaves and is counted
// under the outcome with which it does; what becomes of one that is out is a version without an
// item read. REQUIRES: `context.pages`.
Concluded conclude_page(const Prepared& prepared, Known known, NearIndex& index,
                        const ConcludeContext& context, const PageUnit& unit);

}  // namespace khabard
