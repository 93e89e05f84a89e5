// khabard relabel: new rules on stored articles, with and without a running daemon, killed at will.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <algorithm>
#include <map>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* feed_type = "application/rss+xml";

std::string territory_theme(const std::string& word) {
    return "[theme]\nid = \"territory\"\ntopic = \"news.ar.territory\"\nname_ar = \"الأراضي\"\n"
           "name_en = \"Territory\"\ndefinition = \"D\"\n"
           "[[pattern]]\nid = \"the-word\"\nweight = 6\nmatch = \"" +
           word + "\"\n[examples]\nmust = [\"" + word + "\"]\nmust_not = [\"كلام\"]\n";
}

// Every other story speaks of Donbas. At first no theme has heard of it.
struct World {
    explicit World(std::size_t stories) {
        std::vector<Entry> entries;
        for (std::size_t number = 1; number <= stories; ++number) {
            Entry entry = everyday_entry("a", number);
            if (number % 2 == 0) {
                entry.story = themed_story(number, {territory_topic});
            }
            entries.push_back(entry);
        }
        server.document("/feed", rss(entries), feed_type);
        bench.feed("a", server.url("/feed"));
        teach("نيزك");
    }
    void teach(const std::string& word) {
        write_file(bench.path("config/themes/territory.toml"), territory_theme(word));
    }
    Ran relabel(const Arguments& more = {}, const std::string& before = "") const {
        Arguments command{"relabel", "--config", bench.path("config")};
        command.insert(command.end(), more.begin(), more.end());
        return run_khabard(command, "", before);
    }
    // Each version of each article stands once in every topic where it belongs.
    void check_topics(std::size_t stories) const {
        std::map<std::string, std::vector<std::string>> versions;
        for (const char* topic : {unthemed_topic, territory_topic}) {
            for (const JsonValue& line : bench.records(topic)) {
                versions[topic].push_back(text_at(line, "/headers/ce_id"));
            }
            std::sort(versions[topic].begin(), versions[topic].end());
        }
        const auto& unthemed = versions[unthemed_topic];
        CHECK(unthemed.size() == stories + stories / 2);
        CHECK(std::adjacent_find(unthemed.begin(), unthemed.end()) == unthemed.end());
        const auto& territory = versions[territory_topic];
        CHECK(territory.size() == stories / 2);
        CHECK(std::adjacent_find(territory.begin(), territory.end()) == territory.end());
        CHECK(std::includes(unthemed.begin(), unthemed.end(), territory.begin(), territory.end()));
        CHECK(std::all_of(territory.begin(), territory.end(),
                          [](const std::string& id) { return id.ends_with(".2"); }));
    }

    Bench bench;
    HttpServer server;
};

}  // namespace

TEST_CASE("without a daemon relabel writes to the outbox, and the next run publishes it") {
    World world(6);
    REQUIRE(world.bench.run_once() == 0);
    REQUIRE(world.bench.count(unthemed_topic) == 6);
    CHECK(world.relabel().out == "6 stored articles looked at, 0 became a new version\n");

    world.teach("دونباس");
    const Ran dry = world.relabel({"--dry-run"});
    CHECK(dry.status == 0);
    CHECK(dry.out.find("territory: 3 gained, 0 lost\n") != std::string::npos);
    CHECK(dry.out.find("6 stored articles looked at, 3 would become a new version\n") !=
          std::string::npos);
    CHECK(world.relabel({"--since", "1ms"}).out ==
          "0 stored articles looked at, 0 became a new version\n");
    const Ran real = world.relabel();
    CAPTURE(real.err);
    CHECK(real.status == 0);
    CHECK(real.out.find("3 became a new version\n") != std::string::npos);
    CHECK(world.bench.count(territory_topic) == 0);
    CHECK(world.relabel().out == "6 stored articles looked at, 0 became a new version\n");

    REQUIRE(world.bench.run_once() == 0);
    world.check_topics(6);
    const JsonValue line = world.bench.records(territory_topic)[0];
    CHECK(text_at(line, "/value/event_type") == "updated");
    CHECK(text_at(line, "/value/change_class") == "material");
    CHECK(text_at(line, "/headers/theme") == "territory");
    CHECK(texts_at(line, "/value/topics") == std::vector<std::string>{territory_topic});
    CHECK(texts_at(line, "/value/left_topics") == std::vector<std::string>{unthemed_topic});
}

TEST_CASE("a running daemon relabels on request by the rules that it runs with") {
    World world(4);
    const auto daemon = world.bench.start();
    REQUIRE(eventually([&] { return world.bench.count(unthemed_topic) == 4; }));
    world.teach("دونباس");
    // The file has changed, the daemon's rules have not.
    CHECK(world.relabel({"--dry-run"}).out ==
          "4 stored articles looked at, 0 would become a new version\n");
    REQUIRE(run_khabard({"reload", "--wait", "--config", world.bench.path("config")}).status == 0);
    const Ran real = world.relabel();
    CAPTURE(real.err);
    CHECK(real.status == 0);
    CHECK(real.out.find("2 became a new version\n") != std::string::npos);
    REQUIRE(eventually([&] { return world.bench.count(territory_topic) == 2; }));
    CHECK(stop(*daemon) == 0);
    world.check_topics(4);
}

TEST_CASE("relabel needs a state file and rules whose examples hold") {
    World world(2);
    const Ran nothing = world.relabel();
    CHECK(nothing.status == 74);
    CHECK(nothing.err.find("there is no such file") != std::string::npos);
    REQUIRE(world.bench.run_once() == 0);
    write_file(world.bench.path("config/themes/territory.toml"),
               territory_theme("دونباس") + "\n[examples.x]\n");
    CHECK(world.relabel().status == 78);
}

TEST_CASE("a relabel that is killed loses nothing and doubles nothing") {
    constexpr std::size_t stories = 1200;  // three pieces
    World world(stories);
    REQUIRE(world.bench.run_once() == 0);
    REQUIRE(world.bench.count(unthemed_topic) == stories);
    world.teach("دونباس");
    for (const char* point :
         {"ledger.apply.after:100", "ledger.commit.before:1", "ledger.commit.after:1",
          "ledger.apply.after:50", "ledger.commit.before:2"}) {
        CAPTURE(point);
        const Ran killed =
            world.relabel({}, std::string("export KHABARD_FAIL_POINT=") + point + ";");
        CHECK(killed.status == -1);
    }
    const Ran rest = world.relabel();
    CAPTURE(rest.err);
    CHECK(rest.status == 0);
    // The first piece was committed by the third attempt, so something was left and not all.
    CHECK(rest.out.find("1200 stored articles looked at, ") != std::string::npos);
    CHECK(rest.out.find(" 600 became a new version\n") == std::string::npos);
    CHECK(rest.out.find(" 0 became a new version\n") == std::string::npos);
    REQUIRE(world.bench.run_once() == 0);
    world.check_topics(stories);
}
