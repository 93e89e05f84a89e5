// Dead letters of a running daemon, and what becomes of them when the limit is raised.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/kafka/broker.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* url = "https://replay.example/long";

Story long_story() {
    Story story = everyday_story(77'001);
    for (std::size_t i = 0; i < 40; ++i) {
        story = continued(story, 77'100 + i);
    }
    return story;
}

// How often the article stands in its topic, and under which ids.
std::vector<std::string> ids_of_article(const Broker& broker) {
    std::vector<std::string> ids;
    for (const ConsumedRecord& record : broker.committed({unthemed_topic})) {
        if (text_at(json_lines(record.value + "\n").front(), "/url") == url) {
            ids.push_back(record.headers.at("ce_id"));
        }
    }
    return ids;
}

std::int64_t attempts(const Bench& bench) {
    const Ran ran = run_khabard({"dlq", "list", "--json", "--config", bench.path("config")});
    const auto letters = json_lines(ran.out);
    return letters.size() == 1 && text_at(letters[0], "/stage") == "publish"
               ? number_at(letters[0], "/attempts")
               : -static_cast<std::int64_t>(letters.size());
}

std::string configured(const std::string& limit) {
    return "[publish.kafka.properties]\n\"message.max.bytes\" = \"" + limit + "\"\n";
}

}  // namespace

TEST_CASE("a dead letter is replayed with its id: refused again below the limit, out above it") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    Bench bench;
    HttpServer server;
    server.document("/rss", rss({everyday_entry("replay", 77'002), {"long", url, long_story()}}),
                    "application/rss+xml");
    bench.feed("replay", server.url("/rss"));
    const std::string before = read_file(bench.configuration_file()) +
                               "[publish]\nsink = \"kafka\"\n[publish.kafka]\n"
                               "bootstrap_servers = \"" +
                               broker->servers() + "\"\ninstance = \"replay\"\n";
    write_file(bench.configuration_file(), before + configured("5000"));
    const std::string config = bench.path("config");
    {
        const auto daemon = bench.start();
        INFO(bench.log());
        REQUIRE(eventually([&] { return attempts(bench) == 1; }, 40s));
        // By the running daemon.
        const Ran again = run_khabard({"dlq", "replay", "--all", "--config", config});
        INFO(again.err);
        CHECK(again.status == 0);
        CHECK(again.out.find("is in the outbox again as") != std::string::npos);
        CHECK(eventually([&] { return attempts(bench) == 2; }));
        REQUIRE(stop(*daemon) == 0);
    }
    CHECK(ids_of_article(*broker).empty());
    write_file(bench.configuration_file(), before + configured("1000000"));
    // By the command itself, where no daemon runs.
    CHECK(run_khabard({"dlq", "replay", "--all", "--config", config}).status == 0);
    REQUIRE(bench.run_once() == 0);
    const auto ids = ids_of_article(*broker);
    REQUIRE(ids.size() == 1);
    CHECK(ids[0].ends_with(".1"));
    CHECK(attempts(bench) == 0);
}
