// SIGTERM, SIGINT and their repetition.

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

HttpReply slow(std::chrono::milliseconds wait) {
    HttpReply reply{.body = rss({everyday_entry("a", 1)}), .before_head = wait};
    reply.headers = {{"Content-Type", feed_type}};
    return reply;
}

}  // namespace

TEST_CASE("a daemon with nothing to do stops at once, on SIGTERM and on SIGINT") {
    Bench bench;
    const int number = GENERATE(SIGTERM, SIGINT);
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.logs("the sink is open"); }));
    daemon->signal(number);
    const auto end = daemon->wait(5s);
    REQUIRE(end);
    CHECK(end->exited);
    CHECK(end->value == 0);
}

TEST_CASE("SIGTERM lets the poll under way finish and publishes what it brought") {
    Bench bench;
    HttpServer server;
    server.reply("/feed", slow(700ms));
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return server.count("/feed") == 1; }));
    CHECK(stop(*daemon) == 0);
    CHECK(bench.count(unthemed_topic) == 1);
    CHECK(server.count("/feed") == 1);
}

TEST_CASE("SIGTERM waits no longer than it may") {
    Bench bench;
    HttpServer server;
    server.reply("/feed", slow(60s));
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start({"--set", "run.stop_timeout=1s"});
    REQUIRE(eventually([&] { return server.count("/feed") == 1; }));
    const auto began = std::chrono::steady_clock::now();
    CHECK(stop(*daemon) == 0);
    CHECK(std::chrono::steady_clock::now() - began >= 1s);
    CHECK(std::chrono::steady_clock::now() - began < 10s);
}

#ifdef KHABARD_FAIL_POINTS
TEST_CASE("SIGTERM waits no longer for a worker that is busy, and what it did is done again") {
    Bench bench;
    HttpServer server;
    HttpServer other("127.0.0.2");
    server.document("/feed", rss({everyday_entry("a", 1), everyday_entry("a", 2)}), feed_type);
    other.document("/feed", rss({everyday_entry("b", 3)}), feed_type);
    bench.feed("a", server.url("/feed"));
    bench.environment("KHABARD_STALL_POINT", "worker.job.begun:1");
    const auto daemon = bench.start({"--set", "run.stop_timeout=1s", "--set", "run.workers=2"});
    REQUIRE(eventually([&] { return server.count("/feed") == 1; }));
    const auto began = std::chrono::steady_clock::now();
    CHECK(stop(*daemon) == 0);
    CHECK(std::chrono::steady_clock::now() - began >= 1s);
    CHECK(std::chrono::steady_clock::now() - began < 6s);
    CHECK(bench.logs("left unfinished, the next start repeats it: feed a"));
    bench.environment("KHABARD_STALL_POINT", "");
    bench.feed("b", other.url("/feed"));
    CHECK(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 3);
}

TEST_CASE("a second SIGTERM does not wait for a busy worker, and a third changes nothing") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/feed"));
    bench.environment("KHABARD_STALL_POINT", "worker.job.begun:1");
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return server.count("/feed") == 1; }));
    daemon->signal(SIGTERM);
    REQUIRE(eventually([&] { return bench.logs("stopping: 1 units of work to finish"); }));
    // Until the end: also into the teardown.
    std::optional<ChildEnd> end;
    for (int i = 0; i < 1000 && !end; ++i) {
        daemon->signal(SIGTERM);
        end = daemon->wait(5ms);
    }
    REQUIRE(end);
    CHECK(end->exited);
    CHECK(end->value == 0);
}
#endif

TEST_CASE("signals that come while it ends change nothing about the exit status") {
    for (int round = 0; round < 5; ++round) {
        Bench bench;
        const auto daemon = bench.start();
        REQUIRE(eventually([&] { return bench.logs("the sink is open"); }));
        std::optional<ChildEnd> end;
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (!end && std::chrono::steady_clock::now() < until) {
            daemon->signal(SIGTERM);
            daemon->signal(SIGINT);
            end = daemon->wait(0ms);
        }
        REQUIRE(end);
        CHECK(end->exited);
        CHECK(end->value == 0);
    }
}

TEST_CASE("a second SIGTERM leaves at once, and the poll is repeated by the next start") {
    Bench bench;
    HttpServer server;
    server.reply("/feed", slow(60s));
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return server.count("/feed") == 1; }));
    daemon->signal(SIGTERM);
    REQUIRE(eventually([&] { return bench.logs("stopping: 1 units of work to finish"); }));
    CHECK_FALSE(daemon->wait(300ms));
    const auto began = std::chrono::steady_clock::now();
    CHECK(stop(*daemon) == 0);
    CHECK(std::chrono::steady_clock::now() - began < 5s);
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    CHECK(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("a sink that is away does not hold up the stop, and its rows are published later") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string in_the_way = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    std::filesystem::create_directories(in_the_way);
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.logs("cannot publish, records wait in the outbox"); }));
    const auto began = std::chrono::steady_clock::now();
    CHECK(stop(*daemon) == 0);
    CHECK(std::chrono::steady_clock::now() - began < 5s);
    std::filesystem::remove(in_the_way);
    CHECK(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 1);
}
