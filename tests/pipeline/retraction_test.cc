#include "daemon/pipeline/retraction.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/run/retract.h"
#include "tests/pipeline/pipeline_support.h"

using namespace khabard;

namespace {

JsonValue json_of(const Record& record) {
    auto json = parse_json(record.payload, {.bytes_max = 1U << 20});
    REQUIRE(json);
    return std::move(*json);
}

std::string text_at(const JsonValue& json, const char* pointer) {
    const JsonValue* value = json_at(json, pointer);
    return value != nullptr && value->string() != nullptr ? *value->string() : "<none>";
}

const Retraction by_the_desk{RetractionCause::by_operator, "wrong person"};

}  // namespace

TEST_CASE("a retraction says everything that the article said, but not its text") {
    Pipeline pipeline;
    Story story = everyday(1);
    story.text = themed_story(1) + " " + everyday_story(1, 300);
    const Concluded first = pipeline.take(pipeline_job(rss_of({story})));
    REQUIRE(first.changes.records.size() == 1);
    const JsonValue before = json_of(first.changes.records[0]);
    const ArticleId id{first.changes.records[0].key};
    const auto stored = *pipeline.ledger->stored_article(id);
    REQUIRE(stored);
    const Changes changes = retract(*stored, *shipped(), by_the_desk, pipeline_now);
    REQUIRE(changes.records.size() == 1);
    const Record& record = changes.records[0];
    const JsonValue gone = json_of(record);
    CHECK(text_at(gone, "/event_type") == "retracted");
    CHECK(*json_at(gone, "/version")->integer() == 2);
    CHECK(json_at(gone, "/body")->is_null());
    CHECK(json_at(gone, "/evidence")->is_null());
    for (const char* same : {"/id", "/headline", "/summary", "/url", "/canonical_url", "/guid",
                             "/published_at", "/source/id", "/feed/id", "/group_id", "/lang",
                             "/content_hash", "/representation", "/first_seen_at"}) {
        CAPTURE(same);
        CHECK(text_at(gone, same) == text_at(before, same));
    }
    CHECK(text_at(gone, "/previous_hash") == text_at(before, "/content_hash"));
    CHECK(text_at(gone, "/retraction/cause") == "operator");
    CHECK(text_at(gone, "/retraction/reason") == "wrong person");
    CHECK(changes.tally.retractions == 1);
    CHECK(changes.tally.items_read() == 0);
    CHECK(changes.articles.at(0).article.retracted);
    CHECK(changes.articles.at(0).keys.empty());
}

TEST_CASE("a retraction goes to every topic that the article was ever in") {
    Pipeline pipeline;
    Story story = everyday(1);
    const Concluded first = pipeline.take(pipeline_job(rss_of({story})));
    story.text = themed_story(1);
    pipeline.take(pipeline_job(rss_of({story})));
    const auto stored = *pipeline.ledger->stored_article(ArticleId{first.changes.records[0].key});
    const Changes changes = retract(*stored, *shipped(), by_the_desk, pipeline_now);
    std::set<std::string> topics;
    for (const auto& topic : changes.records.at(0).topics) {
        topics.insert(topic.topic);
    }
    CHECK(topics == std::set<std::string>{"news.ar.territory", "news.ar.unthemed"});
    CHECK(*json_at(json_of(changes.records[0]), "/version")->integer() == 3);
}

TEST_CASE("an article is retracted once, and nothing brings it back") {
    Pipeline pipeline;
    Story story = everyday(1);
    const Concluded first = pipeline.take(pipeline_job(rss_of({story})));
    const ArticleId id{first.changes.records[0].key};
    const auto found = find_retraction(*pipeline.ledger, *shipped(), id, by_the_desk, pipeline_now);
    REQUIRE(found);
    CHECK(found->version == Version{2});
    CHECK(found->topics == std::vector<std::string>{"news.ar.unthemed"});
    REQUIRE(pipeline.ledger->apply(found->feed, found->changes).ok());
    const auto again = find_retraction(*pipeline.ledger, *shipped(), id, by_the_desk, pipeline_now);
    REQUIRE_FALSE(again);
    CHECK(again.error().fault == Fault::refused);
    story.text = everyday_story(1, 400) + " " + everyday_story(2, 100);
    story.headline += " تحديث";
    CHECK(pipeline.take(pipeline_job(rss_of({story}))).changes.records.empty());
    CHECK_FALSE(find_retraction(*pipeline.ledger, *shipped(),
                                ArticleId{"0123456789abcdef0123456789abcdef"}, by_the_desk,
                                pipeline_now));
}

TEST_CASE("an article stored before details were kept is retracted with what is known") {
    Pipeline pipeline;
    const Concluded first = pipeline.take(pipeline_job(rss_of({everyday(1)})));
    auto stored = *pipeline.ledger->stored_article(ArticleId{first.changes.records[0].key});
    stored->details.clear();
    stored->fingerprint.reset();
    const Changes changes = retract(*stored, *shipped(), by_the_desk, pipeline_now);
    const JsonValue gone = json_of(changes.records.at(0));
    CHECK(text_at(gone, "/headline") == everyday(1).headline);
    CHECK(json_at(gone, "/url")->is_null());
    CHECK(text_at(gone, "/content_hash") == stored->article.content.get());
}

TEST_CASE("who takes an article back must have brought it") {
    Pipeline pipeline;
    Story story = everyday(1);
    story.text = everyday_story(1, 400);
    pipeline.take(pipeline_job(rss_of({story})));
    story.text = "تم سحب هذا الخبر";
    Job stranger = pipeline_job(rss_of({story}));
    stranger.feed.id = FeedId{"stranger"};
    stranger.feed.source.domain = "stranger.example";
    const Concluded refused = pipeline.take(stranger);
    CHECK(refused.taken_back.empty());
    CHECK(refused.changes.tally.of(Reason::withdrawn) == 1);
    const Concluded own = pipeline.take(pipeline_job(rss_of({story})));
    CHECK(own.taken_back.size() == 1);
    CHECK(own.changes.tally.items_read() == 0);
}
