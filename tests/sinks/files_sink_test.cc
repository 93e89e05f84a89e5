#include "connectors/sinks/files/files_sink.h"

#include "daemon/lib/json/json_value.h"
#include "tests/support/catch.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_files.h"

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

using namespace khabard;

namespace {

const StateId state_id{"0123456789abcdef0123456789abcdef"};

OutboxRow row(std::uint64_t seq, std::vector<std::string> topics) {
    Record record{.topics = {},
                  .key = "key" + std::to_string(seq),
                  .headers = {{"ce_id", "key" + std::to_string(seq) + ".1"}},
                  .payload = "{\"id\":\"key" + std::to_string(seq) + "\"}",
                  .timestamp = Instant{}};
    for (std::string& topic : topics) {
        record.topics.push_back({std::move(topic), ""});
    }
    return OutboxRow{Sequence{seq}, std::move(record)};
}

std::vector<std::uint64_t> sequences_in(const std::string& text) {
    std::vector<std::uint64_t> found;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        const auto json = parse_json(line, {.bytes_max = 1U << 20});
        REQUIRE(json);
        found.push_back(static_cast<std::uint64_t>(*json->find("seq")->integer()));
    }
    return found;
}

struct Bench {
    MemoryFiles files;
    ManualClock clock;
    std::unique_ptr<Sink> sink;

    explicit Bench(std::uint64_t rotate_bytes = 0) { restart(rotate_bytes); }
    void restart(std::uint64_t rotate_bytes = 0) {
        sink = make_files_sink({.directory = "out",
                                .rotate_bytes = rotate_bytes,
                                .rotate_interval = std::chrono::milliseconds{0}},
                               files, clock);
    }
    std::variant<SinkCheckpoint, SinkOpenError> open(std::uint64_t highest = 1000,
                                                     std::uint64_t settled = 0) {
        return sink->open({state_id, Sequence{highest}, Sequence{settled}});
    }
    std::uint64_t opened(std::uint64_t settled = 0) {
        const auto result = open(1000, settled);
        REQUIRE(std::holds_alternative<SinkCheckpoint>(result));
        return std::get<SinkCheckpoint>(result).settled.get();
    }
};

// All records of a topic, rotated files first.
std::vector<std::uint64_t> topic(const MemoryFiles& files, const std::string& name) {
    std::vector<std::uint64_t> all;
    for (const auto& [path, bytes] : files.files()) {
        if (path.rfind("out/" + name + ".", 0) == 0) {
            const auto found = sequences_in(bytes);
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    return all;
}

using Sequences = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a batch is in its topic files with the checkpoint") {
    Bench bench;
    CHECK(bench.opened() == 0);
    const auto result = bench.sink->publish({row(1, {"a", "b"}), row(2, {"a"})});
    CHECK(result.outcome == TxnOutcome::committed);
    bench.files.crash();
    CHECK(topic(bench.files, "a") == Sequences{1, 2});
    CHECK(topic(bench.files, "b") == Sequences{1});
    bench.restart();
    CHECK(bench.opened() == 2);
}

TEST_CASE("what stands behind the checkpoint never happened") {
    Bench bench;
    bench.opened();
    REQUIRE(bench.sink->publish({row(1, {"a"})}).outcome == TxnOutcome::committed);
    REQUIRE(bench.files.append("out/a.ndjson", "half a li").ok());
    bench.restart();
    CHECK(bench.opened() == 1);
    CHECK(topic(bench.files, "a") == Sequences{1});
}

TEST_CASE("files of others in the directory are left alone") {
    Bench bench;
    bench.opened();
    REQUIRE(bench.sink->publish({row(1, {"a"})}).outcome == TxnOutcome::committed);
    REQUIRE(bench.files.append("out/backup.ndjson", "mine\n").ok());
    bench.restart();
    bench.opened();
    CHECK(bench.files.files().at("out/backup.ndjson") == "mine\n");
    CHECK(bench.sink->publish({row(2, {"backup"})}).outcome == TxnOutcome::retry);
    CHECK(bench.files.files().at("out/backup.ndjson") == "mine\n");
}

TEST_CASE("rotation happens between batches and loses nothing") {
    Bench bench(1);
    bench.opened();
    for (std::uint64_t seq = 1; seq <= 5; ++seq) {
        REQUIRE(bench.sink->publish({row(seq, {"a"})}).outcome == TxnOutcome::committed);
    }
    auto all = topic(bench.files, "a");
    std::sort(all.begin(), all.end());
    CHECK(all == Sequences{1, 2, 3, 4, 5});
    CHECK(bench.files.files().size() > 3);
}

TEST_CASE("whatever operation fails first, and whenever power is cut, each row is there once") {
    const unsigned seed = 20260131;
    CAPTURE(seed);
    std::mt19937 dice(seed);
    for (std::size_t fail_at = 0; fail_at < 120; ++fail_at) {
        CAPTURE(fail_at);
        const std::uint64_t rotate_bytes = dice() % 2 == 0 ? 0 : 120;
        Bench bench(rotate_bytes);
        std::uint64_t settled = bench.opened();
        bench.files.fail_from(fail_at);
        for (int round = 0; round < 40; ++round) {
            std::vector<OutboxRow> rows;
            for (std::uint64_t seq = settled + 1; seq <= settled + 2; ++seq) {
                rows.push_back(row(seq, seq % 2 == 0 ? std::vector<std::string>{"a", "b"}
                                                     : std::vector<std::string>{"a"}));
            }
            const auto result = bench.sink->publish(rows);
            if (result.outcome == TxnOutcome::committed) {
                settled += 2;
            } else {
                bench.files.fail_from(std::nullopt);
                if (dice() % 2 == 0) {
                    bench.files.crash();
                    bench.restart(rotate_bytes);
                }
                settled = bench.opened(settled);
            }
            if (settled >= 12) {
                break;
            }
        }
        auto all_a = topic(bench.files, "a");
        auto all_b = topic(bench.files, "b");
        std::sort(all_a.begin(), all_a.end());
        std::sort(all_b.begin(), all_b.end());
        Sequences expected_a;
        Sequences expected_b;
        for (std::uint64_t seq = 1; seq <= settled; ++seq) {
            expected_a.push_back(seq);
            if (seq % 2 == 0) {
                expected_b.push_back(seq);
            }
        }
        CHECK(settled >= 12);
        CHECK(all_a == expected_a);
        CHECK(all_b == expected_b);
    }
}

TEST_CASE("a directory of another process is not touched") {
    Bench bench;
    bench.files.hold_lock("out/lock");
    const auto result = bench.open();
    REQUIRE(std::holds_alternative<SinkOpenError>(result));
    CHECK(std::get<SinkOpenError>(result).outcome == TxnOutcome::fenced);
}

TEST_CASE("a state file that is older than what was published is refused") {
    Bench bench;
    bench.opened();
    REQUIRE(bench.sink->publish({row(1, {"a"}), row(2, {"a"})}).outcome == TxnOutcome::committed);
    bench.restart();
    const auto result = bench.open(1);
    REQUIRE(std::holds_alternative<SinkOpenError>(result));
    CHECK(std::get<SinkOpenError>(result).outcome == TxnOutcome::unusable);
    CHECK(std::get<SinkOpenError>(result).what.find("state rebuild") != std::string::npos);
}

TEST_CASE("topic files without a checkpoint, or shorter than it says, are refused") {
    Bench bench;
    REQUIRE(bench.files.append("out/a.ndjson", "{}\n").ok());
    auto result = bench.open();
    REQUIRE(std::holds_alternative<SinkOpenError>(result));
    CHECK(std::get<SinkOpenError>(result).outcome == TxnOutcome::unusable);

    Bench cut;
    cut.opened();
    REQUIRE(cut.sink->publish({row(1, {"a"})}).outcome == TxnOutcome::committed);
    REQUIRE(cut.files.truncate("out/a.ndjson", 3).ok());
    cut.restart();
    result = cut.open();
    REQUIRE(std::holds_alternative<SinkOpenError>(result));
    CHECK(std::get<SinkOpenError>(result).outcome == TxnOutcome::unusable);
}

TEST_CASE("a foreign state id is warned about and taken over at the ledger's own place") {
    Bench bench;
    bench.opened();
    REQUIRE(bench.sink->publish({row(1, {"a"})}).outcome == TxnOutcome::committed);
    bench.restart();
    const auto result =
        bench.sink->open({StateId{"ffffffffffffffffffffffffffffffff"}, Sequence{9}, Sequence{7}});
    REQUIRE(std::holds_alternative<SinkCheckpoint>(result));
    CHECK(std::get<SinkCheckpoint>(result).settled == Sequence{7});
    CHECK_FALSE(std::get<SinkCheckpoint>(result).warning.empty());
}
