#pragma once

// A sink publishes records exactly once. It is driven by the publisher thread alone, may block, and
// keeps a checkpoint {state id, sequence} that becomes visible together with the records, never
// before and never without them.

#include "daemon/model/ids.h"
#include "daemon/model/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

// What the publisher must do next. Closed: the switch over it stands in run/publisher.cc.
enum class TxnOutcome : std::uint8_t {
    committed,       // the records and the checkpoint are out
    retry,           // definitely not out: the same rows again, later
    reopen,          // unknown: open() again, the checkpoint tells
    fenced,          // another instance holds the id: exit 75
    refused_record,  // a record of the batch is refused for good: dead letter (see `culprit`)
    unusable,        // the state does not fit the sink: exit 74
};

struct PublishResult {
    TxnOutcome outcome;
    std::string what;                 // for people; empty when committed
    std::optional<Sequence> culprit;  // refused_record
};

// What open() found.
struct SinkCheckpoint {
    Sequence settled;     // every row up to here is out
    std::string warning;  // e.g. a foreign state id was found; empty: none
};

struct SinkOwner {
    StateId state_id;
    Sequence highest;  // ever assigned by this ledger
    Sequence settled;  // by the ledger's own knowledge
};

struct SinkOpenError {
    TxnOutcome outcome;  // retry, fenced or unusable
    std::string what;
};

class Sink {
public:
    virtual ~Sink() = default;

    // Locks and recovers, so that what is visible is exactly the rows up to the checkpoint
    // returned. May be called again after `reopen`.
    virtual std::variant<SinkCheckpoint, SinkOpenError> open(const SinkOwner& owner) = 0;
    // Rows in sequence order, all after the last committed one. All of them become visible, with
    // the checkpoint, or none.
    virtual PublishResult publish(const std::vector<OutboxRow>& rows) = 0;
    virtual void close() = 0;
};

}  // namespace khabard
