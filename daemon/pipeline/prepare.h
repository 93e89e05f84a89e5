#pragma once

// prepare: everything that can be found out about a document without asking the ledger. Runs on a
// worker: values in, values out; no clock, network or disk.
//
//     bytes -> decode -> parse -> known already? -> extract -> clean -> compose -> identify ->
//     classify

#include "connectors/readers/readers.h"
#include "daemon/base/result.h"
#include "daemon/config/rules.h"
#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/known.h"
#include "daemon/model/raw_feed.h"
#include "daemon/pipeline/pending_entry.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/encode.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// An entry that waited for its page, and whether `Job::fetched` is that page. If not, the entry
// goes on alone.
struct PageJob {
    PendingEntry entry;
    bool came;
};

// A document to be worked on, with everything that working on it needs.
struct Job {
    Feed feed;
    std::shared_ptr<const Rules> rules;
    Fetched fetched;  // files look like a 200 answer
    ReadAs read_as;
    std::string charset_hint;  // empty: none
    Memory memory;
    Instant now;
    bool follow_run_rules;  // max_age and the backfill mark: `run` only, and no dir feed
    std::optional<PageJob> page = std::nullopt;
};

// An entry whose page is to be fetched before it is published (Feed::fetch_pages).
struct PageWanted {
    Digest page;  // key of its canonical address
    std::string url;
    std::string entry;  // pipeline/pending_entry
};

struct PreparedArticle {
    Candidate candidate;
    Reason reason;  // other than none: it is skipped
};

struct PreparedItem {
    SeenMark mark;
    std::vector<PreparedArticle> articles;  // several for a scraped text of several articles
    Reason reason;                          // of an item without articles: rejected or skipped
    std::string what;                       // for people, when something went wrong
    std::string excerpt = {};               // of the input, where it is rejected
    std::optional<PageWanted> page = std::nullopt;
    std::vector<IdentityKey> withdrawn = {};  // reason withdrawn: what is taken back
};

struct Prepared {
    FeedId feed;
    std::vector<PreparedItem> items;
    std::vector<Digest> shown;     // SeenMark::item of every entry, repeats included; sorted
    std::uint64_t repeats;         // entries that left early: nothing about them had changed
    std::optional<Error> refused;  // the document as a whole could not be read
    Provenance provenance;
    Digest body;
    bool wellformed;
    bool truncated;  // no validators may be saved
    std::vector<std::string> warnings;
    std::optional<std::string> ttl_minutes;  // publisher hints, as written
    bool page_used = false;                  // of a PageJob: the page had the article's text
    std::vector<Followup> followups = {};    // documents that this one leads on to
};

// With `Job::page` set the one item is that entry, with the text of its page if there is one.
Prepared prepare(const Job& job);

// The last two thirds of prepare, for a document that somebody else has read: `process` hands over
// an ndjson file in pieces.
Prepared prepare_items(const Job& job, RawFeed feed, const Document& document);

}  // namespace khabard
