#pragma once

// What the loop has in hand: feeds as they are run, units of work under way, requests on their way,
// and what a turn has concluded and not yet committed.

#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/known.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/ports/fetcher.h"
#include "daemon/ports/log.h"
#include "daemon/run/errands.h"
#include "daemon/run/host_book.h"
#include "daemon/run/schedule.h"
#include "daemon/run/target.h"
#include "daemon/web/redirects.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace khabard {

// A feed as it is being run.
struct RunningFeed {
    Feed feed;
    FeedState state;                        // as committed
    std::string host;                       // "" for spool directories
    std::size_t in_flight;                  // units of work under way; > 0: not due
    bool polled;                            // since the start; what --once waits for
    bool more_files;                        // of a spool: its last look left some for the next
    bool frozen = false;                    // its last poll found our own network down
    std::set<std::string> files_read = {};  // of a spool: those there that the ledger knows
};

// Where it is asked; "" for a spool directory.
std::string host_of(const RunningFeed& one);

// A request on its way, hop by hop; its ticket stays the same over all of them.
struct Trip {
    Errand errand;  // what it is for
    RequestKind kind;
    RobotsPolicy robots;
    RedirectChain chain;
    Target target;          // of the present hop
    std::string came_from;  // host that redirected here; "" on the first hop
    FetchRequest request;   // as for the first hop; total_timeout: what is left of it
    std::size_t redirects_max;
    SteadyTime sent_at;
    bool on_way;              // false: it waits until its next host may be asked
    bool sent_again = false;  // the present hop, because its connection was dead
};

// What the schedule wants to know of an answer.
struct PollAnswer {
    bool conditional = false;  // validators were sent
    bool not_modified = false;
    std::size_t bytes = 0;
    std::string moved_to = {};  // where permanent redirects alone led to; "" nowhere
};
PollAnswer answer_of(const Trip& trip, const Fetched& fetched);
void fill_in(Poll& poll, const PollAnswer& answer);

// A unit of work that a worker prepares: a poll's document, or one file of a spool directory.
struct Unit {
    FeedId feed;
    std::string url;                 // of the feed when it was begun, or of the page
    std::string spool_file;          // "" for a poll over HTTP
    std::optional<Fetched> fetched;  // its head: validators and hints outlive the parse
    PollAnswer answer = {};
    std::string followed = {};  // key of a document that the feed leads on to; "" its own
    std::optional<PageUnit> page = std::nullopt;  // an entry with its page
};

// Where an errand goes, as far as admission is concerned.
struct Way {
    Target target;
    RequestKind kind;
    RobotsPolicy robots;
    bool owes_gap;
};

// What is told of an article once it is true.
struct StagedLine {
    LogLevel level;
    std::string message;
    std::vector<LogField> fields;
};

// What a turn has concluded and not yet committed.
struct Staged {
    std::map<FeedId, FeedState> states;
    std::vector<FeedId> ended;      // feeds of which a unit ended
    bool dirty = false;             // something was applied to the ledger
    std::vector<StagedLine> lines;  // of the log
};

// How the last attempt to change the configuration ended.
struct ReloadResult {
    Instant at;
    bool applied;
    std::string what;  // the plan, or every complaint, one a line
};

}  // namespace khabard
