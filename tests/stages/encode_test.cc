#include "daemon/stages/encode.h"

#include "daemon/lib/json/json_value.h"
#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const Feed sample_feed{.id = FeedId{"outlet"},
                       .url = "https://user:secret@outlet.example/rss",
                       .display_url = "https://***@outlet.example/rss",
                       .kind = FeedKind::rss,
                       .source = {"outlet", "The Outlet", "outlet.example"},
                       .fetch_pages = FetchPages::never};

Verdict verdict_of(const Candidate& candidate) {
    return Verdict{.outcome = Outcome::created,
                   .reason = Reason::none,
                   .event = EventType::created,
                   .id = candidate.keys.new_id,
                   .version = Version{1},
                   .group = candidate.keys.new_id,
                   .duplicate_of = std::nullopt,
                   .copy_only = false,
                   .themes = {"energy"},
                   .topics = {"t.energy"},
                   .left_topics = {},
                   .publish_to = {"t.energy"},
                   .changed_fields = {},
                   .change_class = std::nullopt,
                   .previous_hash = std::nullopt,
                   .first_seen = *parse_rfc3339("2026-01-31T08:00:00Z")};
}

struct Encoded {
    Record record;
    JsonValue json;
};

Encoded encoded(const Candidate& candidate, const Verdict& verdict, const Feed& feed,
                const Provenance& provenance = {200, "utf-8", "bom", "rss20"}) {
    const TopicMap topics{.of_theme = {{"energy", "t.energy"}}};
    const Limits limits;
    const RulesetVersion ruleset{"0123456789abcdef"};
    Record record = encode(candidate, verdict, provenance,
                           {.feed = feed,
                            .topics = topics,
                            .limits = limits,
                            .ruleset = ruleset,
                            .generation = Generation{3},
                            .instance = "default",
                            .now = *parse_rfc3339("2026-01-31T08:00:01Z")});
    auto json = parse_json(record.payload, {.bytes_max = 1U << 20});
    REQUIRE(json);
    return {std::move(record), std::move(*json)};
}

std::string text(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    return value != nullptr && value->string() != nullptr ? *value->string() : "<none>";
}

Candidate sample() {
    return sample_candidate({.url = "https://outlet.example/1",
                             .headline = "عنوان",
                             .body = "قبل كلمة ثم بعد",
                             .themes = {"energy"}});
}

}  // namespace

TEST_CASE("the minimum record is always there, and what is unknown is null") {
    const Candidate candidate = sample();
    const Encoded out = encoded(candidate, verdict_of(candidate), sample_feed);
    for (const char* key : {"schema_version",
                            "id",
                            "version",
                            "event_type",
                            "representation",
                            "source",
                            "feed",
                            "guid",
                            "url",
                            "canonical_url",
                            "headline",
                            "body",
                            "lang",
                            "lang_confidence",
                            "first_seen_at",
                            "processed_at",
                            "content_hash",
                            "group_id",
                            "themes",
                            "topics",
                            "ruleset_version",
                            "config_generation"}) {
        CAPTURE(key);
        CHECK(out.json.find(key) != nullptr);
    }
    CHECK(out.json.find("guid")->is_null());
    CHECK(out.json.find("published_at")->is_null());
    CHECK(text(out.json, "published_origin") == "none");
    CHECK(text(out.json, "headline") == "عنوان");
    CHECK(text(out.json, "first_seen_at") == "2026-01-31T08:00:00.000Z");
}

TEST_CASE("no secret of a feed's address reaches a record") {
    const Candidate candidate = sample();
    const Encoded out = encoded(candidate, verdict_of(candidate), sample_feed);
    CHECK(out.record.payload.find("secret") == std::string::npos);
}

TEST_CASE("evidence is counted in code points of the display text") {
    Candidate candidate = sample();
    const std::string& body = candidate.article.body.str();
    const std::string word = "كلمة";
    candidate.scores[0].evidence.push_back(
        {"rule-1", Zone::body, ByteOffset{body.find(word)}, word.size()});
    const Encoded out = encoded(candidate, verdict_of(candidate), sample_feed);
    const JsonArray& evidence = *out.json.find("evidence")->array();
    REQUIRE(evidence.size() == 1);
    CHECK(text(evidence[0], "text") == word);
    CHECK(text(evidence[0], "field") == "body");
    CHECK(*evidence[0].find("offset")->integer() == 4);
    CHECK(*evidence[0].find("length")->integer() == 4);
}

TEST_CASE("a copy carries neither body nor evidence") {
    const Candidate candidate = sample();
    Verdict verdict = verdict_of(candidate);
    verdict.event = EventType::duplicate;
    verdict.copy_only = true;
    verdict.duplicate_of = DuplicateOf{ArticleId{std::string(32, 'a')}, DupLevel::near, 0.75};
    const Encoded out = encoded(candidate, verdict, sample_feed);
    CHECK(out.json.find("body")->is_null());
    CHECK(out.json.find("evidence")->is_null());
    CHECK(text(out.json, "dup_level") == "near");
}

TEST_CASE("bodies may be kept back or cut, as the feed's licence says") {
    Candidate candidate = sample();
    Feed feed = sample_feed;
    feed.publish_body = PublishBody::none;
    CHECK(encoded(candidate, verdict_of(candidate), feed).json.find("body")->is_null());
    feed.publish_body = PublishBody::excerpt;
    std::string body;
    for (int i = 0; i < 700; ++i) {
        body += "س";
    }
    candidate.article.body = DisplayText::from_cleaned(body);
    const Encoded out = encoded(candidate, verdict_of(candidate), feed);
    CHECK(text(out.json, "body").size() == 1000);
    CHECK(*out.json.find("body_truncated")->boolean());
}

TEST_CASE("a feed that obeys the publisher's word is published without what asks not to be kept") {
    const Candidate candidate = sample();
    Feed feed = sample_feed;
    Provenance provenance{200, "utf-8", "bom", "rss20"};
    provenance.robots_tag = "noarchive";
    const auto body = [&] {
        const Encoded out = encoded(candidate, verdict_of(candidate), feed, provenance);
        CHECK(text(*out.json.find("rights"), "robots") == provenance.robots_tag);
        return text(out.json, "body");
    };
    CHECK(body() == "قبل كلمة ثم بعد");
    feed.obey_rights = true;
    CHECK(body() == "<none>");
    provenance.robots_tag = "nosnippet";
    CHECK(body() == "قبل كلمة ثم بعد");
}

TEST_CASE("the headers are CloudEvents in binary mode, the theme goes with its topic") {
    const Candidate candidate = sample();
    const Encoded out = encoded(candidate, verdict_of(candidate), sample_feed);
    const auto header = [&](const std::string& name) {
        for (const RecordHeader& one : out.record.headers) {
            if (one.name == name) {
                return one.value;
            }
        }
        return std::string("<none>");
    };
    CHECK(header("ce_specversion") == "1.0");
    CHECK(header("ce_id") == candidate.keys.new_id.get() + ".1");
    CHECK(header("ce_type") == "created");
    CHECK(header("content-type") == "application/json");
    CHECK(header("config_gen") == "3");
    CHECK(header("lang") == "ar");
    REQUIRE(out.record.topics.size() == 1);
    CHECK(out.record.topics[0].theme == "energy");
    CHECK(out.record.key == candidate.keys.new_id.get());
}
