// What a publisher cannot make the daemon do.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";

}  // namespace

TEST_CASE("an address of this machine is not asked unless the configuration allows it") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once({"--set", "fetch.allow_addresses=10.0.0.0/8"}) == 0);
    CAPTURE(bench.log());
    CHECK(server.connections() == 0);
    CHECK(bench.logs("feed a failed: "));
    CHECK(bench.logs("127.0.0.1"));
}

TEST_CASE("a redirect to an address that is not allowed is not followed") {
    Bench bench;
    HttpServer server("127.0.0.2");
    HttpServer inside("127.0.0.3");
    inside.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    server.redirect("/feed", inside.url("/feed"));
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once({"--set", "fetch.allow_addresses=127.0.0.2/32"}) == 0);
    CAPTURE(bench.log());
    CHECK(server.count("/feed") == 1);
    CHECK(inside.connections() == 0);
    CHECK(bench.logs("feed a failed: "));
}

TEST_CASE("a server that keeps silent or never ends costs its own feed only") {
    Bench bench;
    HttpServer silent;
    HttpServer endless("127.0.0.2");
    HttpServer good("127.0.0.3");
    silent.reply("/feed", HttpReply{.body = "late", .before_head = 30s});
    HttpReply drip{.body = " "};
    drip.endless = true;
    drip.piece_bytes = 1;
    drip.piece_gap = 20ms;
    endless.reply("/feed", drip);
    good.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("silent", silent.url("/feed"));
    bench.feed("endless", endless.url("/feed"));
    bench.feed("good", good.url("/feed"));
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(bench.run_once({"--set", "fetch.first_byte_timeout=300ms", "--set",
                            "fetch.total_timeout=900ms"}) == 0);
    CAPTURE(bench.log());
    CHECK(std::chrono::steady_clock::now() - began < 15s);
    CHECK(bench.logs("feed silent failed: "));
    CHECK(bench.logs("feed endless failed: "));
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("a feed above the cap is read up to it") {
    Bench bench;
    HttpServer server;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < 100; ++i) {
        entries.push_back(everyday_entry("a", i));
    }
    server.document("/feed", rss(entries), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once({"--set", "limits.feed_bytes=40KiB"}) == 0);
    CAPTURE(bench.log());
    CHECK(bench.count(unthemed_topic) > 5);
    CHECK(bench.count(unthemed_topic) < 100);
    CHECK(bench.logs("feed a: its document was cut off"));
    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) >= 99);
}

TEST_CASE("a Retry-After holds for a restart too") {
    Bench bench;
    HttpServer server;
    HttpReply busy{.status = 429};
    busy.headers = {{"Retry-After", "36000"}};  // 12 seconds of this bench
    server.reply("/feed", busy);
    bench.feed("a", server.url("/feed"));
    for (int i = 0; i < 2; ++i) {
        const auto daemon = bench.start();
        REQUIRE(eventually([&] {
            return occurrences(bench.log(), "running 1 feeds") == static_cast<std::size_t>(i) + 1 &&
                   server.count("/feed") == 1;
        }));
        CHECK_FALSE(eventually([&] { return server.count("/feed") > 1; }, 1500ms));
        REQUIRE(stop(*daemon) == 0);
    }
}
