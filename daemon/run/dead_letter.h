#pragma once

// What cannot be published, or could not be read, must not block what stands behind it. Its payload
// is put aside as a file of its own, and a dead letter goes to the dead-letters topic: in the place
// of a record that the sink refuses for what it is (too large, invalid), and as a record of its own
// for an item that could not be read. Here are their two forms. Pure.

#include "daemon/base/result.h"
#include "daemon/model/record.h"

#include <cstdint>
#include <optional>
#include <string>

namespace khabard {

struct DeadLetterCause {
    std::string stage;       // "read", "publish"
    std::string cause;       // its class: "refused_record", or the name of a Reason
    std::string what;        // for people
    std::uint64_t attempts;  // this one included
    std::string payload_at;  // where the payload lies: relative to the state directory, or a path
};

// To `topic`, with the key, the sequence and the timestamp of the row that was refused.
OutboxRow dead_letter(const OutboxRow& refused, const DeadLetterCause& cause,
                      const std::string& topic);

// An item of a feed, or a whole file of a spool, that could not be read.
struct UnreadItem {
    std::string key;  // 32 hex digits: the same for the same item
    std::string feed;
    std::string source;   // ce_source
    std::string excerpt;  // of the input; "" where the file is kept by its owner
    std::string hash;     // of what could not be read
    Instant at;
};
Record dead_letter(const UnreadItem& item, const DeadLetterCause& cause, const std::string& topic);

// A dead letter that is refused as well is no dead letter's fault: it waits.
bool is_dead_letter(const OutboxRow& row);

// What is put aside, as one JSON object in a line: {"seq","at","stage","cause","what","attempts",
// "key", then of a record "timestamp","topics":[{"topic","theme"}],"headers":{..},"value":{..}}, of
// an item "feed","raw" or "file".
std::string put_aside_text(const OutboxRow& refused, const DeadLetterCause& cause, Instant at);
std::string put_aside_text(Sequence seq, const UnreadItem& item, const DeadLetterCause& cause);

// The same, read back.
struct PutAside {
    Sequence seq;
    std::string at;
    std::string stage;
    std::string cause;
    std::string what;
    std::uint64_t attempts;
    std::string key;
    std::size_t payload_bytes;
    std::optional<Record> record;  // of a record: byte for byte as it was
};
Result<PutAside> read_put_aside(const std::string& text);

}  // namespace khabard
