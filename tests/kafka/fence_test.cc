// Answers that leave it open what happened. A definite refusal aborts and the same rows go again;
// anything else destroys the producer, and the checkpoint says what is out before a new one begins.

#include "connectors/sinks/kafka/answer.h"
#include "connectors/sinks/kafka/checkpoint_record.h"
#include "tests/kafka/proxy.h"
#include "tests/kafka/sink_bench.h"

#include <atomic>
#include <chrono>
#include <thread>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

// A machine that stands still: asked for the time of a checkpoint, it may answer much later.
class SleepyClock final : public Clock {
public:
    Instant wall() const override {
        std::this_thread::sleep_for(nap_.exchange(0ms));
        return real_.wall();
    }
    SteadyTime steady() const override { return real_.steady(); }
    void sleep_once(std::chrono::milliseconds nap) { nap_ = nap; }

private:
    SystemClock real_;
    mutable std::atomic<std::chrono::milliseconds> nap_{0ms};
};

}  // namespace

TEST_CASE("what is certain is told from what is not") {
    CHECK(judge(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR__TIMED_OUT) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR__TRANSPORT) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR_INCONSISTENT_VOTER_SET) == Answer::indefinite);
    CHECK(judge(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) == Answer::definite);
    CHECK(judge(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS) == Answer::definite);
    CHECK(judge(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) == Answer::record);
    CHECK(judge(RD_KAFKA_RESP_ERR__FENCED) == Answer::fenced);
    CHECK(judge(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH) == Answer::fenced);
}

TEST_CASE("a second daemon with another state fences the first for good") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "rivals");
    const auto first = bench.sink();
    const auto second = bench.sink();
    opened(*first, owner_of(2, 0));
    published(*first, {bench.row(1)});
    opened(*second, owner_of(0, 0, state_b));
    CHECK(first->publish({bench.row(2)}).outcome == TxnOutcome::reopen);
    const SinkOpenError error = not_opened(*first, owner_of(2, 1));
    CHECK(error.outcome == TxnOutcome::fenced);
    CHECK_SAYS(error.what, state_b.get());
    // The first has not fenced the second in turn.
    published(*second, {bench.row(1)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 1});
}

TEST_CASE("a daemon on a copy of the state that is further on fences for good") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "copy");
    const auto first = bench.sink();
    const auto second = bench.sink();
    opened(*first, owner_of(2, 0));
    opened(*second, owner_of(9, 0));
    published(*second, {bench.row(9)});
    CHECK(first->publish({bench.row(2)}).outcome == TxnOutcome::reopen);
    CHECK(not_opened(*first, owner_of(2, 0)).outcome == TxnOutcome::fenced);
}

TEST_CASE("a fence without a rival's checkpoint is forgiven once in ten minutes") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "forgiven");
    const auto sink = bench.sink();
    opened(*sink, owner_of(3, 0));
    published(*sink, {bench.row(1)});
    const OtherProducer once(broker->servers(), "khabard.forgiven");
    CHECK(sink->publish({bench.row(2)}).outcome == TxnOutcome::reopen);
    CHECK(opened(*sink, owner_of(3, 1)).settled == Sequence{1});
    published(*sink, {bench.row(2)});
    const OtherProducer twice(broker->servers(), "khabard.forgiven");
    CHECK(sink->publish({bench.row(3)}).outcome == TxnOutcome::reopen);
    const SinkOpenError error = not_opened(*sink, owner_of(3, 2));
    CHECK(error.outcome == TxnOutcome::fenced);
    CHECK_SAYS(error.what, "twice");
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2});
}

TEST_CASE("a transaction that the broker timed out is sent again, once") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "asleep");
    bench.options.properties = {{"transaction.timeout.ms", "1000"}};
    SleepyClock clock;
    const auto sink = make_kafka_sink(bench.options, clock);
    opened(*sink, owner_of(2, 0));
    published(*sink, {bench.row(1)});
    clock.sleep_once(3500ms);
    const PublishResult result = sink->publish({bench.row(2)});
    CHECK(result.outcome == TxnOutcome::reopen);
    CHECK(opened(*sink, owner_of(2, 1)).settled == Sequence{1});
    published(*sink, {bench.row(2)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2});
}

TEST_CASE("a commit whose answer is lost is settled by the checkpoint") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    Proxy proxy(broker->proxy_port(), broker->proxied_port());
    const auto [name, where, settled] = GENERATE(table<const char*, Cut, std::uint64_t>(
        {{"cutbefore", Cut::before_commit, 1}, {"cutafter", Cut::after_commit, 2}}));
    SinkBench bench(*broker, name);
    bench.options.bootstrap_servers = "127.0.0.1:" + std::to_string(broker->proxy_port());
    bench.options.properties = {{"transaction.timeout.ms", "2000"}, {"socket.timeout.ms", "1000"}};
    const auto sink = bench.sink();
    opened(*sink, owner_of(3, 0));
    published(*sink, {bench.row(1)});
    proxy.cut(where);
    CHECK(sink->publish({bench.row(2)}).outcome == TxnOutcome::reopen);
    CHECK(proxy.has_cut());
    proxy.mend();
    CHECK(opened(*sink, owner_of(3, 1)).settled == Sequence{settled});
    if (settled == 1) {
        published(*sink, {bench.row(2)});
    }
    published(*sink, {bench.row(3)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2, 3});
}
