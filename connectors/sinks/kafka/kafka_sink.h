#pragma once

// The Kafka sink: a batch of records and the checkpoint {state id, sequence} leave in one
// transaction, so that a consumer with isolation.level=read_committed sees each record once,
// whatever dies when (README, "Exactly once"; each rule has a test in tests/kafka).
//
// The transactional id is khabard.<instance>. The checkpoint is the newest record with the key
// <instance> in the compacted topic khabard.checkpoints. open() learns from it what is out; after
// any answer that leaves it open whether a transaction took place the client is thrown away and
// open() asks again. No thread but the publisher's calls in here.

#include "daemon/ports/clock.h"
#include "daemon/ports/sink.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

inline constexpr const char* checkpoints_topic = "khabard.checkpoints";

struct KafkaSinkOptions {
    std::string bootstrap_servers;  // may be empty when the properties name brokers
    std::string instance;
    std::map<std::string, std::string> properties;  // of librdkafka; may hold secrets
    std::vector<std::string> topics;                // of news, all that the rules know
    bool create_topics;
    std::size_t partitions;                   // of a news topic that is created
    std::chrono::milliseconds retention;      // of a news topic that is created
    std::chrono::milliseconds retention_min;  // a topic with less is refused: the dedupe window
};

// `clock` outlives the sink.
std::unique_ptr<Sink> make_kafka_sink(KafkaSinkOptions options, const Clock& clock);

// A property that librdkafka does not take, and why, without its value.
struct PropertyComplaint {
    std::string name;
    std::string what;
};
std::optional<PropertyComplaint> kafka_property_complaint(const KafkaSinkOptions& options);

// "librdkafka 2.0.2", as linked.
std::string kafka_version_text();

}  // namespace khabard
