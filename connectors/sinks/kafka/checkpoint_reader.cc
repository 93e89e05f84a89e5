#include "connectors/sinks/kafka/checkpoint_reader.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace khabard {
namespace {

using std::chrono::milliseconds;

// Each commit takes two offsets, its record and its marker. What is sought is nearly always here.
constexpr std::int64_t tail_offsets = 2000;
constexpr int poll_ms = 100;
constexpr int watermark_timeout_ms = 5000;
constexpr milliseconds settling_pause{50};
constexpr std::int32_t partition = 0;

struct Bounds {
    std::int64_t low;
    std::int64_t high;
};

// A fresh topic is not known everywhere at once, and its first leader not at all.
bool is_settling(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
           error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

std::variant<Bounds, StillWaiting> bounds_of(const KafkaSinkOptions& options, SteadyTime until,
                                             const Clock& clock) {
    auto client = KafkaClient::open(options, ClientRole::uncommitted_reader);
    if (!client) {
        return StillWaiting{client.error().text()};
    }
    for (;;) {
        Bounds bounds{0, 0};
        const rd_kafka_resp_err_t error =
            rd_kafka_query_watermark_offsets((*client)->get(), checkpoints_topic, partition,
                                             &bounds.low, &bounds.high, watermark_timeout_ms);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return bounds;
        }
        if (!is_settling(error) || clock.steady() >= until) {
            return StillWaiting{(*client)->explain(std::string("the end of ") + checkpoints_topic +
                                                   " is not known (" + rd_kafka_err2str(error) +
                                                   ")")};
        }
        (*client)->poll(settling_pause);
    }
}

class Reading {
public:
    Reading(KafkaClient& client, const CheckpointQuestion& question)
        : client_(client),
          question_(question),
          topic_(rd_kafka_topic_new(client.get(), checkpoints_topic, nullptr)) {}

    // True when everything before `high` has been seen.
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
    if (from >= high) {
        return true;
    }
    if (rd_kafka_consume_start(topic_.get(), partition, from) != 0) {
        trouble_ = rd_kafka_err2str(rd_kafka_last_error());
        return false;
    }
    bool reached = false;
    while (!reached && clock.steady() < until) {
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
    const auto known = bounds_of(options, until, clock);
    if (const auto* waiting = std::get_if<StillWaiting>(&known)) {
        return *waiting;
    }
    const Bounds bounds = std::get<Bounds>(known);
    auto client = KafkaClient::open(options, ClientRole::committed_reader);
    if (!client) {
        return StillWaiting{client.error().text()};
    }
    Reading reading(**client, question);
    const std::int64_t tail = std::max(bounds.low, bounds.high - tail_offsets);
    bool reached = reading.read(tail, bounds.high, until, clock);
    const bool settled = reading.seen().newest_of_ours.has_value();
    if (reached && !settled && tail > bounds.low) {
        reached = reading.read(bounds.low, bounds.high, until, clock);
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
