#include "daemon/stages/details.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const Provenance sample_provenance{
    200, "windows-1256", "meta", "rss20", RobotsDecision::ignored, "noai", "1"};

Feed sample_feed() {
    return Feed{.id = FeedId{"outlet"},
                .url = "https://user:secret@outlet.example/rss",
                .display_url = "https://***@outlet.example/rss",
                .kind = FeedKind::directory,
                .source = {"outlet", "The Outlet", "outlet.example"},
                .interval = std::chrono::minutes{30},
                .fetch_pages = FetchPages::always,
                .robots = RobotsPolicy::ignore,
                .publish_body = PublishBody::excerpt,
                .timezone = "Asia/Riyadh",
                .headers = {{"authorization", "secret"}},
                .obey_rights = true};
}

Article full_article() {
    Article article = sample_article("عنوان", "نص الخبر\n\nفقرة «ثانية»");
    article.dateline = "كييف";
    article.agency = "رويترز";
    article.credit = "رويترز، وكالات";
    article.authors = {"كاتب", "آخر \"مقتبس\""};
    article.section = "العالم";
    article.keywords = {"أوكرانيا"};
    article.published = StatedDate{.date = {.at = *parse_rfc3339("2026-01-31T08:15:00Z"),
                                            .precision = DatePrecision::minute,
                                            .zone_assumed = true,
                                            .relative = false,
                                            .hijri_converted = true},
                                   .raw = "١٢ شعبان",
                                   .origin = DateOrigin::page_text};
    article.modified = StatedDate{.date = {.at = *parse_rfc3339("1969-12-31T23:59:59.5Z"),
                                           .precision = DatePrecision::day,
                                           .zone_assumed = false,
                                           .relative = true,
                                           .hijri_converted = false},
                                  .raw = "",
                                  .origin = DateOrigin::inferred};
    article.date_flags = {"zone_assumed"};
    article.language = "ar";
    article.language_confidence = 0.973;
    article.guid = "guid#2";
    article.url = "https://outlet.example/1?a=1";
    article.canonical_url = "https://outlet.example/1";
    article.source_name = "An aggregator's outlet";
    article.image_url = "https://outlet.example/1.jpg";
    article.representation = Representation::partial;
    article.body_source = BodySource::page;
    article.body_truncated = true;
    article.warnings = {"backfill"};
    return article;
}

KnownArticle known(const Article& article) {
    return KnownArticle{.id = ArticleId{std::string(32, 'a')},
                        .version = Version{3},
                        .group = ArticleId{std::string(32, 'a')},
                        .duplicate_of = std::nullopt,
                        .copy_only = false,
                        .feed = FeedId{"outlet"},
                        .source_id = "outlet.example",
                        .content = ContentHash{"xxh3:0"},
                        .spelling = 1,
                        .headline = article.headline,
                        .summary = article.summary,
                        .body = article.body,
                        .representation = article.representation,
                        .themes = {},
                        .topics = {},
                        .ever_topics = {},
                        .first_seen = *parse_rfc3339("2026-01-31T08:00:00Z"),
                        .retracted = false};
}

void check_same(const std::optional<StatedDate>& a, const std::optional<StatedDate>& b) {
    REQUIRE(a.has_value() == b.has_value());
    if (a) {
        CHECK(a->date.at == b->date.at);
        CHECK(a->date.precision == b->date.precision);
        CHECK(a->date.zone_assumed == b->date.zone_assumed);
        CHECK(a->date.relative == b->date.relative);
        CHECK(a->date.hijri_converted == b->date.hijri_converted);
        CHECK(a->raw == b->raw);
        CHECK(a->origin == b->origin);
    }
}

std::string payload(const Article& article, const Provenance& provenance, const Feed& feed) {
    Candidate candidate = sample_candidate({.url = "x", .headline = "x", .body = "x"});
    candidate.article = article;
    const TopicMap topics{.of_theme = {}};
    const Limits limits;
    const RulesetVersion ruleset{"0123456789abcdef"};
    const Verdict verdict{.outcome = Outcome::updated,
                          .reason = Reason::none,
                          .event = EventType::updated,
                          .id = candidate.keys.new_id,
                          .version = Version{2},
                          .group = candidate.keys.new_id,
                          .duplicate_of = std::nullopt,
                          .copy_only = false,
                          .themes = {},
                          .topics = {"t"},
                          .left_topics = {},
                          .publish_to = {"t"},
                          .changed_fields = {"themes"},
                          .change_class = ChangeClass::material,
                          .previous_hash = std::nullopt,
                          .first_seen = *parse_rfc3339("2026-01-31T08:00:00Z")};
    return encode(candidate, verdict, provenance,
                  {.feed = feed,
                   .topics = topics,
                   .limits = limits,
                   .ruleset = ruleset,
                   .generation = Generation{3},
                   .instance = "default",
                   .now = *parse_rfc3339("2026-01-31T08:00:01Z")})
        .payload;
}

}  // namespace

TEST_CASE("an article that is restored gives the record that it gave before") {
    const Feed feed = sample_feed();
    for (const Article& article : {full_article(), sample_article("عنوان", "")}) {
        const std::string details = encode_details(article, sample_provenance, feed);
        const Restored back = restore(known(article), details);
        CHECK(back.complete);
        CHECK(payload(back.article, back.provenance, back.feed) ==
              payload(article, sample_provenance, feed));
        CHECK(back.feed.obey_rights);
        check_same(back.article.published, article.published);
        check_same(back.article.modified, article.modified);
    }
}

TEST_CASE("details keep no secret of a feed") {
    const std::string details = encode_details(full_article(), sample_provenance, sample_feed());
    CHECK(details.find("secret") == std::string::npos);
}

TEST_CASE("an article without details, or with damaged ones, is restored as far as it is known") {
    const Article article = full_article();
    const std::string whole = encode_details(article, sample_provenance, sample_feed());
    for (const std::string& details :
         {std::string(), std::string("[]"), whole.substr(0, whole.size() / 2)}) {
        CAPTURE(details);
        const Restored back = restore(known(article), details);
        CHECK_FALSE(back.complete);
        CHECK(back.article.headline == article.headline);
        CHECK(back.article.body == article.body);
        CHECK(back.article.representation == Representation::partial);
        CHECK_FALSE(back.article.published.has_value());
        CHECK(back.article.url.empty());
        CHECK(back.feed.id == FeedId{"outlet"});
        CHECK(back.feed.source.id == "outlet.example");
        CHECK(back.feed.publish_body == PublishBody::none);
    }
}

TEST_CASE("details of other hands give no value that an enum lacks") {
    const Restored back = restore(
        known(full_article()),
        R"({"body_source":99,"feed":{"kind":-4,"publish_body":"x"},"authors":[1,"b"],)"
        R"("published":{"at":5,"precision":77,"origin":77},"modified":{"at":"x"},"status":2.5})");
    CHECK(back.complete);
    CHECK(back.article.body_source == BodySource::none);
    CHECK(back.feed.kind == FeedKind::automatic);
    CHECK(back.feed.publish_body == PublishBody::none);
    CHECK(back.article.authors == std::vector<std::string>{"b"});
    CHECK(back.article.published->date.precision == DatePrecision::day);
    CHECK(back.article.published->origin == DateOrigin::none);
    CHECK_FALSE(back.article.modified.has_value());
    CHECK(back.provenance.status == 0);
}
