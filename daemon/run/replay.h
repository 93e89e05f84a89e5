#pragma once

// Dead letters of refused records go into the outbox once more, behind everything that waits: with
// their id, version and bytes, in the order in which they were refused. What has become of the
// reason (a limit that was raised, a broker's setting) is for the sink to say.

#include "daemon/base/result.h"
#include "daemon/model/ids.h"
#include "daemon/ports/ledger.h"
#include "daemon/run/dead_letter_store.h"

#include <cstddef>
#include <string>
#include <vector>

namespace khabard {

struct Replay {
    std::vector<Sequence> wanted;  // empty: all
};

struct Replayed {
    std::size_t letters;  // that are in the outbox again
    std::string text;     // what was done and what was left, for people; whole lines
};

// Applied and not committed: the caller commits, or rolls back and lets the store give back.
// Fault::usage: a letter that was named is not there; nothing was done.
Result<Replayed> replay(const Replay& replay, DeadLetterStore& store, Ledger& ledger);

}  // namespace khabard
