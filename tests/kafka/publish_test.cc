// What a consumer receives, and what is refused, and by whom: what the record is refused for makes
// a dead letter of it; what topic or cluster refuse holds everything in order.

#include "tests/kafka/sink_bench.h"

#include <algorithm>
#include <random>

using namespace khabard;

namespace {

// The partition that Java's default partitioner chooses for a key.
std::uint32_t murmur2(const std::string& key) {
    constexpr std::uint32_t m = 0x5bd1e995;
    std::uint32_t h = 0x9747b28cU ^ static_cast<std::uint32_t>(key.size());
    std::size_t at = 0;
    const auto byte = [&key](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(key[i]));
    };
    for (; at + 4 <= key.size(); at += 4) {
        std::uint32_t k = byte(at) | byte(at + 1) << 8U | byte(at + 2) << 16U | byte(at + 3) << 24U;
        k *= m;
        k ^= k >> 24U;
        k *= m;
        h = (h * m) ^ k;
    }
    const std::size_t left = key.size() - at;
    if (left > 0) {
        for (std::size_t i = 0; i < left; ++i) {
            h ^= byte(at + i) << (8U * i);
        }
        h *= m;
    }
    h ^= h >> 13U;
    h *= m;
    return (h ^ (h >> 15U)) & 0x7fffffffU;
}

// Text that does not compress away.
std::string noise(std::size_t bytes) {
    std::mt19937 dice(7);
    std::string text = "\"";
    while (text.size() < bytes) {
        text += static_cast<char>('a' + dice() % 26);
        text += static_cast<char>('0' + dice() % 10);
    }
    return text + "\"";
}

// Publishes as the publisher does, until the batch is out or a record is refused.
PublishResult publish_through(Sink& sink, const std::vector<OutboxRow>& rows) {
    PublishResult result = sink.publish(rows);
    for (int i = 0; i < 20 && result.outcome != TxnOutcome::committed &&
                    result.outcome != TxnOutcome::refused_record;
         ++i) {
        if (result.outcome == TxnOutcome::reopen) {
            opened(sink, owner_of(100, 0));
        }
        result = sink.publish(rows);
    }
    return result;
}

}  // namespace

TEST_CASE("a record arrives with key, partition, timestamp, headers and theme") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "whole");
    bench.options.partitions = 6;
    const auto sink = bench.sink();
    opened(*sink, owner_of(2, 0));
    const std::string payload = "{\"headline\":\"\xd8\xae\xd8\xa8\xd8\xb1\"}";
    published(*sink, {kafka_row(1, {{bench.news, "energy"}, {bench.more, ""}}, payload),
                      kafka_row(2, {{bench.more, ""}})});
    const auto news = broker->committed({bench.news});
    REQUIRE(news.size() == 1);
    CHECK(news[0].key == "article-1");
    CHECK(news[0].value == payload);
    CHECK(static_cast<std::uint32_t>(news[0].partition) == murmur2("article-1") % 6);
    CHECK(news[0].timestamp == kafka_time().time_since_epoch().count());
    CHECK(news[0].headers == std::map<std::string, std::string>{
                                 {"ce_id", "article-1.1"}, {"theme", "energy"}, {"seq", "1"}});
    const auto more = broker->committed({bench.more});
    REQUIRE(more.size() == 2);
    for (const ConsumedRecord& record : more) {
        CHECK(!record.headers.contains("theme"));
        CHECK(static_cast<std::uint32_t>(record.partition) == murmur2(record.key) % 6);
    }
}

TEST_CASE("versions of one article keep their order") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "order");
    bench.options.partitions = 3;
    const auto sink = bench.sink();
    opened(*sink, owner_of(200, 0));
    for (std::uint64_t first = 1; first < 200; first += 50) {
        std::vector<OutboxRow> rows;
        for (std::uint64_t seq = first; seq < first + 50; ++seq) {
            rows.push_back(bench.row(seq));
            rows.back().record.key = "article-" + std::to_string(seq % 7);
        }
        published(*sink, rows);
    }
    std::map<std::string, int> last;
    for (const ConsumedRecord& record : broker->committed({bench.news})) {
        const int seq = std::stoi(record.headers.at("seq"));
        CHECK(seq > last[record.key]);
        last[record.key] = seq;
    }
    CHECK(last.size() == 7);
}

TEST_CASE("a topic that a reload brings is made before it is produced to") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "reload");
    const auto sink = bench.sink();
    opened(*sink, owner_of(1, 0));
    published(*sink, {kafka_row(1, {{"reload.new", "new"}})});
    CHECK(broker->seqs("reload.new") == std::vector<int>{1});
}

TEST_CASE("a record too large for its topic is named, and what stands around it goes out") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "large");
    broker->create_topic(bench.news, 1,
                         {{"retention.ms", "2592000000"}, {"max.message.bytes", "20000"}});
    const auto sink = bench.sink();
    opened(*sink, owner_of(3, 0));
    std::vector<OutboxRow> rows{bench.row(1, noise(9000)), bench.row(2, noise(60000)),
                                bench.row(3, noise(9000)), bench.row(4, noise(9000))};
    const PublishResult refused = publish_through(*sink, rows);
    REQUIRE(refused.outcome == TxnOutcome::refused_record);
    CHECK(refused.culprit == Sequence{2});
    CHECK_SAYS(refused.what, "large.news");
    rows[1] = kafka_row(2, {{bench.more, ""}}, "{\"dead\":true}");
    CHECK(publish_through(*sink, rows).outcome == TxnOutcome::committed);
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 3, 4});
    CHECK(broker->seqs(bench.more) == std::vector<int>{2});
}

TEST_CASE("small records whose batch is too large for the topic all go out") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "together");
    broker->create_topic(bench.news, 1,
                         {{"retention.ms", "2592000000"}, {"max.message.bytes", "20000"}});
    const auto sink = bench.sink();
    opened(*sink, owner_of(8, 0));
    std::vector<OutboxRow> rows;
    for (std::uint64_t seq = 1; seq <= 8; ++seq) {
        rows.push_back(bench.row(seq, noise(9000)));
    }
    CHECK(publish_through(*sink, rows).outcome == TxnOutcome::committed);
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("a record beyond the client's own limit is named at once") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "huge");
    const auto sink = bench.sink();
    opened(*sink, owner_of(3, 0));
    const PublishResult refused =
        sink->publish({bench.row(1), bench.row(2, std::string(1'100'000, 'x')), bench.row(3)});
    REQUIRE(refused.outcome == TxnOutcome::refused_record);
    CHECK(refused.culprit == Sequence{2});
    published(*sink, {bench.row(1), bench.row(3)});
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 3});
}

TEST_CASE("a topic that is deleted holds its records, and loses none") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "gone");
    const auto sink = bench.sink();
    opened(*sink, owner_of(2, 0));
    published(*sink, {bench.row(1)});
    broker->delete_topic(bench.news);
    const PublishResult held = sink->publish({bench.row(2)});
    CHECK((held.outcome == TxnOutcome::retry || held.outcome == TxnOutcome::reopen));
    CHECK_SAYS(held.what, bench.news);
    CHECK(publish_through(*sink, {bench.row(2)}).outcome == TxnOutcome::committed);
    CHECK(broker->seqs(bench.news) == std::vector<int>{2});
}

TEST_CASE("a topic without the right to write holds everything, and goes on when it is given") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "denied");
    bench.options.bootstrap_servers = broker->sasl_servers();
    bench.options.properties = {{"security.protocol", "SASL_PLAINTEXT"},
                                {"sasl.mechanism", "PLAIN"},
                                {"sasl.username", "limited"},
                                {"sasl.password", "right"}};
    const auto sink = bench.sink();
    opened(*sink, owner_of(3, 0));
    published(*sink, {bench.row(1)});
    broker->deny_write(bench.more);
    const std::vector<OutboxRow> rows{kafka_row(2, {{bench.news, ""}, {bench.more, ""}}),
                                      bench.row(3)};
    const PublishResult held = sink->publish(rows);
    // On a loaded machine the refusal may come too late to be certain.
    CHECK((held.outcome == TxnOutcome::retry || held.outcome == TxnOutcome::reopen));
    CHECK_SAYS(held.what, bench.more);
    CHECK_SAYS(held.what, "authorization");
    CHECK(broker->seqs(bench.news) == std::vector<int>{1});
    broker->allow_write(bench.more);
    CHECK(publish_through(*sink, rows).outcome == TxnOutcome::committed);
    CHECK(broker->seqs(bench.news) == std::vector<int>{1, 2, 3});
    CHECK(broker->seqs(bench.more) == std::vector<int>{2});
}

TEST_CASE("wrong credentials are what the operator reads, without the password") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "stranger");
    bench.options.bootstrap_servers = broker->sasl_servers();
    bench.options.properties = {{"security.protocol", "SASL_PLAINTEXT"},
                                {"sasl.mechanism", "PLAIN"},
                                {"sasl.username", "limited"},
                                {"sasl.password", "hunter2"}};
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "uthentication failed");
    CHECK_SAYS(error.what, "sasl.password");
    CHECK(error.what.find("hunter2") == std::string::npos);
}

TEST_CASE("a broker that is not there, and a certificate that is not, are told apart") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "nowhere");
    SECTION("nobody listens") {
        bench.options.bootstrap_servers = "127.0.0.1:1";
        CHECK_SAYS(not_opened(*bench.sink(), owner_of(0, 0)).what, "Connection refused");
    }
    SECTION("the other side speaks no TLS") {
        bench.options.properties = {{"security.protocol", "SSL"}};
        const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
        CHECK(error.outcome == TxnOutcome::retry);
        CHECK_SAYS(error.what, "SSL");
    }
    SECTION("the file of authorities is missing") {
        bench.options.properties = {{"security.protocol", "SSL"},
                                    {"ssl.ca.location", "/nonexistent/ca.pem"}};
        CHECK_SAYS(not_opened(*bench.sink(), owner_of(0, 0)).what, "ssl.ca.location");
    }
}
