#include "daemon/stages/recall.h"

#include "daemon/stages/encode.h"
#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const Feed recalled_feed{.id = FeedId{"feed"},
                         .url = "https://outlet.example/rss",
                         .display_url = "https://outlet.example/rss",
                         .kind = FeedKind::rss,
                         .source = {"outlet", "The Outlet", "outlet.example"},
                         .fetch_pages = FetchPages::never};

struct Named {
    std::string guid;
    std::string url;
    std::size_t part;  // of its item
};

Candidate candidate_of(const Named& named) {
    Candidate candidate = sample_candidate(
        {.url = named.url, .headline = "عنوان", .body = sample_words(0, 40), .guid = named.guid});
    candidate.keys = identify(candidate.article, candidate.fingerprint.content,
                              {.feed = recalled_feed.id, .part = named.part});
    return candidate;
}

// The record as it is published, under the id it got.
JsonValue record_of(const Candidate& candidate, const ArticleId& id) {
    const TopicMap topics{.of_theme = {}};
    const Limits limits;
    const RulesetVersion ruleset{"0123456789abcdef"};
    const Verdict verdict{.outcome = Outcome::unthemed,
                          .reason = Reason::none,
                          .event = EventType::created,
                          .id = id,
                          .version = Version{3},
                          .group = id,
                          .duplicate_of = std::nullopt,
                          .copy_only = false,
                          .themes = {},
                          .topics = {"t.unthemed"},
                          .left_topics = {},
                          .publish_to = {"t.unthemed"},
                          .changed_fields = {},
                          .change_class = std::nullopt,
                          .previous_hash = std::nullopt,
                          .first_seen = *parse_rfc3339("2026-01-31T08:00:00Z")};
    const Record record = encode(candidate, verdict, {200, "utf-8", "bom", "rss20"},
                                 {.feed = recalled_feed,
                                  .topics = topics,
                                  .limits = limits,
                                  .ruleset = ruleset,
                                  .generation = Generation{3},
                                  .instance = "default",
                                  .now = *parse_rfc3339("2026-01-31T08:00:01Z")});
    auto json = parse_json(record.payload, {.bytes_max = 1U << 20});
    REQUIRE(json);
    return std::move(*json);
}

std::vector<Digest> digests(const std::vector<IdentityKey>& keys) {
    std::vector<Digest> all;
    for (const IdentityKey& key : keys) {
        all.push_back(key.digest);
    }
    return all;
}

}  // namespace

TEST_CASE(
    "a record brings back the keys of its article, whatever its publisher's guids look like") {
    const Named all[] = {
        {"id", "https://outlet.example/1", 1},
        {"tag:outlet.example#5", "https://outlet.example/1", 1},
        {"https://outlet.example/1#5", "", 1},
        {"id#2", "https://outlet.example/1", 1},
        {"id#2", "https://outlet.example/1", 2},
        {"id#2", "", 1},
        {"id#2", "", 2},
        {"", "https://outlet.example/1", 1},
        {"#", "https://outlet.example/1", 1},
        {"a#b", "https://outlet.example/1", 1},
        {"id#2x", "https://outlet.example/1", 1},
        {"id#99999999999999999999999", "https://outlet.example/1", 1},
        {"comment#7#2", "https://outlet.example/1", 2},
        {"comment#7#2", "https://outlet.example/1", 1},
        {"id#12", "https://outlet.example/1", 12},
    };
    for (const Named& named : all) {
        CAPTURE(named.guid, named.url, named.part);
        const Candidate candidate = candidate_of(named);
        const auto back = recall(record_of(candidate, candidate.keys.new_id), {});
        REQUIRE(back.ok());
        CHECK(back->article.id == candidate.keys.new_id);
        CHECK(digests(back->keys) == digests(candidate.keys.keys));
    }
}

TEST_CASE("a part whose id was made of its text is recognised by that") {
    const Candidate candidate = candidate_of({"id#2", "https://outlet.example/1", 2});
    const auto back = recall(record_of(candidate, candidate.keys.content_id), {});
    REQUIRE(back.ok());
    CHECK(digests(back->keys) == digests(candidate.keys.keys));
}

TEST_CASE("an id that none of its keys made leaves the whole item's keys") {
    const Candidate candidate = candidate_of({"id#2", "https://outlet.example/1", 1});
    const ArticleId other{"0123456789abcdef0123456789abcdef"};
    const auto back = recall(record_of(candidate, other), {});
    REQUIRE(back.ok());
    CHECK(back->article.id == other);
    CHECK(digests(back->keys) == digests(candidate.keys.keys));
}

TEST_CASE("a record brings back what its article was") {
    const Candidate candidate = candidate_of({"id", "https://outlet.example/1", 1});
    const auto back = recall(record_of(candidate, candidate.keys.new_id), {});
    REQUIRE(back.ok());
    CHECK(back->article.version == Version{3});
    CHECK(back->article.feed == recalled_feed.id);
    CHECK(back->article.source_id == "outlet.example");
    CHECK(back->article.headline.str() == candidate.article.headline.str());
    CHECK(back->article.body.str() == candidate.article.body.str());
    CHECK(back->article.content == candidate.fingerprint.content);
    CHECK(back->article.first_seen == *parse_rfc3339("2026-01-31T08:00:00Z"));
    CHECK(back->article.topics == std::vector<std::string>{"t.unthemed"});
    CHECK(back->indexed);
    CHECK_FALSE(back->article.retracted);
}

TEST_CASE("what is no record of ours is refused by the name of its field") {
    const auto refused = [](const char* text) {
        const auto back = recall(*parse_json(text, {.bytes_max = 1000}), {});
        REQUIRE_FALSE(back.ok());
        CHECK(back.error().fault == Fault::malformed);
        return back.error().what;
    };
    CHECK(refused("{}").find("id") != std::string::npos);
    CHECK(refused(R"({"id":"short","version":1})").find("id") != std::string::npos);
    CHECK(refused(R"({"id":"0123456789abcdef0123456789abcdef"})").find("version") !=
          std::string::npos);
    CHECK(refused(R"({"id":"0123456789abcdef0123456789abcdef","version":0})").find("version") !=
          std::string::npos);
    CHECK(
        refused(R"({"id":"0123456789abcdef0123456789abcdef","version":1})").find("first_seen_at") !=
        std::string::npos);
}
