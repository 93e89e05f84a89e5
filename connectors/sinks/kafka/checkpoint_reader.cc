#include "connectors/sinks/kafka/checkpoint_reader.h"

#include "connectors/sinks/kafka/client.h"
#include "connectors/sinks/kafka/partition_end.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

using std::chrono::milliseconds;

// Each commit takes two offsets, its record and its marker. What is sought is nearly always here.
constexpr std::int64_t tail_offsets = 2000;
constexpr int poll_ms = 100;
constexpr std::int32_t partition = 0;

std::variant<std::int64_t, StillWaiting> end_of_checkpoints(const KafkaSinkOptions& options,
                                                            SteadyTime until, const Clock& clock) {
    auto client = KafkaClient::open(options, ClientRole::uncommitted_reader);
    if (!client) {
        return StillWaiting{client.error().text()};
    }
    const KafkaHandle<rd_kafka_topic_t> topic(
        rd_kafka_topic_new((*client)->get(), checkpoints_topic, nullptr));
    const EndSeen seen = see_end({**client, topic.get(), partition}, until, clock);
    if (seen.high) {
        return *seen.high;
    }
    return StillWaiting{(*client)->explain(std::string("the end of ") + checkpoints_topic +
                                           " is not known (" + rd_kafka_err2str(seen.error) + ")")};
}

class Reading {
public:
    Reading(KafkaClient& client, const CheckpointQuestion& question)
        : client_(client),
          question_(question),
          topic_(rd_kafka_topic_new(client.get(), checkpoints_topic, nullptr)) {}

    // True when everything before `high` has been seen. `from` may be RD_KAFKA_OFFSET_BEGINNING.
    bool read(std::int64_t from, std::int64_t high, SteadyTime until, const Clock& clock);
    const CheckpointsSeen& seen() const { return seen_; }
    const std::string& trouble() const { return trouble_; }

private:
    void take(const rd_kafka_message_t& message);

    KafkaClient& client_;
    const CheckpointQuestion& question_;
    KafkaHandle<rd_kafka_topic_t> topic_;
    CheckpointsSeen seen_;
    std::string trouble_;
};

void Reading::take(const rd_kafka_message_t& message) {
    const std::string_view key(static_cast<const char*>(message.key), message.key_len);
    if (key != question_.instance || message.payload == nullptr) {
        return;
    }
    auto record = decode_checkpoint_record(
        std::string_view(static_cast<const char*>(message.payload), message.len));
    if (!record) {
        return;
    }
    if (record->state_id == question_.state_id) {
        seen_.newest_of_ours = *record;
    }
    seen_.newest = std::move(record);
}

bool Reading::read(std::int64_t from, std::int64_t high, SteadyTime until, const Clock& clock) {
    seen_ = {};
    if (from >= high || high == 0) {
        return true;
    }
    (void)find_leader(client_, topic_.get());
    if (rd_kafka_consume_start(topic_.get(), partition, from) != 0) {
        trouble_ = rd_kafka_err2str(rd_kafka_last_error());
        return false;
    }
    bool reached = false;
    bool cut_off = false;
    while (!reached && !cut_off && clock.steady() < until) {
        const KafkaHandle<rd_kafka_message_t> message(
            rd_kafka_consume(topic_.get(), partition, poll_ms));
        client_.poll(milliseconds{0});
        if (!message) {
            continue;
        }
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            take(*message);
            reached = message->offset + 1 >= high;
        } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            // Its offset counts the markers too, which are no messages.
            reached = message->offset >= high;
        } else {
            // `from` stands before the first record that is left.
            cut_off = message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
                      message->err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE;
            trouble_ = rd_kafka_message_errstr(message.get());
        }
    }
    rd_kafka_consume_stop(topic_.get(), partition);
    return reached;
}

}  // namespace

std::variant<CheckpointsSeen, StillWaiting> read_checkpoints(const KafkaSinkOptions& options,
                                                             const CheckpointQuestion& question,
                                                             const Clock& clock) {
    const SteadyTime until = clock.steady() + question.patience;
    const auto end = end_of_checkpoints(options, until, clock);
    if (const auto* waiting = std::get_if<StillWaiting>(&end)) {
        return *waiting;
    }
    const std::int64_t high = std::get<std::int64_t>(end);
    auto client = KafkaClient::open(options, ClientRole::committed_reader);
    if (!client) {
        return StillWaiting{client.error().text()};
    }
    Reading reading(**client, question);
    const bool whole = high <= tail_offsets;
    bool reached =
        reading.read(whole ? RD_KAFKA_OFFSET_BEGINNING : high - tail_offsets, high, until, clock);
    if (!whole && !(reached && reading.seen().newest_of_ours)) {
        reached = reading.read(RD_KAFKA_OFFSET_BEGINNING, high, until, clock);
    }
    if (!reached) {
        const std::string why = reading.trouble().empty()
                                    ? "a transaction of another instance is open there"
                                    : reading.trouble();
        return StillWaiting{(*client)->explain(std::string("waiting to read ") + checkpoints_topic +
                                               " to its end: " + why)};
    }
    return reading.seen();
}

}  // namespace khabard
