#pragma once

// Where a partition ends. Internal to this folder.
//
// rd_kafka_query_watermark_offsets() would be shorter, but never returns when the leader it asks is
// dead (librdkafka 2.0.2): it asks that one again and again, whatever its time-out is.

#include "connectors/sinks/kafka/client.h"
#include "daemon/ports/clock.h"

#include <cstdint>
#include <optional>

namespace khabard {

struct PartitionHandle {
    KafkaClient& client;
    rd_kafka_topic_t* topic;
    std::int32_t number;
};

struct EndSeen {
    std::optional<std::int64_t> high;
    rd_kafka_resp_err_t error;
};

// Tells the client who leads, so that it does not wait for its timers to ask.
rd_kafka_resp_err_t find_leader(KafkaClient& client, rd_kafka_topic_t* topic);

// Reads on from the end: where nothing more comes is the end. Waits until then for a leader. The
// client is a read_uncommitted one; another would take the last stable offset for it.
EndSeen see_end(const PartitionHandle& of, SteadyTime until, const Clock& clock);

}  // namespace khabard
