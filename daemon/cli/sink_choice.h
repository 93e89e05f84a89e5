#pragma once

// The sink that the configuration names, put together with what it needs of the machine.

#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/config/config.h"
#include "daemon/config/rules.h"
#include "daemon/model/complaint.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/files.h"
#include "daemon/ports/sink.h"

#include <memory>
#include <variant>

namespace khabard {

struct ChosenSink {
    std::unique_ptr<Files> files;  // of the publisher's thread; outlives the sink
    std::unique_ptr<Sink> sink;
};

// A complaint where what is configured cannot work whatever the world does: a directory that cannot
// be written, a property that librdkafka does not know. `clock` outlives the sink.
std::variant<ChosenSink, Complaint> choose_sink(const Config& config, const Rules& rules,
                                                const Clock& clock);

// As the configuration states them, with every topic that the rules know.
KafkaSinkOptions kafka_options(const Config& config, const Rules& rules);

// What librdkafka has against the properties of the configuration; nullopt: nothing.
std::optional<Complaint> kafka_complaint(const Config& config, const Rules& rules);

}  // namespace khabard
