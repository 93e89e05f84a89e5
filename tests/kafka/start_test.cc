// What a start learns from the checkpoint: the rows up to the number it names are settled, a number
// that this ledger never assigned means a state file rolled back, another state's is warned about.

#include "connectors/sinks/kafka/checkpoint_record.h"
#include "tests/kafka/sink_bench.h"

#include <chrono>
#include <thread>

using namespace khabard;

namespace {

std::string checkpoint(const StateId& state, std::uint64_t seq) {
    return encode_checkpoint_record({state, Sequence{seq}});
}

// Writes a checkpoint of somebody else's hand, under a transactional id that fences nobody.
void write_checkpoint(const Broker& broker, const std::string& instance, const std::string& value) {
    OtherProducer other(broker.servers(), "writer." + instance);
    other.begin();
    other.produce(checkpoints_topic, instance, value);
    other.commit();
}

std::string newest_checkpoint(const Broker& broker, const std::string& instance) {
    std::string newest;
    for (const ConsumedRecord& record : broker.committed({checkpoints_topic})) {
        if (record.key == instance) {
            newest = record.value;
        }
    }
    return newest;
}

}  // namespace

TEST_CASE("a start without a checkpoint goes by the ledger, and says at once who holds the id") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "fresh");
    const auto sink = bench.sink();
    const SinkCheckpoint found = opened(*sink, owner_of(9, 4));
    CHECK(found.settled == Sequence{4});
    CHECK(found.warning.empty());
    CHECK(newest_checkpoint(*broker, "fresh") == checkpoint(state_a, 4));
}

TEST_CASE("a start settles what its own checkpoint says is out") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "again");
    {
        const auto sink = bench.sink();
        opened(*sink, owner_of(3, 0));
        published(*sink, {bench.row(1), bench.row(2)});
    }
    const auto sink = bench.sink();
    CHECK(opened(*sink, owner_of(3, 0)).settled == Sequence{2});
    published(*sink, {bench.row(3)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2, 3});
}

TEST_CASE("a start after a kill is ready within two seconds") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "quick");
    opened(*bench.sink(), owner_of(0, 0));
    const auto from = std::chrono::steady_clock::now();
    const auto sink = bench.sink();
    opened(*sink, owner_of(1, 0));
    published(*sink, {bench.row(1)});
    CHECK(std::chrono::steady_clock::now() - from < std::chrono::seconds{2});
}

TEST_CASE("a start waits behind the open transaction of another instance") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "behind");
    const auto first = bench.sink();
    opened(*first, owner_of(2, 0));
    OtherProducer other(broker->servers(), "khabard.neighbour");
    other.begin();
    other.produce(checkpoints_topic, "neighbour", checkpoint(state_b, 1));
    // Committed, and not visible while the neighbour's transaction is open before it.
    published(*first, {bench.row(1), bench.row(2)});
    const auto second = bench.sink();
    const SinkOpenError error = not_opened(*second, owner_of(2, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "a transaction of another instance is open there");
    other.abort();
    CHECK(opened(*second, owner_of(2, 0)).settled == Sequence{2});
}

TEST_CASE("a state file that is older than what was published publishes nothing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "rolledback");
    const auto sink = bench.sink();
    opened(*sink, owner_of(5, 0));
    published(*sink, {bench.row(5)});
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(4, 3));
    CHECK(error.outcome == TxnOutcome::unusable);
    CHECK_SAYS(error.what, "khabard state rebuild");
    CHECK(newest_checkpoint(*broker, "rolledback") == checkpoint(state_a, 5));
}

TEST_CASE("the checkpoint of another state is warned about, and the ledger's own place counts") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "foreign");
    opened(*bench.sink(), owner_of(0, 0, state_b));
    write_checkpoint(*broker, "foreign", checkpoint(state_b, 77));
    const SinkCheckpoint found = opened(*bench.sink(), owner_of(6, 2));
    CHECK(found.settled == Sequence{2});
    CHECK_SAYS(found.warning, state_b.get());
    CHECK_SAYS(found.warning, "khabard state rebuild");
}

TEST_CASE("our own checkpoint counts although another state's stands behind it") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "between");
    opened(*bench.sink(), owner_of(5, 5));
    write_checkpoint(*broker, "between", checkpoint(state_b, 77));
    const SinkCheckpoint found = opened(*bench.sink(), owner_of(6, 2));
    CHECK(found.settled == Sequence{5});
    CHECK_SAYS(found.warning, state_b.get());
}

TEST_CASE("what is no checkpoint of ours in the partition is passed over") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "noise");
    opened(*bench.sink(), owner_of(3, 3));
    write_checkpoint(*broker, "noise", "not JSON");
    write_checkpoint(*broker, "noise", "{\"state_id\":7}");
    write_checkpoint(*broker, "noise2", checkpoint(state_a, 99));
    CHECK(opened(*bench.sink(), owner_of(3, 0)).settled == Sequence{3});
}

TEST_CASE("a compacted checkpoint topic still holds the newest") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    broker->delete_topic(checkpoints_topic);
    broker->create_topic(checkpoints_topic, 1,
                         {{"cleanup.policy", "compact"},
                          {"segment.ms", "200"},
                          {"min.cleanable.dirty.ratio", "0.01"},
                          {"max.compaction.lag.ms", "400"}});
    SinkBench bench(*broker, "compact");
    const auto sink = bench.sink();
    opened(*sink, owner_of(1000, 0));
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{40};
    std::uint64_t seq = 0;
    std::size_t left = 0;
    do {  // until compaction has removed checkpoints
        published(*sink, {bench.row(++seq)});
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
        left = broker->committed({checkpoints_topic}).size();
    } while (left >= seq && std::chrono::steady_clock::now() < until);
    CAPTURE(seq, left);
    REQUIRE(left < seq);
    CHECK(opened(*bench.sink(), owner_of(1000, 0)).settled == Sequence{seq});
    sink->close();
    broker->delete_topic(checkpoints_topic);
}

TEST_CASE("a checkpoint topic that was deleted is made again, and the ledger counts") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "deleted");
    opened(*bench.sink(), owner_of(8, 8));
    broker->delete_topic(checkpoints_topic);
    CHECK(opened(*bench.sink(), owner_of(9, 8)).settled == Sequence{8});
}
