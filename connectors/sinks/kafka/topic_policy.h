#pragma once

// What a topic must keep to, so that no promise of ours is broken by it. Pure.

#include "connectors/sinks/kafka/kafka_topics.h"

#include <map>
#include <string>

namespace khabard {

// By name, as the cluster states them: "cleanup.policy", "retention.ms".
using TopicSettings = std::map<std::string, std::string>;

// Of a topic that exists: good, or refused with the reason and what to do.
TopicFinding judge_topic(const std::string& topic, int partitions, const TopicSettings& settings,
                         const KafkaSinkOptions& options);

// Of a topic that does not: what would be created.
TopicFinding topic_to_create(const std::string& topic, const KafkaSinkOptions& options);

}  // namespace khabard
