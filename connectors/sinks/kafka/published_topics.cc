#include "connectors/sinks/kafka/published_topics.h"

#include "connectors/sinks/kafka/client.h"
#include "connectors/sinks/kafka/partition_end.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace khabard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int poll_ms = 200;
constexpr int metadata_timeout_ms = 10'000;
constexpr milliseconds patience = seconds{60};

struct Partition {
    std::string topic;
    std::int32_t number;
};

Result<std::vector<Partition>> partitions_of(KafkaClient& client, const std::string& topic) {
    const KafkaHandle<rd_kafka_topic_t> handle(
        rd_kafka_topic_new(client.get(), topic.c_str(), nullptr));
    const rd_kafka_metadata_t* raw = nullptr;
    const rd_kafka_resp_err_t error =
        rd_kafka_metadata(client.get(), 0, handle.get(), &raw, metadata_timeout_ms);
    const KafkaHandle<const rd_kafka_metadata_t> metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return Error{Fault::network, topic,
                     client.explain(std::string("is not known (") + rd_kafka_err2str(error) + ")")};
    }
    std::vector<Partition> partitions;
    // A topic that is not there has none: nothing was published to it.
    for (int i = 0; i < metadata->topics[0].partition_cnt; ++i) {
        partitions.push_back({topic, metadata->topics[0].partitions[i].id});
    }
    return partitions;
}

std::string text_of(const void* bytes, std::size_t size) {
    return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

// Both clients are the same cluster's.
struct Readers {
    KafkaClient& committed;
    KafkaClient& uncommitted;  // sees the true end
};

Result<std::int64_t> end_of(KafkaClient& client, const Partition& partition, const Clock& clock) {
    const KafkaHandle<rd_kafka_topic_t> topic(
        rd_kafka_topic_new(client.get(), partition.topic.c_str(), nullptr));
    const EndSeen seen =
        see_end({client, topic.get(), partition.number}, clock.steady() + patience, clock);
    if (!seen.high) {
        return Error{Fault::network, partition.topic,
                     client.explain(std::string("its end is not known (") +
                                    rd_kafka_err2str(seen.error) + ")")};
    }
    return *seen.high;
}

Status read_partition(const Readers& readers, const Partition& partition, const Clock& clock,
                      const OnPublished& on_record) {
    const auto end = end_of(readers.uncommitted, partition, clock);
    if (!end) {
        return end.error();
    }
    KafkaClient& client = readers.committed;
    const KafkaHandle<rd_kafka_topic_t> topic(
        rd_kafka_topic_new(client.get(), partition.topic.c_str(), nullptr));
    if (rd_kafka_consume_start(topic.get(), partition.number, RD_KAFKA_OFFSET_BEGINNING) != 0) {
        return Error{Fault::network, partition.topic, rd_kafka_err2str(rd_kafka_last_error())};
    }
    Status read;
    bool reached = *end == 0;
    SteadyTime until = clock.steady() + patience;
    while (read && !reached) {
        const KafkaHandle<rd_kafka_message_t> message(
            rd_kafka_consume(topic.get(), partition.number, poll_ms));
        client.poll(milliseconds{0});
        if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            until = clock.steady() + patience;
            const std::string record = text_of(message->payload, message->len);
            read = on_record(partition.topic, text_of(message->key, message->key_len), record);
            reached = message->offset + 1 >= *end;
        } else if (message && message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            // Before the end an open transaction stands in the way; markers are no messages.
            reached = message->offset >= *end;
        }
        if (!reached && clock.steady() >= until) {
            read = Error{Fault::network, partition.topic, client.explain("gives no records")};
        }
    }
    rd_kafka_consume_stop(topic.get(), partition.number);
    return read;
}

}  // namespace

Status read_published_topics(const KafkaSinkOptions& options,
                             const std::vector<std::string>& topics, const Clock& clock,
                             const OnPublished& on_record) {
    auto committed = KafkaClient::open(options, ClientRole::committed_reader);
    auto uncommitted = KafkaClient::open(options, ClientRole::uncommitted_reader);
    if (!committed || !uncommitted) {
        return committed ? uncommitted.error() : committed.error();
    }
    const Readers readers{**committed, **uncommitted};
    for (const std::string& topic : topics) {
        const auto partitions = partitions_of(**committed, topic);
        if (!partitions) {
            return partitions.error();
        }
        for (const Partition& partition : *partitions) {
            if (auto read = read_partition(readers, partition, clock, on_record); !read) {
                return read;
            }
        }
    }
    return {};
}

}  // namespace khabard
