// SIGHUP: a good configuration goes live as a whole, a bad one changes nothing and says why.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";

void replace_in(const std::string& path, const std::string& what, const std::string& by) {
    std::string text = read_file(path);
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    write_file(path, text.replace(at, what.size(), by));
}

struct Running {
    Bench bench;
    HttpServer server;
    std::unique_ptr<Child> daemon;

    Running() {
        server.document("/a", rss({everyday_entry("a", 1)}), feed_type);
        bench.feed("a", server.url("/a"));
        daemon = bench.start();
        REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    }
    void reload(const std::string& expected) {
        daemon->signal(SIGHUP);
        const bool logged = eventually([&] { return bench.logs(expected); });
        CAPTURE(bench.log());
        REQUIRE(logged);
    }
    // The old feed is still polled and published.
    void check_alive(std::size_t number) {
        const std::size_t before = bench.count(unthemed_topic);
        server.document("/a", rss({everyday_entry("a", number)}), feed_type);
        CHECK(eventually([&] { return bench.count(unthemed_topic) == before + 1; }));
    }
};

}  // namespace

TEST_CASE("a reload adds a feed, removes one, and raises the generation on records") {
    Running run;
    HttpServer second("127.0.0.2");
    second.document("/b", rss({everyday_entry("b", 2)}), feed_type);
    run.bench.feed("b", second.url("/b"));
    run.reload("reloaded: 1 feed added (b)");
    REQUIRE(eventually([&] { return run.bench.count(unthemed_topic) == 2; }));
    const auto lines = run.bench.records(unthemed_topic);
    const auto generation = number_at(lines[0], "/value/config_generation");
    CHECK(number_at(lines[1], "/value/config_generation") == generation + 1);
    CHECK(text_at(lines[1], "/headers/config_gen") == std::to_string(generation + 1));
    run.check_alive(3);

    replace_in(run.bench.path("config/feeds.toml"), run.server.url("/a"),
               run.server.url("/a") + "\"\nenabled = false\nsource = \"a");
    run.reload("1 feed removed (a)");
    const std::size_t asked = run.server.count("/a");
    CHECK_FALSE(eventually([&] { return run.server.count("/a") > asked + 1; }, 1500ms));
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a feed that moves is read anew at its new address") {
    Running run;
    run.server.document("/moved", rss({everyday_entry("a", 1), everyday_entry("a", 2)}), feed_type);
    replace_in(run.bench.path("config/feeds.toml"), run.server.url("/a"), run.server.url("/moved"));
    run.reload("reloaded: 1 feed changed (a)");
    REQUIRE(eventually([&] { return run.bench.count(unthemed_topic) == 2; }));
    CHECK_FALSE(run.server.requests("/moved")[0].has("if-none-match"));
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a bad configuration is refused with every reason, and the old one goes on") {
    Running run;
    run.bench.configure("[log]\nlevel = \"loud\"\n");
    write_file(run.bench.path("config/feeds.toml"),
               read_file(run.bench.path("config/feeds.toml")) + "[[feed]]\nid = \"a\"\nurl = 7\n");
    run.reload("reload refused: ");
    CHECK(eventually([&] { return run.bench.logs("unknown") || run.bench.logs("loud"); }));
    CHECK(run.bench.logs("feeds.toml:"));
    CHECK(run.bench.logs("khabard.toml:"));
    run.check_alive(2);
    const auto lines = run.bench.records(unthemed_topic);
    CHECK(number_at(lines[1], "/value/config_generation") ==
          number_at(lines[0], "/value/config_generation"));
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a configuration that is gone, or a theme that breaks its examples, is refused") {
    Running run;
    SECTION("gone") {
        std::filesystem::rename(run.bench.path("config"), run.bench.path("elsewhere"));
    }
    SECTION("a theme that does not compile") {
        write_file(run.bench.path("config/themes/broken.toml"), "id = \"broken\"\ntopic = 3\n");
    }
    run.reload("reload refused: ");
    run.check_alive(2);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("keys that need a restart are refused by name, and nothing else is taken over") {
    Running run;
    replace_in(run.bench.configuration_file(), "../state", "../another-state");
    run.bench.feed("b", "http://127.0.0.2:9/b");
    run.reload("these keys need a restart: state.directory");
    CHECK_FALSE(std::filesystem::exists(run.bench.path("another-state")));
    CHECK_FALSE(run.bench.logs("feed b failed"));
    run.check_alive(2);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a feed beyond loopback is refused while waits are shortened") {
    Running run;
    run.bench.feed("outside", "http://192.0.2.1/feed");
    run.reload("rehearsal.time_scale");
    CHECK_FALSE(run.bench.logs("feed outside failed"));
    run.check_alive(2);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("what may be fetched and what is logged changes with a reload") {
    Running run;
    replace_in(run.bench.configuration_file(), "127.0.0.0/8", "10.0.0.0/8");
    run.bench.configure("[log]\nlevel = \"warning\"\n");
    run.reload("reloaded: changed");
    CHECK(eventually([&] { return run.bench.logs("feed a failed: "); }));
    const std::size_t lines = occurrences(run.bench.log(), "\"level\":\"info\"");
    replace_in(run.bench.configuration_file(), "10.0.0.0/8", "127.0.0.0/8");
    run.daemon->signal(SIGHUP);
    run.check_alive(2);
    CHECK(occurrences(run.bench.log(), "\"level\":\"info\"") == lines);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("many reloads in a row end with the last configuration") {
    Running run;
    HttpServer second("127.0.0.2");
    second.document("/b", rss({everyday_entry("b", 2)}), feed_type);
    const std::string feeds = read_file(run.bench.path("config/feeds.toml"));
    for (int i = 0; i < 6; ++i) {
        write_file(run.bench.path("config/feeds.toml"), feeds);
        if (i % 2 == 1) {
            run.bench.feed("b", second.url("/b"));
        }
        const std::size_t before = occurrences(run.bench.log(), "\"reloaded: ");
        run.daemon->signal(SIGHUP);
        REQUIRE(
            eventually([&] { return occurrences(run.bench.log(), "\"reloaded: ") == before + 1; }));
    }
    CHECK(eventually([&] { return run.bench.count(unthemed_topic) == 2; }));
    run.check_alive(3);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("reload --wait answers with the plan, or with the complaints and exit status 78") {
    Running run;
    const Arguments reload{"reload", "--wait", "--config", run.bench.path("config")};
    run.bench.feed("b", "http://127.0.0.2:9/b");
    const Ran applied = run_khabard(reload);
    CHECK(applied.out == "reloaded: 1 feed added (b)\ngeneration 2\n");
    CHECK(applied.status == 0);
    run.bench.configure("[log]\nlevel = \"loud\"\n");
    const Ran refused = run_khabard(reload);
    CHECK(refused.status == 78);
    CHECK(refused.out.empty());
    CHECK(refused.err.find("khabard.toml:") != std::string::npos);
    CHECK(refused.err.find("reload refused, generation 2 goes on") != std::string::npos);
    CHECK(stop(*run.daemon) == 0);
    const Ran nobody = run_khabard(reload);
    CHECK(nobody.status == 69);
    CHECK(nobody.err.find("no daemon listens there") != std::string::npos);
}
