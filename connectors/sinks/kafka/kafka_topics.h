#pragma once

// What topics the sink needs against what the cluster has: `khabard topics`, and the first step of
// every start of the sink.

#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

enum class TopicState : std::uint8_t {
    good,
    missing,
    refused,  // it exists and would break a promise; nothing is published before that is mended
};

struct TopicFinding {
    std::string topic;
    TopicState state;
    std::string what;  // "6 partitions, kept for 30 d"; why it is refused; what would be created
};

// One finding for each topic, the checkpoint topic first. Changes nothing.
Result<std::vector<TopicFinding>> plan_topics(const KafkaSinkOptions& options);

// Creates what is missing and returns what then stands. Topics that are refused stay as they are.
Result<std::vector<TopicFinding>> ensure_topics(const KafkaSinkOptions& options);

}  // namespace khabard
