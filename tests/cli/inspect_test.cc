#include "daemon/cli/inspect.h"

#include "daemon/lib/json/json_value.h"
#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

const Instant now = *parse_rfc3339("2026-01-31T12:00:00Z");

JsonValue parsed(const std::string& json) {
    CHECK(json.find('\n') == std::string::npos);
    auto value = parse_json(json, {1 << 20});
    REQUIRE(value.ok());
    return *std::move(value);
}

TEST_CASE("a feed is shown with null for what is not stated") {
    const auto document = make_document(
        "<rss version='2.0'><channel><title>وكالة</title><item><title>خبر</title>"
        "<pubDate>Sat, 24 Jan 2026 10:00:00 +0300</pubDate><link>https://example.org/1</link>"
        "<enclosure url='https://example.org/a.mp3' type='audio/mpeg'/></item>"
        "<item><pubDate>whenever</pubDate></item></channel></rss>");
    const auto feed = read_document(document, ReadAs::feed, make_options());
    REQUIRE(feed.ok());
    const auto shown = parsed(inspect_feed_json(*feed, document, now));
    CHECK(*shown.find("kind")->string() == "feed");
    CHECK(*shown.find("format")->string() == "rss20");
    CHECK(*shown.find("encoding")->string() == "utf-8");
    CHECK(*shown.find("wellformed")->boolean());
    CHECK(*json_at(shown, "/feed/title")->string() == "وكالة");
    for (const char* absent : {"link", "id", "subtitle", "language", "author", "updated",
                               "published", "rights", "image"}) {
        CAPTURE(absent);
        CHECK(json_at(shown, std::string("/feed/") + absent)->is_null());
    }
    CHECK(json_at(shown, "/feed/categories")->array()->empty());
    CHECK(*json_at(shown, "/entries/0/published")->string() == "2026-01-24T07:00:00Z");
    CHECK(*json_at(shown, "/entries/0/enclosures/0/type")->string() == "audio/mpeg");
    CHECK(json_at(shown, "/entries/0/enclosures/0/length")->is_null());
    CHECK(*json_at(shown, "/entries/0/links/0/href")->string() == "https://example.org/1");
    CHECK(json_at(shown, "/entries/1/published")->is_null());
    CHECK(json_at(shown, "/entries/1/title")->is_null());
    CHECK(shown.find("warnings")->array()->size() == 1);
}

TEST_CASE("a page is shown with its text, empty where it holds no article") {
    RawFeed page{"page", true, {}, {}, {}, {}, {"careful"}};
    page.followups.push_back(Followup{FollowupKind::alternate_feed, "https://example.org/feed"});
    const auto document = make_document("");
    const auto nothing = parsed(inspect_page_json(page, document, now));
    CHECK(*nothing.find("text")->string() == "");
    CHECK(nothing.find("title")->is_null());
    CHECK(*json_at(nothing, "/feeds/0")->string() == "https://example.org/feed");
    CHECK(*json_at(nothing, "/warnings/0")->string() == "careful");

    RawItem item;
    item.title = RawText{"عنوان", Markup::plain};
    item.content = RawText{"أولى\n\nثانية", Markup::plain};
    item.published = "2026-01-24";
    item.source_title = "صحيفة";
    page.items.push_back(item);
    const auto article = parsed(inspect_page_json(page, document, now));
    CHECK(*article.find("kind")->string() == "article");
    CHECK(*article.find("text")->string() == "أولى\n\nثانية");
    CHECK(*article.find("site_name")->string() == "صحيفة");
    CHECK(article.find("published")->string()->substr(0, 10) == "2026-01-24");
}

TEST_CASE("texts, dates and addresses have their own small forms") {
    const auto text = parsed(inspect_text_json(make_document("نص\n")));
    CHECK(*text.find("text")->string() == "نص\n");
    CHECK(*text.find("encoding_reason")->string() == "utf-8");
    CHECK(text.find("title")->is_null());
    const auto page = parsed(inspect_text_json(make_document("<title> عنوان </title><p>نص</p>")));
    CHECK(*page.find("title")->string() == "عنوان");

    const auto date = inspect_date_json(" 2026-01-24T10:00:00+03:00\n", now);
    REQUIRE(date.ok());
    CHECK(*parsed(*date).find("published")->string() == "2026-01-24T07:00:00Z");
    CHECK(*parsed(*date).find("precision")->string() == "second");
    CHECK_FALSE(*parsed(*date).find("zone_assumed")->boolean());
    CHECK_FALSE(inspect_date_json("no date", now).ok());

    const auto url = inspect_url_json("../b", "https://example.org/a/c/");
    REQUIRE(url.ok());
    CHECK(*parsed(*url).find("url")->string() == "https://example.org/a/b");
    CHECK(*parsed(*url).find("link")->string() == "https://example.org/a/b");
    const auto secret = inspect_url_json("https://me:pass@example.org/feed?key=abc&id=1", "");
    REQUIRE(secret);
    CHECK(*parsed(*secret).find("url")->string() == "https://***@example.org/feed?key=***&id=1");
    CHECK_FALSE(inspect_url_json("b", "").ok());
}

TEST_CASE("damage to the document is warned of") {
    auto document = make_document("<rss/>");
    document.replaced = 2;
    document.truncated = true;
    const auto feed = read_document(document, ReadAs::feed, make_options());
    const auto shown = parsed(inspect_feed_json(*feed, document, now));
    CHECK(shown.find("warnings")->array()->size() == 2);
    CHECK_FALSE(*shown.find("wellformed")->boolean());
}

}  // namespace
}  // namespace khabard
