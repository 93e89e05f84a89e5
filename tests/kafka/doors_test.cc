// Doors that stay shut: certificates, credentials, rights on the transactional id. What the
// operator reads names the door and the key.

#include "tests/kafka/sink_bench.h"

using namespace khabard;

namespace {

SinkBench over_tls(Broker& broker, const std::string& name, const std::string& authority) {
    SinkBench bench(broker, name);
    bench.options.bootstrap_servers = broker.tls_servers();
    bench.options.properties = {{"security.protocol", "SSL"}, {"ssl.ca.location", authority}};
    return bench;
}

}  // namespace

TEST_CASE("over TLS records arrive, where the broker's authority is the one that is trusted") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const SinkBench bench = over_tls(*broker, "tls", broker->authority());
    const auto sink = bench.sink();
    opened(*sink, owner_of(1, 0));
    published(*sink, {bench.row(1)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1});
}

TEST_CASE("a broker whose authority is not trusted is told apart from one that is away") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const SinkBench bench = over_tls(*broker, "mistrust", broker->other_authority());
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "certificate verify failed");
    CHECK_SAYS(error.what, "ssl.ca.location");
}

TEST_CASE("a user without the right to the transactional id reads which right that is") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "rightless");
    bench.options.bootstrap_servers = broker->sasl_servers();
    bench.options.properties = {{"security.protocol", "SASL_PLAINTEXT"},
                                {"sasl.mechanism", "PLAIN"},
                                {"sasl.username", "limited"},
                                {"sasl.password", "right"}};
    REQUIRE(broker->deny_transactions("khabard.rightless"));
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "the ACL Write on the transactional id khabard.rightless is needed");
}

TEST_CASE("a refusal of SCRAM says so, and that old clients fail with it on Kafka 4") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "scram");
    bench.options.bootstrap_servers = broker->sasl_servers();
    bench.options.properties = {{"security.protocol", "SASL_PLAINTEXT"},
                                {"sasl.mechanism", "SCRAM-SHA-256"},
                                {"sasl.username", "limited"},
                                {"sasl.password", "hunter2"}};
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "uthentication failed");
    CHECK_SAYS(error.what, "SCRAM");
    CHECK_SAYS(error.what, "librdkafka before 2.6.1");
    CHECK(error.what.find("hunter2") == std::string::npos);
}

TEST_CASE("records travel and lie compressed") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const std::string codec = GENERATE("", "lz4");
    SinkBench bench(*broker, "small" + codec);
    if (!codec.empty()) {
        bench.options.properties = {{"compression.type", codec}};
    }
    const auto sink = bench.sink();
    opened(*sink, owner_of(100, 0));
    std::vector<OutboxRow> rows;
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        rows.push_back(bench.row(seq, "\"" + std::string(4000, 'a') + "\""));
    }
    published(*sink, rows);
    CHECK(broker->seqs(bench.news).size() == 100);
    const std::uint64_t bytes = broker->log_bytes(bench.news);
    CHECK(bytes > 0);
    CHECK(bytes < 100'000);
}
