#pragma once

// The record by which an instance says how far it has published: key <instance>, value
// {"state_id":"9f..","seq":42}. It is committed with the records that it counts.

#include "daemon/model/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct CheckpointRecord {
    StateId state_id;
    Sequence seq;
};

std::string encode_checkpoint_record(const CheckpointRecord& record);
// nullopt: it is none of ours.
std::optional<CheckpointRecord> decode_checkpoint_record(std::string_view text);

// What the checkpoint partition holds for one instance, gathered in the order of the partition.
struct CheckpointsSeen {
    std::optional<CheckpointRecord> newest;
    std::optional<CheckpointRecord> newest_of_ours;  // with the state id of this ledger
};

}  // namespace khabard
