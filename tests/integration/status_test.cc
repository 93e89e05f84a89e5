// The listener of the running daemon: metrics, health, status.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_client.h"
#include "tests/support/http_server.h"

#include <csignal>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";

// The address that the daemon logged; "" when it did not.
std::string listening_on(const Bench& bench) {
    const std::string log = bench.log();
    const std::string mark = "\"listen\":\"";
    const std::size_t at = log.rfind(mark);
    return at == std::string::npos
               ? std::string()
               : log.substr(at + mark.size(), log.find('"', at + mark.size()) - at - mark.size());
}

struct Watched {
    Bench bench;
    HttpServer server;
    std::unique_ptr<Child> daemon;
    std::string address;

    void start(const Arguments& more = {}) {
        Arguments all{"--set", "http.listen=127.0.0.1:0"};
        all.insert(all.end(), more.begin(), more.end());
        write_file(bench.path("log"), "");
        daemon = bench.start(all);
        REQUIRE(eventually([&] { return !listening_on(bench).empty(); }));
        address = listening_on(bench);
    }
    std::string metrics() { return http_get(address, "/metrics").body; }
    bool has_metric(const std::string& line) {
        return ("\n" + metrics()).find("\n" + line + "\n") != std::string::npos;
    }
    JsonValue status() {
        const HttpAnswer answer = http_get(address, "/status.json");
        REQUIRE(answer.status == 200);
        return json_lines(answer.body).at(0);
    }
};

}  // namespace

TEST_CASE("what is read, published and waiting can be followed in the metrics") {
    Watched run;
    run.server.document("/a", rss({everyday_entry("a", 1), everyday_entry("a", 2)}), feed_type);
    run.bench.feed("a", run.server.url("/a"));
    run.bench.feed("gone", run.server.url("/gone"));
    run.start();
    REQUIRE(eventually([&] { return run.has_metric("khabard_items_read_total 2"); }));
    CHECK(run.has_metric("khabard_items_total{outcome=\"unthemed\"} 2"));
    REQUIRE(eventually([&] { return run.has_metric("khabard_published_records_total 2"); }));
    CHECK(run.has_metric("khabard_outbox_rows 0"));
    CHECK(run.has_metric("khabard_sink_up{sink=\"files\"} 1"));
    REQUIRE(eventually([&] { return run.has_metric("khabard_feeds{state=\"failing\"} 1"); }));
    CHECK(run.has_metric("khabard_feeds{state=\"ok\"} 1"));
    CHECK(run.metrics().find("khabard_fetches_total{result=\"http_404\"}") != std::string::npos);
    CHECK(run.has_metric("khabard_stage_seconds_count{stage=\"acknowledged\"} 2"));
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("tallies survive a restart, counters of the process do not") {
    Watched run;
    run.server.document("/a", rss({everyday_entry("a", 1)}), feed_type);
    run.bench.feed("a", run.server.url("/a"));
    run.start();
    REQUIRE(eventually([&] { return run.has_metric("khabard_published_records_total 1"); }));
    CHECK(stop(*run.daemon) == 0);
    run.start();
    CHECK(run.has_metric("khabard_items_read_total 1"));
    CHECK(run.has_metric("khabard_items_total{outcome=\"unthemed\"} 1"));
    CHECK(run.has_metric("khabard_published_records_total 0"));
    const JsonValue status = run.status();
    CHECK(number_at(status, "/counts/unthemed") == 1);
    CHECK(number_at(status, "/feeds/0/counts/unthemed") == 1);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("the status names every feed with its state, and the last errors with their cause") {
    Watched run;
    run.server.document("/a", rss({everyday_entry("a", 1)}), feed_type);
    run.bench.feed("a", run.server.url("/a"));
    run.bench.feed("b", run.server.url("/missing?token=s3cret-token"));
    run.start();
    REQUIRE(eventually([&] { return text_at(run.status(), "/feeds/1/state") == "failing"; }));
    REQUIRE(eventually([&] { return number_at(run.status(), "/feeds/0/counts/unthemed") == 1; }));
    const JsonValue status = run.status();
    CHECK(text_at(status, "/feeds/0/id") == "a");
    CHECK(text_at(status, "/feeds/0/state") == "ok");
    CHECK_FALSE(text_at(status, "/feeds/0/last_success").empty());
    CHECK(text_at(status, "/feeds/1/why").find("HTTP 404") == 0);
    CHECK_FALSE(text_at(status, "/feeds/1/since").empty());
    CHECK_FALSE(text_at(status, "/feeds/0/last_new").empty());
    CHECK_FALSE(text_at(status, "/feeds/1/due").empty());
    CHECK(text_at(status, "/last_errors/0/feed") == "b");
    CHECK(text_at(status, "/last_errors/0/cause") == "missing");
    CHECK(number_at(status, "/generation") == 1);
    CHECK(http_get(run.address, "/status.json").body.find("s3cret") == std::string::npos);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a host that refuses us blocks its feed, which says so") {
    Watched run;
    run.server.reply("/secret", {.status = 403});
    run.bench.feed("s", run.server.url("/secret"));
    run.start();
    REQUIRE(eventually([&] { return text_at(run.status(), "/feeds/0/state") == "blocked"; }));
    CHECK(text_at(run.status(), "/feeds/0/why").find("403") != std::string::npos);
    CHECK(run.has_metric("khabard_feeds{state=\"blocked\"} 1"));
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a reload that is refused and one that is applied are told") {
    Watched run;
    run.start();
    const std::string good = read_file(run.bench.configuration_file());
    run.bench.configure("[log]\nlevel = \"loud\"\n");
    run.daemon->signal(SIGHUP);
    REQUIRE(eventually([&] { return run.has_metric("khabard_config_last_reload_successful 0"); }));
    CHECK(text_at(run.status(), "/last_reload/what").find("loud") != std::string::npos);
    CHECK(run.has_metric("khabard_config_generation 1"));
    write_file(run.bench.configuration_file(), good);
    run.bench.feed("later", run.server.url("/later"));
    run.daemon->signal(SIGHUP);
    REQUIRE(eventually([&] { return run.has_metric("khabard_config_generation 2"); }));
    CHECK(run.has_metric("khabard_config_last_reload_successful 1"));
    CHECK(text_at(run.status(), "/last_reload/what") == "1 feed added (later)");
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("health is good while everything moves, and bad at the ceiling of the outbox") {
    Watched run;
    run.server.document("/a", rss({everyday_entry("a", 1), everyday_entry("a", 2)}), feed_type);
    run.bench.feed("a", run.server.url("/a"));
    SECTION("good") {
        run.start();
        const HttpAnswer health = http_get(run.address, "/healthz");
        CHECK(health.status == 200);
        CHECK(health.body == "ok\n");
    }
    SECTION("bad") {
        // A folder stands where the topic's file should: the sink cannot publish.
        std::filesystem::create_directories(run.bench.path("topics/news.ar.unthemed.ndjson"));
        std::vector<Entry> entries;
        for (std::size_t i = 0; i < 120; ++i) {
            entries.push_back(everyday_entry("a", i));
        }
        run.server.document("/a", rss(entries), feed_type);
        run.start({"--set", "publish.outbox_rows=100"});
        REQUIRE(eventually([&] { return http_get(run.address, "/healthz").status == 503; }));
        CHECK(http_get(run.address, "/healthz").body.find("the outbox is full") == 0);
        CHECK(run.has_metric("khabard_healthy 0"));
    }
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("a port that is taken ends with 78 and names the key") {
    Bench bench;
    const HttpServer other;
    CHECK(bench.run_once({"--set", "http.listen=127.0.0.1:" + std::to_string(other.port())}) == 78);
    CHECK(bench.logs("http.listen"));
    CHECK(bench.logs("in use"));
}

TEST_CASE("without a listener nobody listens, and everything else is as ever") {
    Bench bench;
    HttpServer server;
    server.document("/a", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/a"));
    CHECK(bench.run_once() == 0);
    CHECK_FALSE(bench.logs("\"listen\""));
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("status and feeds ask the running daemon, and say so when none answers") {
    Watched run;
    run.server.document("/a", rss({everyday_entry("a", 1)}), feed_type);
    run.bench.feed("a", run.server.url("/a"));
    run.bench.feed("b", run.server.url("/missing"));
    const std::string config = run.bench.path("config");
    const Ran nobody = run_khabard({"status", "--config", config});
    CHECK(nobody.status == 69);
    CHECK(nobody.err.find("no daemon") != std::string::npos);
    run.start();
    REQUIRE(eventually([&] { return text_at(run.status(), "/feeds/1/state") == "failing"; }));
    REQUIRE(eventually([&] { return number_at(run.status(), "/feeds/0/counts/unthemed") == 1; }));

    const Ran status = run_khabard({"status", "--config", config});
    CHECK(status.status == 0);
    CHECK(status.out.find("health    good\n") != std::string::npos);
    CHECK(status.out.find("feeds     2: 1 ok, 1 failing\n") != std::string::npos);
    CHECK(status.out.find('\x1b') == std::string::npos);
    const Ran json = run_khabard({"status", "--json", "--config", config});
    CHECK(json_lines(json.out).size() == 1);

    const Ran health = run_khabard({"feeds", "health", "--config", config});
    CHECK(health.status == 0);
    CHECK(health.out.find("\nb     failing") < health.out.find("\na     ok"));
    const Ran why = run_khabard({"feeds", "why", "b", "--config", config});
    CHECK(why.status == 0);
    CHECK(why.out.find("b: failing") == 0);
    CHECK(why.out.find("feed b failed: HTTP 404") != std::string::npos);
    const Ran read = run_khabard({"feeds", "why", "a", "--config", config});
    CHECK(read.out.find("feed a: 1 items, 1 unthemed") != std::string::npos);
    CHECK(run_khabard({"feeds", "why", "c", "--config", config}).status == 2);
    CHECK(run_khabard({"feeds", "why", "--config", config}).status == 2);
    CHECK(stop(*run.daemon) == 0);
}

TEST_CASE("the page for people has every feed and what is wrong with it") {
    Watched run;
    run.bench.feed("b", run.server.url("/missing"));
    run.start();
    REQUIRE(eventually([&] { return text_at(run.status(), "/feeds/0/state") == "failing"; }));
    const HttpAnswer page = http_get(run.address, "/");
    CHECK(page.status == 200);
    CHECK(page.has("Content-Type: text/html; charset=utf-8"));
    CHECK(page.body.find("<span class=\"bad\">failing</span>") != std::string::npos);
    CHECK(page.body.find("HTTP 404") != std::string::npos);
    CHECK(stop(*run.daemon) == 0);
}
