// The topics that the sink needs: what is created, what is refused, and why.

#include "connectors/sinks/kafka/kafka_topics.h"
#include "tests/kafka/sink_bench.h"

#include <algorithm>

using namespace khabard;

namespace {

TopicFinding finding(const std::vector<TopicFinding>& findings, const std::string& topic) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const TopicFinding& one) { return one.topic == topic; });
    REQUIRE(found != findings.end());
    return *found;
}

}  // namespace

TEST_CASE("plan changes nothing, ensure makes what is missing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "plan");
    bench.options.partitions = 6;
    const auto before = plan_topics(bench.options);
    REQUIRE(before.ok());
    CHECK(finding(*before, bench.news).state == TopicState::missing);
    CHECK(finding(*before, bench.news).what == "6 partitions, kept for 30 d");
    CHECK(topics_of({.bootstrap_servers = broker->servers()}, "plan.").empty());
    const auto after = ensure_topics(bench.options);
    REQUIRE(after.ok());
    for (const TopicFinding& one : *after) {
        CAPTURE(one.topic, one.what);
        CHECK(one.state == TopicState::good);
    }
    CHECK(finding(*after, checkpoints_topic).what == "1 partition, compacted");
    CHECK(finding(*after, bench.news).what == "6 partitions, kept for 30 d");
    bench.options.partitions = 12;
    const auto other = plan_topics(bench.options);
    REQUIRE(other.ok());
    CHECK(finding(*other, bench.news).state == TopicState::good);
    CHECK_SAYS(finding(*other, bench.news).what, "out of order");
}

TEST_CASE("without create_topics a start says which command makes what is missing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "manual");
    REQUIRE(ensure_topics(bench.options).ok());
    bench.options.topics.emplace_back("manual.late");
    bench.options.create_topics = false;
    const auto sink = bench.sink();
    const SinkOpenError error = not_opened(*sink, owner_of(1, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, "manual.late");
    CHECK_SAYS(error.what, "khabard topics ensure");
    REQUIRE(ensure_topics(bench.options).ok());
    opened(*sink, owner_of(1, 0));
}

TEST_CASE("a topic that would break a promise is refused with the reason") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const auto [name, settings, reason] =
        GENERATE(table<const char*, std::map<std::string, std::string>, const char*>(
            {{"compacted", {{"cleanup.policy", "compact"}}, "cleanup.policy=delete"},
             {"both", {{"cleanup.policy", "compact,delete"}}, "cleanup.policy=delete"},
             {"short", {{"retention.ms", "3600000"}}, "less than the 30 d"}}));
    SinkBench bench(*broker, name);
    broker->create_topic(bench.news, 1, settings);
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, bench.news);
    CHECK_SAYS(error.what, reason);
    const auto plan = plan_topics(bench.options);
    REQUIRE(plan.ok());
    CHECK(finding(*plan, bench.news).state == TopicState::refused);
}

TEST_CASE("a checkpoint topic that would forget is refused") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    SinkBench bench(*broker, "forgetful");
    REQUIRE(ensure_topics(bench.options).ok());
    broker->delete_topic(checkpoints_topic);
    broker->create_topic(checkpoints_topic, 1, {{"cleanup.policy", "delete"}});
    const SinkOpenError error = not_opened(*bench.sink(), owner_of(0, 0));
    CHECK(error.outcome == TxnOutcome::retry);
    CHECK_SAYS(error.what, checkpoints_topic);
    CHECK_SAYS(error.what, "cleanup.policy=compact");
    broker->delete_topic(checkpoints_topic);
}

TEST_CASE("a property that librdkafka does not know is named, a secret value never") {
    KafkaSinkOptions options{.bootstrap_servers = "127.0.0.1:9092",
                             .instance = "x",
                             .properties = {},
                             .topics = {},
                             .create_topics = true,
                             .partitions = 1,
                             .retention = std::chrono::hours{1},
                             .retention_min = std::chrono::hours{1}};
    CHECK(!kafka_property_complaint(options).has_value());
    options.properties = {{"no.such.property", "1"}};
    REQUIRE(kafka_property_complaint(options).has_value());
    CHECK(kafka_property_complaint(options)->name == "no.such.property");
    options.properties = {{"ssl.key.pem.hunter2", "hunter2"}};
    REQUIRE(kafka_property_complaint(options).has_value());
    CHECK(kafka_property_complaint(options)->what.find("hunter2") == std::string::npos);
}
