// A sink that stays away for long: the outbox grows to its ceiling, polling pauses, nothing is
// lost.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <sstream>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";

std::string feed_of(std::size_t first, std::size_t count) {
    std::vector<Entry> entries;
    for (std::size_t i = first; i < first + count; ++i) {
        entries.push_back(everyday_entry("a", i));
    }
    return rss(entries);
}

// Seconds of processor time that the process has used.
double processor_seconds(pid_t pid) {
    std::istringstream fields(read_file("/proc/" + std::to_string(pid) + "/stat"));
    std::string skipped;
    for (int i = 0; i < 13; ++i) {
        fields >> skipped;
    }
    long user = 0;
    long system = 0;
    fields >> user >> system;
    return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

TEST_CASE("at the outbox's ceiling polling pauses, quietly, and goes on when the sink is back") {
    Bench bench;
    HttpServer server;
    bench.configure("[publish]\noutbox_rows = 100\n");
    server.document("/feed", feed_of(0, 110), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string in_the_way = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    std::filesystem::create_directories(in_the_way);
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.logs("the outbox is full, polling pauses"); }));
    server.document("/feed", feed_of(110, 20), feed_type);
    const std::size_t asked = server.count("/feed");
    const double before = processor_seconds(daemon->pid());
    CHECK_FALSE(eventually([&] { return server.count("/feed") > asked; }, 2s));
    CHECK(processor_seconds(daemon->pid()) - before < 0.5);
    std::filesystem::remove(in_the_way);
    CHECK(eventually([&] { return bench.count(unthemed_topic) == 130; }, 15s));
    CHECK(bench.logs("polling goes on"));
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a run of --once reads every feed even when the outbox is beyond its ceiling") {
    Bench bench;
    HttpServer server;
    bench.configure("[publish]\noutbox_rows = 100\n");
    server.document("/feed", feed_of(0, 110), feed_type);
    server.document("/other", feed_of(200, 20), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string in_the_way = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    std::filesystem::create_directories(in_the_way);
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.logs("the outbox is full, polling pauses"); }));
    REQUIRE(stop(*daemon) == 0);
    bench.feed("b", server.url("/other"));
    const auto once = bench.start({"--once"});
    CHECK(eventually([&] { return server.count("/other") == 1; }));
    std::filesystem::remove(in_the_way);
    const auto end = once->wait(20s);
    REQUIRE(end);
    CHECK(end->value == 0);
    CHECK(bench.count(unthemed_topic) == 130);
}
