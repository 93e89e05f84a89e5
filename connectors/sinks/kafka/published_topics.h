#pragma once

// What the Kafka sink has published and the topics still hold, read back under read_committed. For
// `khabard state rebuild`.

#include "connectors/sinks/kafka/kafka_sink.h"
#include "connectors/sinks/on_published.h"
#include "daemon/base/result.h"
#include "daemon/ports/clock.h"

#include <string>
#include <vector>

namespace khabard {

// From the oldest record of every partition to the end that each had when it was asked for, which
// may wait for an open transaction of another instance. Fails when a partition gives nothing for a
// minute.
Status read_published_topics(const KafkaSinkOptions& options,
                             const std::vector<std::string>& topics, const Clock& clock,
                             const OnPublished& on_record);

}  // namespace khabard
