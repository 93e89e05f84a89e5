#pragma once

// The transactional producer: thin over librdkafka, with every error judged. Internal to this
// folder. One transaction at a time; after an indefinite answer the object is to be thrown away.

#include "connectors/sinks/kafka/answer.h"
#include "connectors/sinks/kafka/client.h"
#include "daemon/base/time.h"
#include "daemon/model/record.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {

struct TransactionFault {
    Answer answer;
    rd_kafka_resp_err_t code;
    std::string what;
    const void* of;  // the opaque of the record that is to blame; null: none is
    bool by_broker;  // false: our own client refused it, so that `of` is certain
};

// One record on its way. The views need to live only during produce().
struct Outgoing {
    const std::string& topic;
    std::string_view key;
    std::string_view value;
    const std::vector<RecordHeader>& headers;
    Instant timestamp;
    const void* opaque;
};

class Producer {
public:
    // `one_message_batches`: so that a refusal by the broker names one record.
    static Result<std::unique_ptr<Producer>> open(const KafkaSinkOptions& options,
                                                  bool one_message_batches);

    ~Producer();

    KafkaClient& client() noexcept { return *client_; }
    bool has_one_message_batches() const noexcept { return one_message_batches_; }

    // May be called again after a fault that `is_waiting` says is one of time.
    std::optional<TransactionFault> init(std::chrono::milliseconds patience);
    // The client refuses a record with more bytes of key, value and headers.
    std::size_t record_bytes_max() const noexcept { return record_bytes_max_; }
    // Fetches what producing to the topics needs, which otherwise costs the first commit a second.
    void warm_up(const std::vector<std::string>& topics);

    std::optional<TransactionFault> begin();
    std::optional<TransactionFault> produce(const Outgoing& record);
    std::optional<TransactionFault> commit(std::chrono::milliseconds patience);
    // Nothing when it is certain that nothing of the transaction took effect, else what was said.
    std::optional<std::string> abort(std::chrono::milliseconds patience);

private:
    Producer(std::unique_ptr<KafkaClient> client, bool one_message_batches)
        : client_(std::move(client)), one_message_batches_(one_message_batches) {}

    rd_kafka_topic_t* topic(const std::string& name);
    void await_deliveries(std::chrono::milliseconds patience);
    TransactionFault fault(const char* step, KafkaHandle<rd_kafka_error_t> error);

    std::unique_ptr<KafkaClient> client_;
    std::map<std::string, KafkaHandle<rd_kafka_topic_t>> topics_;  // go before the client
    bool one_message_batches_;
    std::size_t record_bytes_max_ = 0;
};

// As the client counts it, generously.
std::size_t record_bytes(const Record& record) noexcept;

// The call may be made again with the same producer: only time has passed.
bool is_waiting(const TransactionFault& fault) noexcept;

}  // namespace khabard
