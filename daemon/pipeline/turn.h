#pragma once

// Internal to daemon/pipeline: what the conclusion of one document carries along, and the steps
// that conclude.cc (what a feed shows) and conclude_page.cc (entries that wait for their pages)
// share.

#include "daemon/pipeline/conclude.h"

#include <cstddef>
#include <string>

namespace khabard {

struct Turn {
    const Prepared& prepared;
    Known known;
    NearIndex& index;
    const ConcludeContext& context;
    std::size_t room;          // for further pages
    bool entry_known = false;  // the entry in hand was shown before, as it is or otherwise
    Concluded done;
};

Turn begin_turn(const Prepared& prepared, Known known, NearIndex& index,
                const ConcludeContext& context);

// Counts an item and says how it ended.
void end(Turn& turn, Outcome outcome, Reason reason, std::string what);

Verdict judge(Turn& turn, const Candidate& candidate);
Ended ended_of(const Candidate& candidate, const Verdict& verdict);
// Everything that a verdict changes but its count.
void carry_out(Turn& turn, const Candidate& candidate, const Verdict& verdict, const Digest& item);

// The publisher takes a story back; true: it is a known one, and will be retracted.
bool take_back(Turn& turn, const std::vector<IdentityKey>& keys, const std::string& why);

// In conclude_page.cc. True: the entry waits for its page instead of being published now.
// `verdict` is nullptr for an entry without any text.
bool waits_for_page(Turn& turn, const PreparedItem& item, const Candidate* candidate,
                    const Verdict* verdict);
// What an entry that was concluded means for the page of its article.
void note_for_page(Turn& turn, const PreparedItem& item, const Candidate& candidate,
                   const Verdict& verdict);
// The story that waits under one of these keys is taken back before it was published.
bool drop_waiting(Turn& turn, const std::vector<IdentityKey>& keys);

}  // namespace khabard
