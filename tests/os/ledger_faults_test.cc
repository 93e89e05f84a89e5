// The ledger over a disk that refuses a write, a sync or a truncation at every possible moment.
// However that ends, a turn has happened or it has not.

#include "daemon/os/sqlite_ledger.h"
#include "tests/os/faulty_vfs.h"
#include "tests/os/ledger_samples.h"
#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const FeedId feed{"feed"};
constexpr int turns = 3;

// Turn `turn` brings two articles and settles what an earlier one brought.
Status stage(Ledger& ledger, int turn) {
    for (const int number : {2 * turn - 1, 2 * turn}) {
        if (auto applied = ledger.apply(feed, sample_changes(number)); !applied) {
            return applied;
        }
    }
    return turn > 1 ? ledger.settle(Sequence{std::uint64_t(turn)}) : Status{};
}

Status take_turn(Ledger& ledger, int turn) {
    const Status staged = stage(ledger, turn);
    return staged ? ledger.commit() : staged;
}

std::string contents_of(const std::string& path) {
    const auto ledger = open_ledger(path, FaultyVfs::name);
    return contents(*ledger, 2 * turns);
}

// The contents after each number of turns, on a disk that is well.
const std::vector<std::string>& expected() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> states;
        const auto ledger = open_ledger(":memory:");
        states.push_back(contents(*ledger, 2 * turns));
        for (int turn = 1; turn <= turns; ++turn) {
            check(take_turn(*ledger, turn).ok(), "a turn in memory fails");
            states.push_back(contents(*ledger, 2 * turns));
        }
        return states;
    }();
    return all;
}

Result<std::unique_ptr<Ledger>> try_open(const std::string& path) {
    return open_sqlite_ledger(
        {.path = path, .vfs_name = FaultyVfs::name, .new_state_id = sample_state_id});
}

struct Run {
    int committed;  // turns that the ledger said were
    bool failed;    // something was refused
};

// From the creation of the file to its close, or to the first failure: then the process is gone.
Run run_until_failure(const std::string& path) {
    auto ledger = try_open(path);
    if (!ledger) {
        return {0, true};
    }
    for (int turn = 1; turn <= turns; ++turn) {
        if (!take_turn(**ledger, turn)) {
            return {turn - 1, true};
        }
    }
    return {turns, false};
}

}  // namespace

TEST_CASE("a disk that fails for good leaves a turn that has happened or has not") {
    FaultyVfs& disk = FaultyVfs::instance();
    const bool torn = GENERATE(false, true);
    bool reached_the_end = false;
    for (std::size_t k = 0; !reached_the_end; ++k) {
        CAPTURE(torn, k);
        const TemporaryDirectory directory;
        const std::string path = directory / "khabard.db";
        disk.fail(k, true, torn);
        const Run run = run_until_failure(path);
        reached_the_end = !disk.failed();
        disk.heal();
        const std::string found = contents_of(path);
        const bool before = found == expected()[std::size_t(run.committed)];
        const bool after =
            run.failed && found == expected()[std::size_t(std::min(run.committed + 1, turns))];
        REQUIRE((before || after));
        REQUIRE(k < 1000);
    }
}

TEST_CASE("a turn that one failure undid can be repeated") {
    FaultyVfs& disk = FaultyVfs::instance();
    const bool torn = GENERATE(false, true);
    bool reached_the_end = false;
    for (std::size_t k = 0; !reached_the_end; ++k) {
        CAPTURE(torn, k);
        const TemporaryDirectory directory;
        const std::string path = directory / "khabard.db";
        disk.heal();
        {
            const auto ledger = open_ledger(path, FaultyVfs::name);
            disk.fail(k, false, torn);
            for (int turn = 1; turn <= turns; ++turn) {
                const std::string& before = expected()[std::size_t(turn) - 1];
                if (!take_turn(*ledger, turn)) {
                    ledger->rollback();
                    REQUIRE(contents(*ledger, 2 * turns) == before);
                    REQUIRE(take_turn(*ledger, turn).ok());
                }
                REQUIRE(contents(*ledger, 2 * turns) == expected()[std::size_t(turn)]);
            }
        }
        reached_the_end = !disk.failed();
        disk.heal();
        REQUIRE(contents_of(path) == expected().back());
        REQUIRE(k < 1000);
    }
}

// The failed turn is repeated on the next start, as after a kill.
TEST_CASE("a turn that a failing disk undid can be repeated after a restart") {
    FaultyVfs& disk = FaultyVfs::instance();
    bool reached_the_end = false;
    for (std::size_t k = 0; !reached_the_end; k += 3) {
        CAPTURE(k);
        const TemporaryDirectory directory;
        const std::string path = directory / "khabard.db";
        disk.fail(k, true, true);
        run_until_failure(path);
        reached_the_end = !disk.failed();
        disk.heal();
        {
            const auto ledger = open_ledger(path, FaultyVfs::name);
            const auto at =
                std::find(expected().begin(), expected().end(), contents(*ledger, 2 * turns));
            REQUIRE(at != expected().end());
            for (int turn = int(at - expected().begin()) + 1; turn <= turns; ++turn) {
                REQUIRE(take_turn(*ledger, turn).ok());
            }
        }
        REQUIRE(contents_of(path) == expected().back());
    }
}
