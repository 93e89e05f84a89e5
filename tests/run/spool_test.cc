// Directories of files, under simulated ports.

#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* spool_line = "[[feed]]\nid = \"spool\"\nurl = \"/spool\"\nkind = \"dir\"\n";

void put_file(ServiceWorld& world, unsigned number) {
    world.rewrite("/spool/" + std::to_string(number) + ".txt",
                  "عنوان " + everyday_story(number + 5000, 5) + "\n\n" + everyday_story(number));
}

}  // namespace

TEST_CASE("a directory in which nothing is new costs no commit and asks the ledger nothing") {
    ServiceWorld world(spool_line);
    world.ledger.files_are_whole = true;
    for (unsigned number = 0; number < 60; ++number) {
        put_file(world, number);
    }
    const Instant start = world.clock.wall();
    int commits = -1;
    int looks = -1;
    world.at_wait = [&] {
        const auto passed = world.clock.wall() - start;
        if (passed > 2min && commits < 0 && world.sink.rows().size() == 60) {
            commits = world.ledger.commits;
            looks = world.ledger.spool_looks;
        }
    };
    world.run([&] { return world.clock.wall() - start > 30min; });
    REQUIRE(commits > 0);
    CHECK(world.ledger.commits == commits);
    CHECK(world.ledger.spool_looks == looks);
    CHECK(looks <= 3 * 60);
    CHECK(world.ledger.tally_total()->items_read() == 60);
    // The next start asks once for each, and reads none again.
    world.at_wait = nullptr;
    put_file(world, 60);
    const Instant again = world.clock.wall();
    world.run([&] { return world.clock.wall() - again > 5min; });
    CHECK(world.sink.rows().size() == 61);
    CHECK(world.ledger.spool_looks <= looks + 60 + 3);
}

TEST_CASE("what comes into a quiet directory is read within a quarter of a minute") {
    ServiceWorld world(spool_line);
    world.ledger.files_are_whole = true;
    put_file(world, 1);
    const Instant start = world.clock.wall();
    std::optional<Instant> put;
    world.at_wait = [&] {
        if (world.clock.wall() - start > 2h && !put) {
            put = world.clock.wall();
            put_file(world, 2);
        }
    };
    world.run([&] { return world.sink.rows().size() == 2 || world.clock.wall() - start > 4h; });
    REQUIRE(put);
    CHECK(world.sink.rows().size() == 2);
    CHECK(world.clock.wall() - *put <= 15s);
}

TEST_CASE("a file that left a directory and came again was read already") {
    ServiceWorld world(spool_line);
    put_file(world, 1);
    put_file(world, 2);
    const Instant start = world.clock.wall();
    int steps = 0;
    world.at_wait = [&] {
        const auto passed = world.clock.wall() - start;
        if (passed > 1min * (steps + 1) && steps < 2) {
            if (++steps == 1) {
                (void)world.files.remove("/spool/1.txt").ok();
            } else {
                put_file(world, 1);
            }
        }
    };
    world.run([&] { return world.clock.wall() - start > 5min; });
    CHECK(steps == 2);
    CHECK(world.sink.rows().size() == 2);
    CHECK(world.ledger.tally_total()->items_read() == 2);
}

TEST_CASE("files are read while the network is down") {
    std::string feeds = spool_line;
    for (int i = 0; i < 40; ++i) {
        feeds += "[[feed]]\nid = \"f" + std::to_string(i) + "\"\nurl = \"https://h" +
                 std::to_string(i) + ".com/rss\"\nfetch_pages = \"never\"\n";
    }
    ServiceWorld world(feeds);
    world.ledger.files_are_whole = true;
    const auto silence = [](const Request&) -> std::optional<FetchOutcome> {
        return FetchFailure{{}, FetchCause::timeout, "nothing came", Instant{}};
    };
    world.web = silence;
    world.robots = silence;
    const Instant start = world.clock.wall();
    std::optional<Instant> put;
    world.at_wait = [&] {
        if (world.clock.wall() - start > 2h && !put) {
            put = world.clock.wall();
            put_file(world, 1);
        }
    };
    world.run([&] { return world.sink.rows().size() == 1 || world.clock.wall() - start > 4h; });
    CHECK(world.log.has("taken for an outage of our own network"));
    REQUIRE(put);
    REQUIRE(world.sink.rows().size() == 1);
    CHECK(world.clock.wall() - *put <= 15s);
}

TEST_CASE("a file that was set aside in a turn that was abandoned is set aside again") {
    ServiceWorld world(spool_line);
    put_file(world, 1);
    world.files.break_file("/spool/1.txt");
    world.ledger.refuse_commits(true);
    const Instant start = world.clock.wall();
    world.at_wait = [&] { world.ledger.refuse_commits(world.ledger.rollbacks < 2); };
    world.run([&] { return world.clock.wall() - start > 10min; });
    CHECK(world.ledger.rollbacks >= 2);
    CHECK(world.ledger.tally_total()->of(Reason::unreadable) == 1);
    REQUIRE(world.sink.rows().size() == 1);
    CHECK(world.sink.rows()[0].record.topics[0].topic == "news.ar.dead-letters");
}
