// Brokers that go away under the running daemon: one of three, the leader, the coordinator, all of
// them for long. Whatever goes, each version stands in its topics once and in order in the end.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/kafka/cluster.h"
#include "tests/kafka/news_desk.h"
#include "tests/support/catch.h"
#include "tests/support/http_client.h"
#include "tests/support/http_server.h"

#include <cstdlib>
#include <memory>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

// nullptr where Kafka cannot be run here: the test says so and passes.
Cluster* three_brokers() {
    static const TemporaryDirectory directory;
    static const std::unique_ptr<Cluster> cluster = [] {
        const char* version = std::getenv("KHABARD_KAFKA_VERSION");
        auto made =
            std::make_unique<Cluster>(directory / "kafka", 3, version != nullptr ? version : "");
        return made->start() ? std::move(made) : nullptr;
    }();
    if (!cluster) {
        WARN("skipped: deploy/kafka.sh cannot start three brokers here");
    }
    return cluster.get();
}

// A daemon with one feed on the cluster, publishing.
struct Desk {
    Desk(const Cluster& cluster, const std::string& name, const std::string& more = "")
        : writer(name), servers(cluster.bootstrap_servers()) {
        bench.configure("[publish]\nsink = \"kafka\"\nalarm_after = \"1s\"\n" + more +
                        "[publish.kafka]\nbootstrap_servers = \"" + servers + "\"\ninstance = \"" +
                        name + "\"\n");
        writer.add(4);
        serve();
        bench.feed(name, server.url("/feed"));
        daemon = bench.start({"--set", "http.listen=127.0.0.1:0"});
        INFO(bench.log());
        REQUIRE(writer.is_whole_within(servers, 40s));
    }

    void serve() { server.document("/feed", writer.rss(), "application/rss+xml"); }
    void add(std::size_t articles) {
        writer.add(articles);
        serve();
    }
    void edit_all() {
        writer.edit_all();
        serve();
    }
    bool says(const std::string& line, std::chrono::milliseconds patience = 20s) {
        return eventually([&] { return bench.logs(line); }, patience);
    }

    // What an operator sees: /healthz, /metrics, /status.json.
    HttpAnswer page(const std::string& path) {
        const std::string log = bench.log();
        const std::string mark = "\"listen\":\"";
        const std::size_t at = log.rfind(mark);
        REQUIRE(at != std::string::npos);
        const std::size_t from = at + mark.size();
        return http_get(log.substr(from, log.find('"', from) - from), path);
    }
    bool shows(const std::string& path, const std::string& text,
               std::chrono::milliseconds patience = 10s) {
        return eventually([&] { return page(path).body.find(text) != std::string::npos; },
                          patience);
    }

    Bench bench;
    HttpServer server;
    NewsDesk writer;
    std::string servers;
    std::unique_ptr<Child> daemon;
};

}  // namespace

TEST_CASE("with one of three brokers down the daemon keeps publishing") {
    Cluster* cluster = three_brokers();
    if (cluster == nullptr) {
        return;
    }
    Desk desk(*cluster, "one-down");
    REQUIRE(cluster->kill_node(3));
    desk.add(4);
    desk.edit_all();
    INFO(desk.bench.log());
    CHECK(desk.writer.is_whole_within(desk.servers, 30s));
    REQUIRE(cluster->start_node(3));
    desk.add(2);
    CHECK(desk.writer.is_whole_within(desk.servers, 30s));
    CHECK(stop(*desk.daemon) == 0);
}

TEST_CASE("a leader that dies and a coordinator that dies cost time, and nothing else") {
    Cluster* cluster = three_brokers();
    if (cluster == nullptr) {
        return;
    }
    const std::string dies = GENERATE("coordinator", "checkpoints", "topic");
    CAPTURE(dies);
    const std::string name = "moved-" + dies;
    Desk desk(*cluster, name);
    const int node = dies == "coordinator"   ? cluster->coordinator_of("khabard." + name)
                     : dies == "checkpoints" ? cluster->leader_of("khabard.checkpoints", 0)
                                             : cluster->leader_of(unthemed_topic, 0);
    REQUIRE(node > 0);
    desk.edit_all();
    REQUIRE(cluster->kill_node(node));
    desk.edit_all();
    desk.add(2);
    INFO(desk.bench.log());
    CHECK(desk.writer.is_whole_within(desk.servers, 40s));
    REQUIRE(cluster->start_node(node));
    CHECK(stop(*desk.daemon) == 0);
}

TEST_CASE("a start does not wait for the broker that led the checkpoints and is dead") {
    Cluster* cluster = three_brokers();
    if (cluster == nullptr) {
        return;
    }
    Desk desk(*cluster, "dead-leader");
    REQUIRE(stop(*desk.daemon) == 0);
    desk.edit_all();
    const int node = cluster->leader_of("khabard.checkpoints", 0);
    REQUIRE(cluster->kill_node(node));
    desk.daemon = desk.bench.start();
    INFO(desk.bench.log());
    CHECK(desk.writer.is_whole_within(desk.servers, 30s));
    REQUIRE(cluster->start_node(node));
    CHECK(stop(*desk.daemon) == 0);
}

TEST_CASE("all brokers away: the outbox grows to its ceiling, polling pauses, and it catches up") {
    Cluster* cluster = three_brokers();
    if (cluster == nullptr) {
        return;
    }
    Desk desk(*cluster, "all-down", "outbox_rows = 100\n");
    for (int node = 1; node <= 3; ++node) {
        REQUIRE(cluster->kill_node(node));
    }
    desk.add(60);
    CHECK(desk.says("the outbox is half full, pages wait and quiet feeds are polled less"));
    desk.add(60);
    CHECK(desk.says("the outbox is full, polling pauses"));
    CHECK(desk.says("cannot publish, records wait in the outbox", 40s));
    CHECK(desk.says("nothing has been published for", 40s));
    CHECK(desk.page("/healthz").status == 503);
    CHECK(desk.shows("/healthz", "the outbox is full, polling pauses"));
    CHECK(desk.shows("/healthz", "the sink has not accepted records for"));
    CHECK_FALSE(desk.shows("/metrics", "\nkhabard_outbox_rows 0\n", 100ms));
    CHECK(desk.shows("/metrics", "\nkhabard_sink_up{sink=\"kafka\"} 0\n"));
    CHECK(desk.shows("/metrics", "\nkhabard_outbox_polling{polling=\"paused\"} 1\n"));
    CHECK_FALSE(desk.shows("/status.json", "\"trouble\":\"\"", 100ms));
    desk.edit_all();
    const std::size_t asked = desk.server.count("/feed");
    CHECK_FALSE(eventually([&] { return desk.server.count("/feed") > asked; }, 2s));
    REQUIRE(cluster->start_nodes());
    INFO(desk.bench.log());
    CHECK(desk.writer.is_whole_within(desk.servers, 60s));
    CHECK(desk.shows("/metrics", "\nkhabard_outbox_rows 0\n", 20s));
    CHECK(desk.shows("/metrics", "\nkhabard_sink_up{sink=\"kafka\"} 1\n"));
    CHECK(eventually([&] { return desk.page("/healthz").status == 200; }));
    CHECK(desk.bench.logs("the sink accepts records again after"));
    CHECK(desk.bench.logs("the outbox has room again, polling goes on"));
    CHECK(occurrences(desk.bench.log(), "nothing has been published for") == 1);
    CHECK(stop(*desk.daemon) == 0);
}
