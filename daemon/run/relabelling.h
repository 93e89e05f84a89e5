#pragma once

// New rules on stored articles while the daemon runs: a piece each turn, between the polls, as long
// as the outbox has room. One at a time. What it has come to counts when the turn is committed, and
// then, after the last piece, the answer leaves. Loop thread only.

#include "daemon/run/control.h"
#include "daemon/run/relabel.h"

#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

class Relabelling {
public:
    // Begins what `request` asks for; an answer at once where that cannot be.
    std::optional<ControlAnswer> begin(const ControlRequest& request);

    bool active() const { return job_.has_value(); }
    // One piece, of the articles from the first on when the rules are others than for the last one.
    // True: something was applied to the ledger. REQUIRES: active().
    Result<bool> piece(RelabelPorts ports);
    // The turn is committed. An answer after the last piece.
    std::optional<StagedAnswer> keep();
    // It ends here; what was committed stays. REQUIRES: active().
    StagedAnswer stop(int exit_status, const std::string& why);

private:
    struct Job {
        std::uint64_t connection;              // that waits for the answer
        RelabelWork work;                      // as committed
        std::optional<RelabelWork> next;       // of this turn
        std::optional<Generation> generation;  // of the rules that it goes by
    };

    std::optional<Job> job_;
};

}  // namespace khabard
