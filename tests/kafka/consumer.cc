#include "tests/kafka/consumer.h"

#include "daemon/lib/json/json_writer.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

namespace khabard {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{60};
constexpr int step_ms = 1000;

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "consumer: %s\n", what.c_str());
    std::exit(1);
}

struct Destroy {
    void operator()(rd_kafka_t* handle) const { rd_kafka_destroy(handle); }
    void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
    void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
    void operator()(const rd_kafka_metadata_t* data) const { rd_kafka_metadata_destroy(data); }
};
template <class T>
using Handle = std::unique_ptr<T, Destroy>;

Handle<rd_kafka_t> open(const Consumption& from) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    char text[512];
    std::map<std::string, std::string> properties = from.properties;
    properties["bootstrap.servers"] = from.bootstrap_servers;
    properties["isolation.level"] = from.committed ? "read_committed" : "read_uncommitted";
    properties["enable.partition.eof"] = "true";
    properties["fetch.wait.max.ms"] = "10";
    for (const auto& [name, value] : properties) {
        if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text, sizeof text) !=
            RD_KAFKA_CONF_OK) {
            give_up(text);
        }
    }
    rd_kafka_conf_set_log_cb(conf, nullptr);
    Handle<rd_kafka_t> handle(rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text));
    if (!handle) {
        give_up(text);
    }
    return handle;
}

Handle<const rd_kafka_metadata_t> metadata(rd_kafka_t* handle) {
    const auto until = Clock::now() + patience;
    for (;;) {
        const rd_kafka_metadata_t* all = nullptr;
        const rd_kafka_resp_err_t error = rd_kafka_metadata(handle, 1, nullptr, &all, step_ms);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return Handle<const rd_kafka_metadata_t>(all);
        }
        if (Clock::now() > until) {
            give_up(rd_kafka_err2str(error));
        }
    }
}

ConsumedRecord taken(const rd_kafka_message_t& message, const std::string& topic) {
    ConsumedRecord record{
        .topic = topic,
        .partition = message.partition,
        .offset = message.offset,
        .timestamp = rd_kafka_message_timestamp(&message, nullptr),
        .key = std::string(static_cast<const char*>(message.key), message.key_len),
        .value = std::string(static_cast<const char*>(message.payload), message.len),
        .headers = {}};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) ==
                                RD_KAFKA_RESP_ERR_NO_ERROR;
             ++i) {
            record.headers[name] = std::string(static_cast<const char*>(value), size);
        }
    }
    return record;
}

using Take = std::function<bool(const rd_kafka_message_t&)>;

// Hands over what comes from the partition, the notes of its end too, until `take` has enough.
void consume(rd_kafka_t* handle, const std::string& name, std::int32_t partition,
             std::int64_t offset, const Take& take) {
    const auto until = Clock::now() + patience;
    const Handle<rd_kafka_topic_t> topic(rd_kafka_topic_new(handle, name.c_str(), nullptr));
    rd_kafka_consume_start(topic.get(), partition, offset);
    for (bool enough = false; !enough;) {
        const Handle<rd_kafka_message_t> message(rd_kafka_consume(topic.get(), partition, step_ms));
        enough = message && take(*message);
        if (!enough && Clock::now() > until) {
            give_up("the end of " + name + " was not reached");
        }
    }
    rd_kafka_consume_stop(topic.get(), partition);
}

// `ends`: a read_uncommitted handle. A read_committed one would name the last stable offset, and a
// commit returns before its markers are written. rd_kafka_query_watermark_offsets() never returns
// while the broker that it asks is dead.
void consume_partition(rd_kafka_t* handle, rd_kafka_t* ends, const std::string& name,
                       std::int32_t partition, std::vector<ConsumedRecord>& records) {
    std::int64_t high = 0;
    consume(ends, name, partition, RD_KAFKA_OFFSET_END, [&](const rd_kafka_message_t& message) {
        high = message.offset;
        return message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    });
    if (high == 0) {
        return;
    }
    consume(handle, name, partition, RD_KAFKA_OFFSET_BEGINNING,
            [&](const rd_kafka_message_t& message) {
                if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
                    records.push_back(taken(message, name));
                }
                return message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF && message.offset >= high;
            });
}

}  // namespace

std::vector<std::string> topics_of(const Consumption& from, const std::string& prefix) {
    const auto handle = open(from);
    const auto all = metadata(handle.get());
    std::vector<std::string> names;
    for (int i = 0; i < all->topic_cnt; ++i) {
        const std::string name = all->topics[i].topic;
        if (name.starts_with(prefix)) {
            names.push_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

int partition_leader(const Consumption& from, const std::string& topic, int partition) {
    const auto handle = open(from);
    const auto all = metadata(handle.get());
    for (int i = 0; i < all->topic_cnt; ++i) {
        for (int k = 0; topic == all->topics[i].topic && k < all->topics[i].partition_cnt; ++k) {
            if (all->topics[i].partitions[k].id == partition) {
                return std::max(all->topics[i].partitions[k].leader, 0);
            }
        }
    }
    return 0;
}

std::vector<ConsumedRecord> consume_all(const Consumption& from,
                                        const std::vector<std::string>& topics) {
    const auto handle = open(from);
    Consumption uncommitted = from;
    uncommitted.committed = false;
    const auto ends = open(uncommitted);
    const auto all = metadata(handle.get());
    std::vector<ConsumedRecord> records;
    for (const std::string& name : topics) {
        for (int i = 0; i < all->topic_cnt; ++i) {
            for (std::int32_t partition = 0;
                 name == all->topics[i].topic && partition < all->topics[i].partition_cnt;
                 ++partition) {
                consume_partition(handle.get(), ends.get(), name, partition, records);
            }
        }
    }
    return records;
}

std::string as_line(const ConsumedRecord& record) {
    JsonWriter json;
    json.begin_object();
    json.key("topic").string(record.topic);
    json.key("key").string(record.key);
    const auto seq = record.headers.find("seq");
    json.key("seq").integer(seq == record.headers.end() ? 0 : std::atoll(seq->second.c_str()));
    json.key("headers").begin_object();
    for (const auto& [name, value] : record.headers) {
        json.key(name).string(value);
    }
    json.end_object();
    json.key("value").raw(record.value).end_object();
    return json.take();
}

}  // namespace khabard
