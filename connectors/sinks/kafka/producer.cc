#include "connectors/sinks/kafka/producer.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr int metadata_timeout_ms = 2000;
constexpr std::size_t text_bytes = 512;
constexpr std::size_t parts = 8;
constexpr milliseconds delivery_step{10};
constexpr milliseconds destroy_patience{50};

// librdkafka takes what it only reads by pointers that are not const.
void* readable(std::string_view bytes) noexcept {
    return const_cast<char*>(bytes.data());
}

rd_kafka_vu_t memory(rd_kafka_vtype_t type, std::string_view bytes) noexcept {
    rd_kafka_vu_t part{};
    part.vtype = type;
    part.u.mem.ptr = readable(bytes);
    part.u.mem.size = bytes.size();
    return part;
}

KafkaHandle<rd_kafka_headers_t> header_list(const std::vector<RecordHeader>& headers) {
    KafkaHandle<rd_kafka_headers_t> list(rd_kafka_headers_new(headers.size()));
    for (const RecordHeader& header : headers) {
        rd_kafka_header_add(list.get(), header.name.data(),
                            static_cast<ssize_t>(header.name.size()), header.value.data(),
                            static_cast<ssize_t>(header.value.size()));
    }
    return list;
}

}  // namespace

Result<std::unique_ptr<Producer>> Producer::open(const KafkaSinkOptions& options,
                                                 bool one_message_batches) {
    auto client = KafkaClient::open(options, ClientRole::producer, one_message_batches);
    if (!client) {
        return client.error();
    }
    std::unique_ptr<Producer> producer(new Producer(std::move(*client), one_message_batches));
    std::array<char, text_bytes> text{};
    std::size_t size = text.size();
    const rd_kafka_conf_t* conf = rd_kafka_conf(producer->client_->get());
    if (rd_kafka_conf_get(conf, "message.max.bytes", text.data(), &size) == RD_KAFKA_CONF_OK) {
        std::from_chars(text.data(), text.data() + size, producer->record_bytes_max_);
    }
    return producer;
}

// librdkafka 2.0.2 ends the process when it is destroyed at the moment at which it registers the
// partitions of a transaction (an assertion on txn_req_cnt); that happens right after producing.
Producer::~Producer() {
    await_deliveries(destroy_patience);
}

std::size_t record_bytes(const Record& record) noexcept {
    constexpr std::size_t added = 256;      // the headers seq and theme, and the frame
    constexpr std::size_t per_header = 10;  // lengths
    std::size_t bytes = record.key.size() + record.payload.size() + added;
    for (const RecordHeader& header : record.headers) {
        bytes += header.name.size() + header.value.size() + per_header;
    }
    return bytes;
}

rd_kafka_topic_t* Producer::topic(const std::string& name) {
    auto& handle = topics_[name];
    if (!handle) {
        handle.reset(rd_kafka_topic_new(client_->get(), name.c_str(), nullptr));
    }
    return handle.get();
}

void Producer::warm_up(const std::vector<std::string>& topics) {
    for (const std::string& name : topics) {
        const rd_kafka_metadata_t* found = nullptr;
        if (rd_kafka_metadata(client_->get(), 0, topic(name), &found, metadata_timeout_ms) ==
            RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_metadata_destroy(found);
        }
    }
}

TransactionFault Producer::fault(const char* step, KafkaHandle<rd_kafka_error_t> error) {
    client_->poll(milliseconds{0});
    rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    std::string reason = rd_kafka_error_string(error.get());
    const bool fatal = rd_kafka_error_is_fatal(error.get()) != 0;
    const bool abortable = rd_kafka_error_txn_requires_abort(error.get()) != 0;
    std::array<char, text_bytes> text{};
    if (fatal || code == RD_KAFKA_RESP_ERR__FATAL) {
        const rd_kafka_resp_err_t first =
            rd_kafka_fatal_error(client_->get(), text.data(), text.size());
        if (first != RD_KAFKA_RESP_ERR_NO_ERROR) {
            code = first;
            reason = text.data();
        }
    }
    TransactionFault fault{judge(code), code, {}, nullptr, true};
    const auto& failed = client_->reports().failed;
    if (failed && abortable && fault.answer != Answer::fenced) {
        // The call only says that some record failed; the delivery report says which and why.
        fault = {judge(failed->code), failed->code, {}, failed->of, true};
        reason = failed->reason;
    } else if ((fatal || !abortable) && fault.answer != Answer::fenced) {
        fault.answer = Answer::indefinite;
    }
    fault.what = client_->explain(std::string(step) + ": " + reason);
    return fault;
}

std::optional<TransactionFault> Producer::init(milliseconds patience) {
    client_->forget_cause();
    KafkaHandle<rd_kafka_error_t> error(
        rd_kafka_init_transactions(client_->get(), static_cast<int>(patience.count())));
    if (!error) {
        client_->forget_cause();
        return std::nullopt;
    }
    return fault("claiming the transactional id", std::move(error));
}

std::optional<TransactionFault> Producer::begin() {
    client_->forget_cause();
    client_->reports().failed.reset();
    KafkaHandle<rd_kafka_error_t> error(rd_kafka_begin_transaction(client_->get()));
    if (!error) {
        return std::nullopt;
    }
    return fault("beginning a transaction", std::move(error));
}

std::optional<TransactionFault> Producer::produce(const Outgoing& record) {
    std::array<rd_kafka_vu_t, parts> vus{};
    std::size_t count = 0;
    vus[count].vtype = RD_KAFKA_VTYPE_RKT;
    vus[count++].u.rkt = topic(record.topic);
    vus[count].vtype = RD_KAFKA_VTYPE_PARTITION;
    vus[count++].u.i32 = RD_KAFKA_PARTITION_UA;
    vus[count++] = memory(RD_KAFKA_VTYPE_KEY, record.key);
    vus[count++] = memory(RD_KAFKA_VTYPE_VALUE, record.value);
    vus[count].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    vus[count++].u.i64 = record.timestamp.time_since_epoch().count();
    vus[count].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    vus[count++].u.i = RD_KAFKA_MSG_F_COPY;
    vus[count].vtype = RD_KAFKA_VTYPE_OPAQUE;
    vus[count++].u.ptr = const_cast<void*>(record.opaque);
    auto headers = header_list(record.headers);
    vus[count].vtype = RD_KAFKA_VTYPE_HEADERS;
    vus[count++].u.headers = headers.get();
    KafkaHandle<rd_kafka_error_t> error(rd_kafka_produceva(client_->get(), vus.data(), count));
    if (!error) {
        (void)headers.release();  // the message's own now
        return std::nullopt;
    }
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    if (judge(code) == Answer::record || judge(code) == Answer::definite) {
        return TransactionFault{judge(code), code,
                                record.topic + ": " + rd_kafka_error_string(error.get()),
                                record.opaque, false};
    }
    // An earlier record of the transaction may have been refused meanwhile.
    client_->poll(milliseconds{0});
    if (const auto& failed = client_->reports().failed) {
        return TransactionFault{judge(failed->code), failed->code, failed->reason, failed->of,
                                true};
    }
    return fault("producing", std::move(error));
}

// A refused record leaves those behind it waiting for the abort, and commit would wait for them.
void Producer::await_deliveries(milliseconds patience) {
    for (milliseconds waited{0};
         waited < patience && rd_kafka_outq_len(client_->get()) > 0 && !client_->reports().failed;
         waited += delivery_step) {
        client_->poll(delivery_step);
    }
}

std::optional<TransactionFault> Producer::commit(milliseconds patience) {
    await_deliveries(patience);
    if (const auto& failed = client_->reports().failed) {
        return TransactionFault{judge(failed->code), failed->code, failed->reason, failed->of,
                                true};
    }
    KafkaHandle<rd_kafka_error_t> error(
        rd_kafka_commit_transaction(client_->get(), static_cast<int>(patience.count())));
    if (!error) {
        return std::nullopt;
    }
    return fault("committing", std::move(error));
}

std::optional<std::string> Producer::abort(milliseconds patience) {
    const KafkaHandle<rd_kafka_error_t> error(
        rd_kafka_abort_transaction(client_->get(), static_cast<int>(patience.count())));
    client_->reports().failed.reset();
    if (error == nullptr) {
        return std::nullopt;
    }
    return std::string("aborting: ") + rd_kafka_error_string(error.get());
}

bool is_waiting(const TransactionFault& fault) noexcept {
    switch (fault.code) {
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__IN_PROGRESS:
        case RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS:
        case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
        case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
        case RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS: return true;
        default: return false;
    }
}

}  // namespace khabard
