#pragma once

// What the loop holds of feeds, of units of work under way, and of a turn that is not committed
// yet.

#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/known.h"
#include "daemon/run/control.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// A feed as it is being run.
struct RunningFeed {
    Feed feed;
    FeedState state;        // as committed
    std::string host;       // "" for spool directories
    std::size_t in_flight;  // units of work under way; > 0: not due
    bool polled;            // since the start; what --once waits for
    bool more_files;        // of a spool: its last look left some for the next
};

// A unit of work that was begun: a poll, or one file of a spool directory.
struct Unit {
    FeedId feed;
    std::string url;                 // of the feed when it was begun
    std::string host;                // that the gate holds for it; "" for a file
    std::string spool_file;          // "" for a poll over HTTP
    std::optional<Fetched> fetched;  // once it has come: validators and hints outlive the parse
};

// What a turn has concluded and not yet committed.
struct Staged {
    std::map<FeedId, FeedState> states;
    std::vector<FeedId> ended;  // feeds of which a unit ended
    bool dirty = false;         // something was applied to the ledger
};

// An answer to a command. It leaves when the turn is committed: what it tells has happened.
struct StagedAnswer {
    std::uint64_t connection;
    ControlAnswer answer;
};

// How the last attempt to change the configuration ended.
struct ReloadResult {
    Instant at;
    bool applied;
    std::string what;  // the plan, or every complaint, one a line
};

}  // namespace khabard
