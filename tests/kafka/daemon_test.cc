// The daemon on a real broker: dead letters, and the exit codes that only Kafka can cause.

#include "connectors/sinks/kafka/kafka_sink.h"
#include "daemon/lib/json/json_value.h"
#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/kafka/broker.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

namespace fs = std::filesystem;

Arguments on_kafka(const Broker& broker, const std::string& instance) {
    return {"--set", "publish.sink=kafka",
            "--set", "publish.kafka.bootstrap_servers=" + broker.servers(),
            "--set", "publish.kafka.instance=" + instance};
}

// Text of so many paragraphs that it is large even when compressed.
Story long_story(std::size_t number) {
    Story story = everyday_story(number);
    for (std::size_t i = 0; i < 300; ++i) {
        story = continued(story, 1000 * number + i);
    }
    return story;
}

JsonValue json(const std::string& text) {
    const auto lines = json_lines(text + "\n");
    REQUIRE(lines.size() == 1);
    return lines.front();
}

}  // namespace

TEST_CASE("a record that its topic refuses becomes a dead letter, and blocks nothing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    // The first of this program to use the topic: the others take it as the daemon makes it.
    broker->create_topic(unthemed_topic, 1,
                         {{"retention.ms", "2592000000"}, {"max.message.bytes", "6000"}});
    Bench bench;
    HttpServer server;
    server.document("/rss",
                    rss({everyday_entry("a", 1),
                         {"long", "https://a.example/long", long_story(2)},
                         everyday_entry("a", 3)}),
                    "application/rss+xml");
    bench.feed("a", server.url("/rss"));
    INFO(bench.log());
    REQUIRE(bench.run_once(on_kafka(*broker, "poison")) == 0);
    CHECK(broker->committed({unthemed_topic}).size() == 2);
    const auto dead = broker->committed({"news.ar.dead-letters"});
    REQUIRE(dead.size() == 1);
    const JsonValue letter = json(dead[0].value);
    CHECK(text_at(letter, "/stage") == "publish");
    CHECK(text_at(letter, "/id") == dead[0].key);
    CHECK(text_at(letter, "/topics/0") == unthemed_topic);
    CHECK(dead[0].headers.at("seq") == std::to_string(number_at(letter, "/seq")));
    const std::string kept = read_file(bench.path("state/" + text_at(letter, "/payload_at")));
    CHECK(text_at(json(kept.substr(0, kept.find('\n'))), "/value/url") == "https://a.example/long");
    broker->delete_topic(unthemed_topic);
}

TEST_CASE("a restored older state file ends the daemon with 74, and publishes nothing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    Bench bench;
    HttpServer server;
    server.document("/rss", rss({everyday_entry("b", 1)}), "application/rss+xml");
    bench.feed("b", server.url("/rss"));
    REQUIRE(bench.run_once(on_kafka(*broker, "restored")) == 0);
    fs::copy(bench.path("state"), bench.path("backup"), fs::copy_options::recursive);
    server.document("/rss", rss({everyday_entry("b", 1), everyday_entry("b", 2)}),
                    "application/rss+xml");
    REQUIRE(bench.run_once(on_kafka(*broker, "restored")) == 0);
    const std::size_t before = broker->committed({unthemed_topic}).size();
    fs::remove_all(bench.path("state"));
    fs::rename(bench.path("backup"), bench.path("state"));
    CHECK(bench.run_once(on_kafka(*broker, "restored")) == 74);
    CHECK(bench.logs("khabard state rebuild"));
    CHECK(broker->committed({unthemed_topic}).size() == before);
}

TEST_CASE("a second daemon on another state takes over, and the first ends with 75") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    Bench first;
    Bench second;
    HttpServer server;
    server.document("/rss", rss({everyday_entry("c", 1)}), "application/rss+xml");
    first.feed("c", server.url("/rss"));
    second.feed("d", server.url("/rss"));
    const auto old = first.start(on_kafka(*broker, "rival"));
    REQUIRE(eventually([&] { return first.logs("the sink is open"); }));
    const auto taker = second.start(on_kafka(*broker, "rival"));
    REQUIRE(eventually([&] { return second.logs("was last used with another state file"); }));
    server.document("/rss", rss({everyday_entry("c", 1), everyday_entry("c", 2)}),
                    "application/rss+xml");
    const auto end = old->wait(std::chrono::seconds{40});
    REQUIRE(end.has_value());
    CHECK(end->exited);
    CHECK(end->value == 75);
    CHECK(stop(*taker) == 0);
}

TEST_CASE("topics plan and ensure speak to the cluster") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const Bench bench;
    Arguments plan{"topics", "plan", "--config", bench.path("config")};
    Arguments ensure{"topics", "ensure", "--config", bench.path("config")};
    for (const std::string& word : on_kafka(*broker, "topics")) {
        plan.push_back(word);
        ensure.push_back(word);
    }
    const Ran made = run_khabard(ensure);
    CAPTURE(made.out, made.err);
    CHECK(made.status == 0);
    CHECK(made.out.find("khabard.checkpoints") == 0);
    CHECK(run_khabard(plan).status == 0);
    broker->delete_topic("news.ar.duplicates");
    const Ran missing = run_khabard(plan);
    CHECK(missing.status == 1);
    CHECK(missing.out.find("missing") != std::string::npos);
    CHECK(run_khabard(ensure).status == 0);
}
