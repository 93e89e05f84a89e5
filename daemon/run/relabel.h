#pragma once

// New rules on stored articles, in bounded pieces: the running daemon does one a turn, and the
// command line, where no daemon runs, one after the other. What was relabelled needs it no more, so
// that work which was cut off is simply begun again.

#include "daemon/config/rules.h"
#include "daemon/dedup/near_index.h"
#include "daemon/model/stored.h"
#include "daemon/ports/ledger.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace khabard {

struct RelabelRequest {
    Instant since;  // first sight of the oldest article that is looked at
    bool dry_run;   // count and show, change nothing
};

// What was found so far.
struct RelabelTally {
    struct Theme {
        std::uint64_t gained = 0;
        std::uint64_t lost = 0;
    };
    struct Line {
        std::string headline;
        std::vector<std::string> gained;
        std::vector<std::string> lost;
    };
    std::uint64_t looked_at = 0;
    std::uint64_t changed = 0;
    std::uint64_t without_details = 0;  // of those that changed
    std::map<std::string, Theme> themes;
    std::vector<Line> lines;  // of the first that changed
};

struct RelabelWork {
    RelabelRequest request;
    StoredPlace place;  // articles up to here were looked at
    RelabelTally tally;
    bool done;
};

RelabelWork begin_relabel(const RelabelRequest& request);
// The same from the first article on, for rules that changed meanwhile.
RelabelWork again_from_the_start(RelabelWork work);

struct RelabelPorts {
    Ledger& ledger;
    NearIndex& index;
    const Rules& rules;
    Instant now;
};

// One piece: looks at no more than `rows_max` articles and applies what changes to the ledger,
// uncommitted, and to the index, staged. The work that comes back counts once both are committed;
// until then `work` stands, and the piece can be done again.
Result<RelabelWork> relabel_piece(RelabelPorts ports, RelabelWork work, std::size_t rows_max);

// For people, in whole lines; and for scripts, as one JSON object.
std::string relabel_text(const RelabelWork& work);
std::string relabel_json(const RelabelWork& work);

}  // namespace khabard
