// Full and read-only disks: nothing that was committed is lost, and all goes on when there is room.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr const char* feed_type = "application/rss+xml";

std::vector<Entry> entries(std::size_t count) {
    std::vector<Entry> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(everyday_entry("a", i));
    }
    return all;
}

bool can_mount(const Bench& bench) {
    const std::string mount =
        "unshare --mount sh -c \"mount -t tmpfs none '" + bench.path("config") + "'\" || exit 9;";
    if (run_khabard({"--version"}, "", mount).status == 0) {
        return true;
    }
    WARN("no mount namespaces here: full and read-only file systems are not tested");
    return false;
}

// What a daemon in its own mount namespace sees at `path`.
std::string inside(const Child& daemon, const std::string& path) {
    return "/proc/" + std::to_string(daemon.pid()) + "/root" + path;
}

// A small file system at `path` that is as good as full.
std::string full_mount(const std::string& path) {
    return "mkdir -p '" + path + "' && mount -t tmpfs -o size=128k none '" + path +
           "' && dd if=/dev/zero of='" + path + "/filler' bs=4k count=26 2>/dev/null; ";
}

// As full as it was: the filler takes what is left. False: there was no room at all.
void fill_up(const std::string& directory) {
    std::ofstream filler(directory + "/filler2", std::ios::binary);
    const std::string block(4096, 'x');
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
}

std::set<std::string> urls(const std::vector<JsonValue>& lines) {
    std::set<std::string> all;
    for (const JsonValue& line : lines) {
        all.insert(text_at(line, "/value/url"));
    }
    return all;
}

std::vector<JsonValue> complete_lines(const std::string& path) {
    std::string text = read_file(path);
    text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    return json_lines(text);
}

}  // namespace

TEST_CASE("a full disk under the topic files holds the records back until there is room") {
    Bench bench;
    if (!can_mount(bench)) {
        return;
    }
    HttpServer server;
    server.document("/feed", rss(entries(40)), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string topics = bench.path("topics");
    const auto daemon = bench.start({}, full_mount(topics), Sandbox::mounts);
    REQUIRE(eventually([&] { return bench.logs("cannot publish, records wait in the outbox"); }));
    CHECK(bench.logs("No space left on device"));
    const std::string topic =
        inside(*daemon, topics) + "/" + std::string(unthemed_topic) + ".ndjson";
    fs::remove(inside(*daemon, topics) + "/filler");
    CHECK(eventually([&] { return complete_lines(topic).size() == 40; }, 15s));
    CHECK(eventually([&] { return bench.logs("the sink accepts records again"); }));
    const auto lines = complete_lines(topic);
    CHECK(urls(lines).size() == 40);
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("topic files on a disk that turns read-only go on where they stood") {
    Bench bench;
    if (!can_mount(bench)) {
        return;
    }
    HttpServer server;
    server.document("/feed", rss(entries(1)), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string topics = bench.path("topics");
    const auto daemon = bench.start({}, "", Sandbox::mounts);
    const std::string in_its_place = "nsenter --mount -t " + std::to_string(daemon->pid()) + " ";
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    CHECK(run_khabard({"--version"}, "",
                      in_its_place + "mount --bind '" + topics + "' '" + topics + "' && " +
                          in_its_place + "mount -o remount,bind,ro '" + topics + "' || exit 9;")
              .status == 0);
    server.document("/feed", rss(entries(5)), feed_type);
    REQUIRE(eventually([&] { return bench.logs("cannot publish, records wait in the outbox"); }));
    CHECK(bench.logs("Read-only file system"));
    CHECK(bench.count(unthemed_topic) == 1);
    CHECK(run_khabard({"--version"}, "", in_its_place + "umount '" + topics + "' || exit 9;")
              .status == 0);
    CHECK(eventually([&] { return bench.count(unthemed_topic) == 5; }, 15s));
    CHECK(urls(bench.records(unthemed_topic)).size() == 5);
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a full disk under the state repeats the polls until there is room") {
    Bench bench;
    if (!can_mount(bench)) {
        return;
    }
    HttpServer server;
    server.document("/feed", rss(entries(1)), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string state = bench.path("state");
    const auto daemon = bench.start(
        {}, "mkdir -p '" + state + "' && mount -t tmpfs -o size=1m none '" + state + "'; ",
        Sandbox::mounts);
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    fill_up(inside(*daemon, state));
    server.document("/feed", rss(entries(60)), feed_type);
    REQUIRE(eventually([&] { return bench.logs("nothing was committed, the turn is repeated"); }));
    CHECK(bench.logs("full"));
    // More may come in small pieces; what came is what was committed.
    const std::size_t asked = server.count("/feed");
    CHECK(eventually([&] { return server.count("/feed") > asked; }));
    CHECK_FALSE(daemon->wait(0ms));
    fs::remove(inside(*daemon, state) + "/filler2");
    CHECK(run_khabard({"--version"}, "",
                      "nsenter --mount -t " + std::to_string(daemon->pid()) +
                          " mount -o remount,size=16m '" + state + "' || exit 9;")
              .status == 0);
    const bool all = eventually([&] { return bench.count(unthemed_topic) == 60; }, 15s);
    CAPTURE(bench.log());
    CHECK(all);
    CHECK(urls(bench.records(unthemed_topic)).size() == 60);
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("one run with a full disk under the state says so and ends with 74") {
    Bench bench;
    if (!can_mount(bench)) {
        return;
    }
    HttpServer server;
    server.document("/feed", rss(entries(60)), feed_type);
    bench.feed("a", server.url("/feed"));
    const std::string state = bench.path("state");
    const auto began = std::chrono::steady_clock::now();
    CHECK(bench.run_once(
              {}, "mkdir -p '" + state + "' && mount -t tmpfs -o size=256k none '" + state + "'; ",
              Sandbox::mounts) == 74);
    CAPTURE(bench.log());
    CHECK(std::chrono::steady_clock::now() - began < 20s);
    CHECK(bench.logs("full"));
    CHECK(bench.count(unthemed_topic) == 0);
    // With room, everything is there.
    CHECK(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 60);
}

TEST_CASE("a limit on the size of files is a full disk like any other") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss(entries(60)), feed_type);
    bench.feed("a", server.url("/feed"));
    // 150 KiB: less than the state wants for 60 articles.
    const auto daemon =
        bench.start({"--set", "publish.batch_rows=5"}, "trap '' XFSZ; ulimit -f 300 2>/dev/null;");
    const bool told = eventually([&] { return bench.logs("nothing was committed"); });
    CAPTURE(bench.log());
    REQUIRE(told);
    CHECK(stop(*daemon) == 0);
    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 60);
    CHECK(urls(bench.records(unthemed_topic)).size() == 60);
}
