// khabard state: check, backup and rebuild, around the real daemon.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <filesystem>
#include <fstream>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* feed_type = "application/rss+xml";

// One feed of `count` everyday articles, read once.
struct ReadOnce {
    Bench bench;
    HttpServer server;

    explicit ReadOnce(std::size_t count) {
        show(count);
        bench.feed("a", server.url("/a"));
        REQUIRE(bench.run_once() == 0);
        REQUIRE(bench.count(unthemed_topic) == count);
    }
    void show(std::size_t count) {
        std::vector<Entry> entries;
        for (std::size_t i = 1; i <= count; ++i) {
            entries.push_back(everyday_entry("a", i));
        }
        server.document("/a", rss(entries), feed_type);
    }
    Ran state(const Arguments& words) {
        Arguments all{"state"};
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--config", bench.path("config")});
        return run_khabard(all);
    }
    std::size_t files_before() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(bench.path("state"))) {
            count += entry.path().filename().string().starts_with("khabard.db.before-") ? 1 : 0;
        }
        return count;
    }
};

}  // namespace

TEST_CASE("state check says what the file holds, or how it is damaged") {
    ReadOnce world(3);
    const Ran whole = world.state({"check"});
    CHECK(whole.status == 0);
    CHECK(whole.out.find("khabard.db: whole; state ") != std::string::npos);
    CHECK(whole.out.find(" 3 articles, 0 unpublished records, sequence 3, settled 3") !=
          std::string::npos);
    const std::string file = world.bench.path("state/khabard.db");
    std::string bytes = read_file(file);
    for (std::size_t i = 8'192; i < bytes.size(); i += 97) {
        bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
    }
    write_file(file, bytes);
    const Ran damaged = world.state({"check"});
    CHECK(damaged.status != 0);
    CHECK(damaged.err.find("khabard.db") != std::string::npos);
    CHECK(world.state({"check", world.bench.path("nothing")}).status == 74);
}

TEST_CASE("a backup is made with and without the daemon, and checks as whole") {
    ReadOnce world(2);
    const std::string cold = world.bench.path("cold.db");
    CHECK(world.state({"backup", cold}).out == "the state was copied to " + cold + "\n");
    CHECK(world.state({"check", cold}).out.find(" 2 articles") != std::string::npos);
    CHECK(world.state({"backup", cold}).status == 74);  // it stands there already

    const auto daemon = world.bench.start();
    REQUIRE(eventually([&] { return occurrences(world.bench.log(), "running 1 feeds") == 2; }));
    const std::string warm = world.bench.path("warm.db");
    CHECK(world.state({"backup", warm}).out == "the state was copied to " + warm + "\n");
    CHECK(world.state({"check", warm}).out.find(" 2 articles") != std::string::npos);
    CHECK(world.state({"check"}).status == 75);
    CHECK(world.state({"rebuild"}).status == 75);
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a state file that was lost is rebuilt from the topic files, and nothing comes twice") {
    ReadOnce world(4);
    const auto before = world.bench.records(unthemed_topic);
    SECTION("gone") {
        std::filesystem::remove(world.bench.path("state/khabard.db"));
    }
    SECTION("damaged") {
        write_file(world.bench.path("state/khabard.db"), "no database");
    }
    SECTION("gone, and the checkpoint of the topic files with it") {
        std::filesystem::remove(world.bench.path("state/khabard.db"));
        std::filesystem::remove(world.bench.path("topics/checkpoint"));
        CHECK(world.bench.run_once() == 74);
        std::ofstream(world.bench.path("topics/") + unthemed_topic + ".ndjson", std::ios::app)
            << "{\"half a line";
    }
    const Ran rebuilt = world.state({"rebuild"});
    CAPTURE(rebuilt.err, rebuilt.out);
    CHECK(rebuilt.status == 0);
    CHECK(rebuilt.out.find("rebuilt from 4 records, 4 articles") != std::string::npos);
    world.show(5);
    CHECK(world.bench.run_once() == 0);
    const auto after = world.bench.records(unthemed_topic);
    REQUIRE(after.size() == 5);
    CHECK(text_at(after[4], "/value/event_type") == "created");
    for (std::size_t i = 0; i < before.size(); ++i) {
        CHECK(text_at(after[i], "/key") == text_at(before[i], "/key"));
    }
}

TEST_CASE("an edit after a rebuild is the next version of its article") {
    ReadOnce world(1);
    std::filesystem::remove(world.bench.path("state/khabard.db"));
    REQUIRE(world.state({"rebuild"}).status == 0);
    Entry edited = everyday_entry("a", 1);
    edited.story = continued(edited.story, 1);
    world.server.document("/a", rss({edited}), feed_type);
    CHECK(world.bench.run_once() == 0);
    const auto lines = world.bench.records(unthemed_topic);
    REQUIRE(lines.size() == 2);
    CHECK(text_at(lines[1], "/key") == text_at(lines[0], "/key"));
    CHECK(number_at(lines[1], "/value/version") == 2);
    CHECK(text_at(lines[1], "/value/event_type") == "updated");
}

TEST_CASE("a state that is older than what was published is refused, and rebuilt") {
    ReadOnce world(2);
    const std::string old = world.bench.path("old.db");
    REQUIRE(world.state({"backup", old}).status == 0);
    world.show(4);
    REQUIRE(world.bench.run_once() == 0);
    REQUIRE(world.bench.count(unthemed_topic) == 4);
    std::filesystem::copy_file(old, world.bench.path("state/khabard.db"),
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(world.bench.run_once() == 74);
    CHECK(world.bench.logs("khabard state rebuild"));
    CHECK(world.state({"rebuild"}).status == 0);
    CHECK(world.files_before() == 1);
    CHECK(world.bench.run_once() == 0);
    CHECK(world.bench.count(unthemed_topic) == 4);
}
