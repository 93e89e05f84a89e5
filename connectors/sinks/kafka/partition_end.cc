#include "connectors/sinks/kafka/partition_end.h"

namespace khabard {
namespace {

constexpr int poll_ms = 100;
constexpr int metadata_timeout_ms = 2000;
constexpr std::chrono::milliseconds settling_pause{50};

// A fresh topic is not known everywhere at once, and its first leader not at all; a leader that
// died has no heir for a moment.
bool is_settling(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
           error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
           error == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
           error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

EndSeen look_for_end(const PartitionHandle& of, SteadyTime until, const Clock& clock) {
    EndSeen seen{std::nullopt, find_leader(of.client, of.topic)};
    if (seen.error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return seen;
    }
    if (rd_kafka_consume_start(of.topic, of.number, RD_KAFKA_OFFSET_END) != 0) {
        return {std::nullopt, rd_kafka_last_error()};
    }
    seen.error = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (seen.error == RD_KAFKA_RESP_ERR__TIMED_OUT && clock.steady() < until) {
        const KafkaHandle<rd_kafka_message_t> message(
            rd_kafka_consume(of.topic, of.number, poll_ms));
        of.client.poll(std::chrono::milliseconds{0});
        if (message && message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            seen = {message->offset, RD_KAFKA_RESP_ERR_NO_ERROR};
        } else if (message && message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            seen.error = message->err;
        }
    }
    rd_kafka_consume_stop(of.topic, of.number);
    return seen;
}

}  // namespace

rd_kafka_resp_err_t find_leader(KafkaClient& client, rd_kafka_topic_t* topic) {
    const rd_kafka_metadata_t* found = nullptr;
    const rd_kafka_resp_err_t error =
        rd_kafka_metadata(client.get(), 0, topic, &found, metadata_timeout_ms);
    const KafkaHandle<const rd_kafka_metadata_t> owned(found);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR && found->topic_cnt == 1) {
        return found->topics[0].err;
    }
    return error;
}

EndSeen see_end(const PartitionHandle& of, SteadyTime until, const Clock& clock) {
    for (;;) {
        const EndSeen seen = look_for_end(of, until, clock);
        if (seen.high || !is_settling(seen.error) || clock.steady() >= until) {
            return seen;
        }
        of.client.poll(settling_pause);
    }
}

}  // namespace khabard
