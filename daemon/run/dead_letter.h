#pragma once

// A record that the sink refuses for what it is (too large for the topic, invalid) must not block
// what stands behind it. Its payload is put aside as a file, and a dead letter of the same sequence
// takes its place in line. Pure.

#include "daemon/model/record.h"

#include <string>

namespace khabard {

struct DeadLetterCause {
    std::string stage;       // "publish"
    std::string what;        // what the sink said
    std::string payload_at;  // where the payload lies, relative to the state directory
};

// To `topic`, with the key, the sequence and the timestamp of the row that was refused.
OutboxRow dead_letter(const OutboxRow& refused, const DeadLetterCause& cause,
                      const std::string& topic);

// A dead letter that is refused as well is no dead letter's fault: it waits.
bool is_dead_letter(const OutboxRow& row);

// The row that was refused as one JSON object: {"seq","key","topics":[{"topic","theme"}],
// "headers":{..},"value":{..}}, with a line feed.
std::string refused_row_text(const OutboxRow& refused);

}  // namespace khabard
