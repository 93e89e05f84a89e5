#pragma once

// conclude: what the prepared document changes, given what the ledger knows. Runs on the loop;
// values in, values out. `run` and `process` go through prepare and conclude and nothing else
// between bytes and records.

#include "daemon/config/rules.h"
#include "daemon/dedup/near_index.h"
#include "daemon/model/known.h"
#include "daemon/pipeline/prepare.h"

#include <memory>
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

struct Concluded {
    Changes changes;  // without the feed's state, which is schedule's
    std::vector<Ended> ended;
    std::vector<RejectedItem> rejected = {};
};

struct ConcludeContext {
    const Feed& feed;
    const Rules& rules;
    Instant now;
};

// ENSURES: every item of `prepared` is counted under exactly one outcome in the tally. Articles of
// `index` are staged, not applied.
Concluded conclude(const Prepared& prepared, Known known, NearIndex& index,
                   const ConcludeContext& context);

}  // namespace khabard
