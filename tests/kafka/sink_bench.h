#pragma once

// A Kafka sink in the hands of a test, with names of its own on the shared broker.

#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/os/clock.h"
#include "tests/kafka/broker.h"
#include "tests/support/catch.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace khabard {

inline const StateId state_a{std::string(32, 'a')};
inline const StateId state_b{std::string(32, 'b')};

// One moment for all records: not long ago, or the broker's retention would take them.
inline Instant kafka_time() {
    static const Instant now = SystemClock().wall();
    return now;
}

// A record of the topics; the second of a pair is the theme.
inline OutboxRow kafka_row(std::uint64_t seq, const std::vector<Record::TopicTheme>& topics,
                           std::string payload = "{}") {
    const std::string id = "article-" + std::to_string(seq);
    return OutboxRow{Sequence{seq}, Record{.topics = topics,
                                           .key = id,
                                           .headers = {{"ce_id", id + ".1"}},
                                           .payload = std::move(payload),
                                           .timestamp = kafka_time()}};
}

class SinkBench {
public:
    // Topics begin with `name`, which is also the instance.
    SinkBench(Broker& broker, const std::string& name)
        : news(name + ".news"),
          more(name + ".more"),
          options{.bootstrap_servers = broker.servers(),
                  .instance = name,
                  .properties = {},
                  .topics = {news, more},
                  .create_topics = true,
                  .partitions = 1,
                  .retention = std::chrono::hours{24 * 30},
                  .retention_min = std::chrono::hours{24 * 30}} {}

    std::unique_ptr<Sink> sink() const { return make_kafka_sink(options, clock); }
    OutboxRow row(std::uint64_t seq, std::string payload = "{}") const {
        return kafka_row(seq, {{news, "theme"}}, std::move(payload));
    }

    SystemClock clock;
    std::string news;
    std::string more;
    KafkaSinkOptions options;
};

inline SinkOwner owner_of(std::uint64_t highest, std::uint64_t settled,
                          const StateId& state = state_a) {
    return {state, Sequence{highest}, Sequence{settled}};
}

// What open() found; the test fails when it did not open.
inline SinkCheckpoint opened(Sink& sink, const SinkOwner& owner) {
    auto result = sink.open(owner);
    // A first start beside other work may meet a broker that is still settling.
    for (int i = 0; i < 3 && !std::holds_alternative<SinkCheckpoint>(result); ++i) {
        const auto& error = std::get<SinkOpenError>(result);
        INFO(error.what);
        REQUIRE(error.outcome == TxnOutcome::retry);
        result = sink.open(owner);
    }
    const auto* error = std::get_if<SinkOpenError>(&result);
    INFO((error != nullptr ? error->what : ""));
    REQUIRE(error == nullptr);
    return std::get<SinkCheckpoint>(result);
}

inline SinkOpenError not_opened(Sink& sink, const SinkOwner& owner) {
    const auto result = sink.open(owner);
    REQUIRE(std::holds_alternative<SinkOpenError>(result));
    return std::get<SinkOpenError>(result);
}

inline void published(Sink& sink, const std::vector<OutboxRow>& rows) {
    const PublishResult result = sink.publish(rows);
    INFO(result.what);
    REQUIRE(result.outcome == TxnOutcome::committed);
}

}  // namespace khabard

// Shows the whole text when a part is missing.
#define CHECK_SAYS(text, part)                       \
    do {                                             \
        const std::string said = (text);             \
        CAPTURE(said);                               \
        CHECK(said.find(part) != std::string::npos); \
    } while (false)
