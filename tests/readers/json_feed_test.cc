#include "connectors/readers/json_feed.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("JSON Feed 1.1 gives feed and items") {
    const auto document = make_document(R"({"version":"https://jsonfeed.org/version/1.1",
"title":"وكالة","home_page_url":"https://example.org/","next_url":"/feed?p=2","language":"ar",
"authors":[{"name":"التحرير","url":"https://example.org/a"}],
"items":[{"id":7,"url":"/1","title":"خبر","content_html":"<p>x</p>","content_text":"x",
"date_published":"2026-01-24T10:00:00Z","tags":["أ"],"attachments":[{"url":"/a.mp3",
"mime_type":"audio/mpeg","size_in_bytes":9}]},{"id":"8","external_url":"https://other.example/",
"content_text":"نص","author":{"name":"كاتب"}},"no item"]})",
                                        "https://example.org/feed.json");
    REQUIRE(claims_json_feed(document));
    const auto feed = read_json_feed(document, make_options());
    REQUIRE(feed.ok());
    CHECK(feed->format == "json");
    CHECK(*feed->feed.title == "وكالة");
    CHECK(feed->followups[0].url == "https://example.org/feed?p=2");
    REQUIRE(feed->items.size() == 2);
    CHECK(*feed->items[0].id == "7");
    CHECK(*feed->items[0].link == "https://example.org/1");
    CHECK(feed->items[0].content->markup == Markup::html);
    CHECK(*feed->items[0].author == "التحرير");
    CHECK(feed->items[0].enclosures[0].length == "9");
    CHECK(*feed->items[1].link == "https://other.example/");
    CHECK(feed->items[1].content->markup == Markup::plain);
    CHECK(*feed->items[1].author == "كاتب");
    REQUIRE(feed->rejects.size() == 1);
    CHECK(feed->rejects[0].position == 3);
}

TEST_CASE("JSON of another kind is no feed, broken JSON is refused") {
    CHECK_FALSE(claims_json_feed(make_document("{\"posts\":[]}")));
    CHECK_FALSE(claims_json_feed(make_document("[1]")));
    CHECK_FALSE(read_json_feed(make_document("{\"verion\":\"1\"}"), make_options()).ok());
    CHECK_FALSE(read_json_feed(make_document("{\"items\":["), make_options()).ok());
}

}  // namespace
}  // namespace khabard
