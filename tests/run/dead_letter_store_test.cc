#include "daemon/run/dead_letter_store.h"

#include "daemon/run/dead_letter.h"
#include "tests/support/catch.h"
#include "tests/support/memory_files.h"

using namespace khabard;

namespace {

const Instant now = *parse_rfc3339("2026-01-31T10:00:00Z");
const DeadLetterCause too_large{.stage = "publish",
                                .cause = "refused_record",
                                .what = "it is too large",
                                .attempts = 1,
                                .payload_at = "dead-letters/7.json"};

OutboxRow row(std::uint64_t seq, const std::string& payload = "{\"version\":1,\"n\":1.50}") {
    return OutboxRow{Sequence{seq}, Record{.topics = {{"news.ar.territory", "territory"}},
                                           .key = "article",
                                           .headers = {{"ce_id", "article.1"}, {"feed", "a"}},
                                           .payload = payload,
                                           .timestamp = now}};
}

struct Bench {
    MemoryFiles files;
    DeadLetterStore store{files, "state", {3, 100'000}};

    void keep(std::uint64_t seq, const std::string& payload = "{}") {
        REQUIRE(store.keep(Sequence{seq}, put_aside_text(row(seq, payload), too_large, now)));
    }
    std::vector<std::uint64_t> letters() const {
        std::vector<std::uint64_t> all;
        for (const auto& [seq, letter] : store.letters()) {
            all.push_back(letter.replayed ? 1000 + seq.get() : seq.get());
        }
        return all;
    }
};

using Letters = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a record that was put aside is read back byte for byte") {
    const auto aside = read_put_aside(put_aside_text(row(7), too_large, now));
    REQUIRE(aside);
    CHECK(aside->seq == Sequence{7});
    CHECK(aside->stage == "publish");
    CHECK(aside->attempts == 1);
    REQUIRE(aside->record);
    CHECK(aside->record->payload == "{\"version\":1,\"n\":1.50}");
    CHECK(aside->record->timestamp == now);
    CHECK(aside->record->topics[0].theme == "territory");
    CHECK(aside->record->headers[0].value == "article.1");
}

TEST_CASE("an item that could not be read is put aside with its excerpt and cannot be replayed") {
    const UnreadItem item{.key = "abc",
                          .feed = "a",
                          .source = "khabard/x",
                          .excerpt = "{broken",
                          .hash = "0",
                          .at = now};
    const auto aside = read_put_aside(put_aside_text(Sequence{9}, item, too_large));
    REQUIRE(aside);
    CHECK(aside->payload_bytes == 7);
    CHECK_FALSE(aside->record);
}

TEST_CASE("what is no dead letter is said to be none") {
    CHECK_FALSE(read_put_aside("{}"));
    CHECK_FALSE(read_put_aside("{\"seq\":1"));
}

TEST_CASE("beyond its bounds the store removes the oldest letters and counts them") {
    Bench bench;
    for (std::uint64_t seq = 1; seq <= 5; ++seq) {
        bench.keep(seq);
    }
    CHECK(bench.letters() == Letters{3, 4, 5});
    CHECK(bench.store.removed() == 2);
    bench.keep(6, "\"" + std::string(99'900, 'x') + "\"");
    CHECK(bench.letters() == Letters{6});
    CHECK(bench.files.files().size() == 1);
}

TEST_CASE("a replayed letter is gone once its row is out, and another start knows as much") {
    Bench bench;
    bench.keep(3);
    REQUIRE(bench.store.replay(Sequence{3}, Sequence{20}));
    CHECK(bench.letters() == Letters{1020});
    DeadLetterStore again{bench.files, "state", {3, 100'000}};
    REQUIRE(again.load());
    REQUIRE(again.settled(Sequence{19}));
    CHECK(again.letters().size() == 1);
    REQUIRE(again.settled(Sequence{20}));
    CHECK(again.letters().empty());
    CHECK(bench.files.files().empty());
}

TEST_CASE("a replayed letter that is refused once more is a dead letter under its new sequence") {
    Bench bench;
    bench.keep(3);
    REQUIRE(bench.store.replay(Sequence{3}, Sequence{20}));
    bench.keep(20);
    REQUIRE(bench.store.settled(Sequence{20}));
    CHECK(bench.letters() == Letters{20});
    CHECK(bench.files.files().size() == 1);
}

TEST_CASE("a replay whose turn never happened is undone") {
    Bench bench;
    bench.keep(3);
    REQUIRE(bench.store.replay(Sequence{3}, Sequence{20}));
    DeadLetterStore again{bench.files, "state", {3, 100'000}};
    REQUIRE(again.load());
    REQUIRE(again.give_back(Sequence{19}));
    REQUIRE(again.letters().contains(Sequence{3}));
    CHECK_FALSE(again.letters().at(Sequence{3}).replayed);
    CHECK(read_put_aside(*again.text(Sequence{3}))->seq == Sequence{3});
}

TEST_CASE("what a turn kept that was never committed is forgotten") {
    Bench bench;
    bench.keep(3);
    bench.keep(8);
    REQUIRE(bench.store.forget_after(Sequence{3}));
    CHECK(bench.letters() == Letters{3});
}
