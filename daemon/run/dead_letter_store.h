#pragma once

// The payloads of dead letters, one file each: "<seq>.json" was put aside, "<seq>.replayed.json"
// waits in the outbox again under that sequence. A replayed one becomes a dead letter again when it
// is refused once more, and is removed when it is out. Bounded in number and bytes: the oldest go
// first, and are counted.
//
// A replay is a rename before the turn's commit. When that turn never happens (crash, full disk)
// give_back() undoes it: its sequence is beyond the highest of the ledger.

#include "daemon/base/result.h"
#include "daemon/model/ids.h"
#include "daemon/ports/files.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace khabard {

struct DeadLetterLimits {
    std::size_t letters_max;
    std::uint64_t bytes_max;
};

struct StoredDeadLetter {
    std::uint64_t bytes;
    bool replayed;
};

class DeadLetterStore {
public:
    // `files` outlives the store. Nothing is read before load().
    DeadLetterStore(Files& files, std::string directory, DeadLetterLimits limits);

    // Learns what is there; a directory that is missing is an empty one.
    Status load();
    // Durable when it returns. What was replayed under that sequence is thereby back.
    Status keep(Sequence seq, const std::string& text);
    // The letter is in the outbox again as `now`.
    Status replay(Sequence before, Sequence now);
    // Of replays whose rows the ledger does not have.
    Status give_back(Sequence highest);
    // What a turn kept that was not committed; after give_back().
    Status forget_after(Sequence highest);
    // Replays up to there are out.
    Status settled(Sequence through);

    // By sequence, oldest first.
    const std::map<Sequence, StoredDeadLetter>& letters() const { return letters_; }
    // Where it lies, relative to the state directory, once it is kept.
    static std::string place(Sequence seq);
    // Fault::usage where there is no such letter.
    Result<std::string> text(Sequence seq) const;
    // That were removed to keep the bounds, since the start.
    std::uint64_t removed() const { return removed_; }

private:
    std::string path(Sequence seq, bool replayed) const;
    Status drop(Sequence seq);
    Status prune();

    Files& files_;
    std::string directory_;
    DeadLetterLimits limits_;
    std::map<Sequence, StoredDeadLetter> letters_;
    std::uint64_t bytes_ = 0;
    std::uint64_t removed_ = 0;
};

}  // namespace khabard
