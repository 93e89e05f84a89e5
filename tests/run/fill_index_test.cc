#include "daemon/run/fill_index.h"

#include "daemon/os/sqlite_ledger.h"
#include "tests/support/catch.h"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant now = *parse_rfc3339("2026-01-31T10:00:00Z");

std::unique_ptr<Ledger> empty_ledger() {
    auto opened = open_sqlite_ledger(
        {.path = ":memory:", .vfs_name = {}, .new_state_id = StateId{std::string(32, '0')}});
    REQUIRE(opened.ok());
    return std::move(*opened);
}

// An article of 120 words that only `seed` determines.
Fingerprint fingerprint_of(std::uint32_t seed) {
    Fingerprint fingerprint{.content = ContentHash{"xxh3:" + std::to_string(seed)},
                            .spelling = seed,
                            .shingles = {},
                            .opening = {},
                            .facts = {},
                            .token_count = 120};
    for (std::uint32_t i = 0; i < 118; ++i) {
        fingerprint.shingles.push_back(seed * 1000 + i);
        fingerprint.opening.push_back(static_cast<std::uint16_t>(i * 2 + 1));
    }
    return fingerprint;
}

ArticleChange article(std::uint32_t seed, Instant first_seen, bool indexed = true) {
    const ArticleId id{std::string(31, '0') + std::to_string(seed)};
    const Fingerprint fingerprint = fingerprint_of(seed);
    return {.article = KnownArticle{.id = id,
                                    .version = Version{1},
                                    .group = id,
                                    .duplicate_of = std::nullopt,
                                    .copy_only = false,
                                    .feed = FeedId{"a"},
                                    .source_id = "a.example",
                                    .content = fingerprint.content,
                                    .spelling = fingerprint.spelling,
                                    .headline = DisplayText::from_cleaned("headline"),
                                    .summary = DisplayText::from_cleaned(""),
                                    .body = DisplayText::from_cleaned("body"),
                                    .representation = Representation::full,
                                    .themes = {"territory"},
                                    .topics = {"news.ar.territory"},
                                    .ever_topics = {"news.ar.territory"},
                                    .first_seen = first_seen,
                                    .retracted = false},
            .item = Digest{1, seed},
            .keys = {},
            .fingerprint = fingerprint,
            .indexed = indexed,
            .details = "{}"};
}

}  // namespace

TEST_CASE("the index is filled with the articles of the window that are compared") {
    const auto ledger = empty_ledger();
    Changes changes{};
    changes.articles = {article(1, now), article(2, now - 2h), article(3, now - 72h),
                        article(4, now, false)};
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    REQUIRE(ledger->commit().ok());

    NearIndex index(Limits{});
    REQUIRE(fill_index(index, *ledger, now - 2h).ok());
    CHECK(index.size() == 2);
    CHECK(index.group_themes(changes.articles[0].article.group) ==
          std::set<std::string>{"territory"});
    const ArticleId stranger{std::string(32, 'f')};
    const auto copy = [&](std::uint32_t seed) {
        return index.find(fingerprint_of(seed), "b.example", stranger).has_value();
    };
    CHECK(copy(1));
    CHECK(copy(2));
    CHECK_FALSE(copy(3));
    CHECK_FALSE(copy(4));
}

TEST_CASE("what is filled in stays when the turn behind it is dropped") {
    const auto ledger = empty_ledger();
    Changes changes{};
    changes.articles = {article(1, now)};
    REQUIRE(ledger->apply(FeedId{"a"}, changes).ok());
    REQUIRE(ledger->commit().ok());
    NearIndex index(Limits{});
    REQUIRE(fill_index(index, *ledger, now).ok());
    index.drop();
    CHECK(index.size() == 1);
}
