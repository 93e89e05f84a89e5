#pragma once

// A librdkafka client: its configuration, its handle, and what it reports. Internal to this folder.
//
// The reason why a call fails is not in what the call returns: a wrong password, a wrong
// certificate and no broker are all a time-out. It comes through the error callback, which is
// served by poll(); cause() is the gravest reason since forget().

#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/base/result.h"

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace khabard {

struct KafkaDeleter {
    void operator()(rd_kafka_t* handle) const noexcept;
    void operator()(rd_kafka_conf_t* conf) const noexcept { rd_kafka_conf_destroy(conf); }
    void operator()(rd_kafka_topic_t* topic) const noexcept { rd_kafka_topic_destroy(topic); }
    void operator()(rd_kafka_error_t* error) const noexcept { rd_kafka_error_destroy(error); }
    void operator()(rd_kafka_queue_t* queue) const noexcept { rd_kafka_queue_destroy(queue); }
    void operator()(rd_kafka_event_t* event) const noexcept { rd_kafka_event_destroy(event); }
    void operator()(rd_kafka_headers_t* list) const noexcept { rd_kafka_headers_destroy(list); }
    void operator()(rd_kafka_message_t* message) const noexcept {
        rd_kafka_message_destroy(message);
    }
    void operator()(const rd_kafka_metadata_t* metadata) const noexcept {
        rd_kafka_metadata_destroy(metadata);
    }
};
template <class T>
using KafkaHandle = std::unique_ptr<T, KafkaDeleter>;

// A record that did not arrive: what the broker said, and of which row it was.
struct FailedDelivery {
    rd_kafka_resp_err_t code;
    std::string reason;
    const void* of;  // the opaque it was produced with
};

// Written by the callbacks, which run inside the calls of the thread that owns the client.
struct ClientReports {
    rd_kafka_resp_err_t cause_code = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string cause;
    std::optional<FailedDelivery> failed;  // the first since it was cleared
};

enum class ClientRole : std::uint8_t {
    producer,  // transactional
    admin,
    committed_reader,    // isolation.level=read_committed
    uncommitted_reader,  // sees the true end of a partition
};

class KafkaClient {
public:
    // `one_message_batches`: so that a broker's refusal of a batch names one record.
    static Result<std::unique_ptr<KafkaClient>> open(const KafkaSinkOptions& options,
                                                     ClientRole role,
                                                     bool one_message_batches = false);

    rd_kafka_t* get() const noexcept { return handle_.get(); }
    ClientReports& reports() noexcept { return reports_; }
    // Serves callbacks for as long as that.
    void poll(std::chrono::milliseconds wait) noexcept;
    // `what`, and the cause that the client reported if there is one.
    std::string explain(const std::string& what);
    // A cause that no waiting removes: credentials, certificates.
    bool is_refused() const noexcept;
    void forget_cause();

private:
    KafkaClient() = default;

    ClientReports reports_;  // outlives the handle
    KafkaHandle<rd_kafka_t> handle_;
    std::string mechanism_;  // of SASL
};

using ConfiguredConf = KafkaHandle<rd_kafka_conf_t>;

// The properties of `options` and those that exactly once rests on.
Result<ConfiguredConf> make_conf(const KafkaSinkOptions& options, ClientRole role);
// Of the transactions, as configured.
std::chrono::milliseconds transaction_timeout(const KafkaSinkOptions& options);

}  // namespace khabard
