#pragma once

// Topics as the cluster has them, through a client. Internal to this folder.

#include "connectors/sinks/kafka/client.h"
#include "connectors/sinks/kafka/kafka_topics.h"

#include <string>
#include <vector>

namespace khabard {

// The checkpoint topic and those of news, in this order.
std::vector<std::string> needed_topics(const KafkaSinkOptions& options);

// One finding for each of `topics`.
Result<std::vector<TopicFinding>> examine_topics(KafkaClient& client,
                                                 const KafkaSinkOptions& options,
                                                 const std::vector<std::string>& topics);

// Creates them with the policies of the house and returns when every broker knows them.
Status create_topics(KafkaClient& client, const KafkaSinkOptions& options,
                     const std::vector<std::string>& topics);

// Sees that all of `topics` exist and keep what they promise; creates what is missing if it may.
// What fails says which topic and why.
Status prepare_topics(KafkaClient& client, const KafkaSinkOptions& options,
                      const std::vector<std::string>& topics);

}  // namespace khabard
