#include "connectors/sinks/kafka/kafka_sink.h"

#include "connectors/sinks/kafka/checkpoint_reader.h"
#include "connectors/sinks/kafka/client.h"
#include "connectors/sinks/kafka/producer.h"
#include "connectors/sinks/kafka/topic_admin.h"
#include "daemon/base/fail_point.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds init_patience = seconds{5};
constexpr milliseconds read_patience = seconds{5};
constexpr milliseconds abort_patience = seconds{5};
constexpr milliseconds after_fence = seconds{3};
constexpr milliseconds fence_forgiven = std::chrono::minutes{10};
constexpr milliseconds beyond_transaction = seconds{10};
constexpr milliseconds poll_step{100};

class KafkaSink final : public Sink {
public:
    KafkaSink(KafkaSinkOptions options, const Clock& clock)
        : options_(std::move(options)),
          clock_(clock),
          commit_patience_(transaction_timeout(options_)) {}

    std::variant<SinkCheckpoint, SinkOpenError> open(const SinkOwner& owner) override;
    PublishResult publish(const std::vector<OutboxRow>& rows) override;
    void close() override { drop(); }

private:
    std::optional<SinkOpenError> judge_fence(const SinkOwner& owner);
    std::optional<SinkOpenError> claim();
    std::variant<SinkCheckpoint, SinkOpenError> settle(const SinkOwner& owner,
                                                       const CheckpointsSeen& seen);
    std::optional<SinkOpenError> announce(const SinkOwner& owner, Sequence settled);
    std::variant<CheckpointsSeen, StillWaiting> read(const SinkOwner& owner) const;
    SinkOpenError waiting(const std::string& what);
    SinkOpenError open_fault(const TransactionFault& fault);

    std::optional<PublishResult> prepare_new_topics(const std::vector<OutboxRow>& rows);
    std::optional<TransactionFault> send(const std::vector<OutboxRow>& rows);
    std::optional<TransactionFault> send_checkpoint(Sequence seq);
    PublishResult publish_fault(const TransactionFault& fault, const std::vector<OutboxRow>& rows);
    PublishResult refused(const TransactionFault& fault, const std::vector<OutboxRow>& rows);
    PublishResult reopen(const std::string& what);
    void drop();

    KafkaSinkOptions options_;
    const Clock& clock_;
    milliseconds commit_patience_;
    std::unique_ptr<Producer> producer_;
    bool claimed_ = false;  // init_transactions has returned
    bool isolate_ = false;  // the next producer is to find the record that the broker refuses
    bool fenced_ = false;
    std::optional<SteadyTime> forgiven_at_;    // a fence that turned out to be a time-out
    std::optional<SteadyTime> waiting_since_;  // open() has not succeeded since
    std::optional<StateId> state_id_;          // of the owner, once open
    std::set<std::string> prepared_;           // topics that were seen to be in order
};

void KafkaSink::drop() {
    producer_.reset();
    claimed_ = false;
    prepared_.clear();
}

std::string transactional_id(const KafkaSinkOptions& options) {
    return "khabard." + options.instance;
}

// ---- open ---------------------------------------------------------------------------------------

SinkOpenError KafkaSink::waiting(const std::string& what) {
    const SteadyTime now = clock_.steady();
    if (!waiting_since_) {
        waiting_since_ = now;
    }
    const milliseconds limit = commit_patience_ + beyond_transaction;
    if (now - *waiting_since_ < limit) {
        return {TxnOutcome::retry, what};
    }
    return {TxnOutcome::retry,
            what + " (for longer than " +
                std::to_string(std::chrono::duration_cast<seconds>(limit).count()) +
                " s, which no transaction of ours may last; nothing is published until it ends)"};
}

std::variant<CheckpointsSeen, StillWaiting> KafkaSink::read(const SinkOwner& owner) const {
    return read_checkpoints(
        options_,
        {.instance = options_.instance, .state_id = owner.state_id, .patience = read_patience},
        clock_);
}

// _FENCED is what a second instance looks like, and also a transaction that the broker timed out.
// The checkpoint tells, as long as we have not claimed the id again: whoever takes it over commits
// a checkpoint of its own at once.
std::optional<SinkOpenError> KafkaSink::judge_fence(const SinkOwner& owner) {
    if (!fenced_) {
        return std::nullopt;
    }
    drop();
    auto client = KafkaClient::open(options_, ClientRole::admin);
    const SteadyTime until = clock_.steady() + after_fence;
    while (client && clock_.steady() < until) {
        (*client)->poll(poll_step);
    }
    const auto found = read(owner);
    if (const auto* still = std::get_if<StillWaiting>(&found)) {
        return waiting(still->what);
    }
    const auto& newest = std::get<CheckpointsSeen>(found).newest;
    const std::string id = transactional_id(options_);
    if (newest && newest->state_id != owner.state_id) {
        return SinkOpenError{TxnOutcome::fenced,
                             "another daemon publishes as " + id + " (its state is " +
                                 newest->state_id.get() +
                                 "); give one of them another [publish.kafka] instance"};
    }
    if (newest && newest->seq > owner.highest) {
        return SinkOpenError{TxnOutcome::fenced,
                             "a daemon with a copy of this state file publishes as " + id};
    }
    const SteadyTime now = clock_.steady();
    if (forgiven_at_ && now - *forgiven_at_ < fence_forgiven) {
        return SinkOpenError{TxnOutcome::fenced,
                             id + " was taken from us twice within ten minutes; is another daemon "
                                  "running on a copy of this state?"};
    }
    forgiven_at_ = now;
    fenced_ = false;
    return std::nullopt;
}

SinkOpenError KafkaSink::open_fault(const TransactionFault& fault) {
    fenced_ = fault.answer == Answer::fenced;
    if (fenced_ || !is_waiting(fault)) {
        drop();
    }
    if (fault.code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED) {
        return waiting(fault.what + "; the ACL Write on the transactional id " +
                       transactional_id(options_) + " is needed");
    }
    return waiting(fault.what);
}

// The topics, then the transactional id: claiming it ends the transaction of whoever had it.
std::optional<SinkOpenError> KafkaSink::claim() {
    if (!producer_) {
        auto opened = Producer::open(options_, isolate_);
        if (!opened) {
            return waiting(opened.error().text());
        }
        producer_ = std::move(*opened);
        isolate_ = false;
    }
    const std::vector<std::string> topics = needed_topics(options_);
    if (auto ready = prepare_topics(producer_->client(), options_, topics); !ready) {
        const SinkOpenError error = waiting(ready.error().text());
        if (producer_->client().is_refused()) {
            drop();
        }
        return error;
    }
    prepared_ = {topics.begin(), topics.end()};
    if (!claimed_) {
        if (const auto fault = producer_->init(init_patience)) {
            return open_fault(*fault);
        }
        claimed_ = true;
        fail_point("kafka.open.claimed");
    }
    return std::nullopt;
}

std::optional<SinkOpenError> KafkaSink::announce(const SinkOwner& owner, Sequence settled) {
    state_id_ = owner.state_id;
    producer_->warm_up(needed_topics(options_));
    auto fault = producer_->begin();
    if (!fault) {
        fault = send_checkpoint(settled);
    }
    if (!fault) {
        fault = producer_->commit(commit_patience_);
    }
    if (fault) {
        const SinkOpenError error = open_fault(*fault);
        drop();
        return error;
    }
    fail_point("kafka.open.announced");
    return std::nullopt;
}

std::variant<SinkCheckpoint, SinkOpenError> KafkaSink::settle(const SinkOwner& owner,
                                                              const CheckpointsSeen& seen) {
    Sequence settled = owner.settled;
    std::string warning;
    if (const auto& ours = seen.newest_of_ours) {
        if (ours->seq > owner.highest) {
            drop();
            return SinkOpenError{TxnOutcome::unusable,
                                 "the state file is older than what was published (sequence " +
                                     std::to_string(ours->seq.get()) + ", it knows " +
                                     std::to_string(owner.highest.get()) +
                                     "); run khabard state rebuild"};
        }
        settled = std::max(settled, ours->seq);
    }
    if (seen.newest && seen.newest->state_id != owner.state_id) {
        warning = transactional_id(options_) + " was last used with another state file (" +
                  seen.newest->state_id.get() + "); khabard state rebuild takes over its memory";
    }
    if (const auto error = announce(owner, settled)) {
        return *error;
    }
    waiting_since_.reset();
    return SinkCheckpoint{settled, warning};
}

std::variant<SinkCheckpoint, SinkOpenError> KafkaSink::open(const SinkOwner& owner) {
    if (const auto error = judge_fence(owner)) {
        return *error;
    }
    if (const auto error = claim()) {
        return *error;
    }
    const auto found = read(owner);
    if (const auto* still = std::get_if<StillWaiting>(&found)) {
        return waiting(still->what);
    }
    fail_point("kafka.open.read");
    return settle(owner, std::get<CheckpointsSeen>(found));
}

// ---- publish ------------------------------------------------------------------------------------

PublishResult KafkaSink::reopen(const std::string& what) {
    drop();
    return {TxnOutcome::reopen, what, std::nullopt};
}

// A reload may bring themes, and so topics, that were not there at the start.
std::optional<PublishResult> KafkaSink::prepare_new_topics(const std::vector<OutboxRow>& rows) {
    std::vector<std::string> fresh;
    for (const OutboxRow& row : rows) {
        for (const auto& [topic, theme] : row.record.topics) {
            if (!prepared_.contains(topic) &&
                std::find(fresh.begin(), fresh.end(), topic) == fresh.end()) {
                fresh.push_back(topic);
            }
        }
    }
    if (fresh.empty()) {
        return std::nullopt;
    }
    if (auto ready = prepare_topics(producer_->client(), options_, fresh); !ready) {
        return PublishResult{TxnOutcome::retry, ready.error().text(), std::nullopt};
    }
    producer_->warm_up(fresh);
    options_.topics.insert(options_.topics.end(), fresh.begin(), fresh.end());
    prepared_.insert(fresh.begin(), fresh.end());
    return std::nullopt;
}

std::optional<TransactionFault> KafkaSink::send_checkpoint(Sequence seq) {
    const std::string value = encode_checkpoint_record({*state_id_, seq});
    const std::string topic = checkpoints_topic;
    return producer_->produce({.topic = topic,
                               .key = options_.instance,
                               .value = value,
                               .headers = {},
                               .timestamp = clock_.wall(),
                               .opaque = nullptr});
}

std::optional<TransactionFault> KafkaSink::send(const std::vector<OutboxRow>& rows) {
    if (auto fault = producer_->begin()) {
        return fault;
    }
    for (const OutboxRow& row : rows) {
        for (const auto& [topic, theme] : row.record.topics) {
            std::vector<RecordHeader> headers = row.record.headers;
            if (!theme.empty()) {
                headers.push_back({"theme", theme});
            }
            headers.push_back({"seq", std::to_string(row.seq.get())});
            if (auto fault = producer_->produce({.topic = topic,
                                                 .key = row.record.key,
                                                 .value = row.record.payload,
                                                 .headers = headers,
                                                 .timestamp = row.record.timestamp,
                                                 .opaque = &row})) {
                return fault;
            }
        }
    }
    if (auto fault = send_checkpoint(rows.back().seq)) {
        return fault;
    }
    fail_point("kafka.publish.produced");
    return producer_->commit(commit_patience_);
}

// A broker refuses a whole batch of records for one of them: unless it is certain which, the next
// producer sends them one by one.
PublishResult KafkaSink::refused(const TransactionFault& fault,
                                 const std::vector<OutboxRow>& rows) {
    if (fault.by_broker && !producer_->has_one_message_batches()) {
        isolate_ = true;
        return reopen("a record is refused, the batch is sent again one by one: " + fault.what);
    }
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&fault](const OutboxRow& each) { return &each == fault.of; });
    // Nothing of the transaction is out; claiming the id again ends it. To abort it here may take
    // seconds, because the records behind the refused one are out of sequence.
    drop();
    if (row == rows.end()) {
        return {TxnOutcome::retry, "the checkpoint is refused: " + fault.what, std::nullopt};
    }
    return {TxnOutcome::refused_record, fault.what, row->seq};
}

// librdkafka does not say which topic the broker refused.
std::string topics_text(const std::vector<OutboxRow>& rows) {
    std::set<std::string> topics;
    for (const OutboxRow& row : rows) {
        for (const auto& [topic, theme] : row.record.topics) {
            topics.insert(topic);
        }
    }
    std::string text;
    for (const std::string& topic : topics) {
        text += (text.empty() ? "" : ", ") + topic;
    }
    return text;
}

PublishResult KafkaSink::publish_fault(const TransactionFault& fault,
                                       const std::vector<OutboxRow>& rows) {
    const std::string what = fault.what + " (the batch goes to " + topics_text(rows) + ")";
    switch (fault.answer) {
        case Answer::record: return refused(fault, rows);
        case Answer::definite: break;
        case Answer::fenced: fenced_ = true; [[fallthrough]];
        case Answer::indefinite: return reopen(fault.what);
    }
    if (is_unknown_topic(fault.code)) {
        return reopen(what);
    }
    if (const auto failed = producer_->abort(abort_patience)) {
        return reopen(what + "; " + *failed);
    }
    return {TxnOutcome::retry, what, std::nullopt};
}

PublishResult KafkaSink::publish(const std::vector<OutboxRow>& rows) {
    if (!producer_ || !claimed_) {
        return reopen("the connection to Kafka is opened again");
    }
    // Found before a transaction is begun, so that none has to be ended for it.
    for (const OutboxRow& row : rows) {
        if (record_bytes(row.record) > producer_->record_bytes_max()) {
            return {TxnOutcome::refused_record,
                    "it has " + std::to_string(record_bytes(row.record)) +
                        " bytes, more than message.max.bytes",
                    row.seq};
        }
    }
    if (auto held = prepare_new_topics(rows)) {
        return *held;
    }
    if (const auto fault = send(rows)) {
        return publish_fault(*fault, rows);
    }
    fail_point("kafka.publish.committed");
    return {TxnOutcome::committed, {}, std::nullopt};
}

}  // namespace

std::unique_ptr<Sink> make_kafka_sink(KafkaSinkOptions options, const Clock& clock) {
    return std::make_unique<KafkaSink>(std::move(options), clock);
}

}  // namespace khabard
