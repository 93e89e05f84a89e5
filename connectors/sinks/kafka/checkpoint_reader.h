#pragma once

// Reads the checkpoint partition up to its true end, under read_committed. Internal to this folder.
//
// The end is asked for through a read_uncommitted client: a read_committed one would name the last
// stable offset and so hide a commit that stands behind the open transaction of another instance.

#include "connectors/sinks/kafka/checkpoint_record.h"
#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/ports/clock.h"

#include <chrono>
#include <string>
#include <variant>

namespace khabard {

// The end was not reached in time; nothing may be concluded.
struct StillWaiting {
    std::string what;
};

struct CheckpointQuestion {
    std::string instance;
    StateId state_id;
    std::chrono::milliseconds patience;
};

std::variant<CheckpointsSeen, StillWaiting> read_checkpoints(const KafkaSinkOptions& options,
                                                             const CheckpointQuestion& question,
                                                             const Clock& clock);

}  // namespace khabard
