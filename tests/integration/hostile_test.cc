// Hostile servers, against the daemon: each ends within its limit and is named with its cause, and
// the good feeds do not feel them.

#include "tests/integration/bench.h"
#include "tests/integration/hostile_web.h"
#include "tests/integration/latency.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";

const Arguments short_limits{"--set", "fetch.allow_addresses=127.64.0.0/10",
                             "--set", "fetch.first_byte_timeout=700ms",
                             "--set", "fetch.total_timeout=3s",
                             "--set", "fetch.low_speed_time=1s"};

}  // namespace

TEST_CASE("every sort of hostile server ends within its limit and is told with its cause") {
    Bench bench;
    const HostileWeb web(1);
    for (const HostileFeed& feed : web.feeds()) {
        bench.feed(feed.id, feed.url);
    }
    HttpServer good("127.127.1.1");
    good.document("/feed", rss({everyday_entry("good", 1)}), feed_type);
    bench.feed("good", good.url("/feed"));
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(bench.run_once(short_limits) == 0);
    CHECK(std::chrono::steady_clock::now() - began < 30s);
    CAPTURE(bench.log());
    for (const HostileFeed& feed : web.feeds()) {
        CAPTURE(feed.id);
        if (!feed.cause.empty()) {
            CHECK(bench.logs("\"feed\":\"" + feed.id + "\",\"cause\":\"" + feed.cause + "\""));
        }
        CHECK(
            bench.logs("feed " + feed.id + (feed.cause.empty() ? ": " : " failed: " + feed.cause)));
    }
    CHECK(bench.logs("feed endless-0: its document was cut off"));
    CHECK_FALSE(bench.logs("Out of memory"));
    CHECK(bench.count(unthemed_topic) == 2);  // of the endless feed what its head showed
}

TEST_CASE("a validator that holds a line break does not stop the feed") {
    Bench bench;
    HttpServer server;
    HttpReply reply{.raw =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
                        "ETag: \"a\rX-Injected: 1\"\r\nConnection: close\r\n\r\n" +
                        rss({everyday_entry("a", 1)}),
                    .end = HttpEnd::close};
    server.reply("/feed", reply);
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return server.count("/feed") >= 2; }));
    CHECK(stop(*daemon) == 0);
    CAPTURE(bench.log());
    for (const HttpRequest& request : server.requests("/feed")) {
        CHECK_FALSE(request.has("x-injected"));
    }
    CHECK_FALSE(bench.logs("feed a failed"));
}

TEST_CASE("userinfo and line breaks in a redirect reach nobody") {
    Bench bench;
    HttpServer server("127.0.0.2");
    HttpServer other("127.0.0.3");
    other.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    const std::string target = other.url("/feed").substr(7);
    server.reply("/userinfo",
                 {.status = 302, .headers = {{"Location", "http://me:secret@" + target}}});
    server.reply("/broken", {.status = 302,
                             .headers = {{"Location", "http://" + target + "\rX-Injected: 1"}}});
    bench.feed("userinfo", server.url("/userinfo"));
    bench.feed("broken", server.url("/broken"));
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    REQUIRE(other.count("/feed") >= 1);
    for (const HttpRequest& request : other.requests()) {
        CHECK_FALSE(request.has("authorization"));
        CHECK_FALSE(request.has("x-injected"));
    }
    CHECK_FALSE(bench.logs("secret"));
}

TEST_CASE("good feeds are hardly slower beside twenty hostile ones of each sort") {
    const auto measure = [](std::size_t hostile) {
        const TemporaryDirectory directory;
        return measure_latency({.binary = khabard_binary(),
                                .directory = directory.path(),
                                .good_feeds = 20,
                                .hostile_of_each_sort = hostile,
                                .length = 14s,
                                .time_scale = 900,
                                .more = {}});
    };
    const Latency alone = measure(0);
    const Latency beside = measure(20);
    CAPTURE(alone.median(), alone.p99(), beside.median(), beside.p99(), beside.hostile_requests);
    CHECK(alone.status == 0);
    CHECK(beside.status == 0);
    CHECK(alone.missing == 0);
    CHECK(beside.missing == 0);
    CHECK(beside.hostile_requests >= 20 * hostile_sorts().size());
    // Generous, as the servers take their share of the machine too; the bench is stricter.
    CHECK(beside.median() < 2 * alone.median());
}
