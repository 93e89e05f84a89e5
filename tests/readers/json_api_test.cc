#include "connectors/readers/json_api.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

ReadOptions options_for_posts() {
    auto options = make_options();
    options.json_api = JsonApiMap{"/data/posts", "/id",      "/url",  "/title/rendered",
                                  "/body",       "/excerpt", "/date", "/next"};
    return options;
}

TEST_CASE("JSON pointers find items and fields") {
    const auto feed = read_json_api(
        make_document(R"({"data":{"posts":[{"id":5,"url":"/p/5","title":{"rendered":"أ &amp; ب"},
"body":"<p>x</p>","date":"2026-01-24"},{"id":6,"excerpt":"نص"},3]},"next":"/api?page=2"})",
                      "https://example.org/api"),
        options_for_posts());
    REQUIRE(feed.ok());
    REQUIRE(feed->items.size() == 2);
    CHECK(*feed->items[0].id == "5");
    CHECK(*feed->items[0].link == "https://example.org/p/5");
    CHECK(feed->items[0].title->text == "أ &amp; ب");
    CHECK(feed->items[0].content->markup == Markup::html);
    CHECK(*feed->items[0].published == "2026-01-24");
    CHECK(feed->items[1].content->markup == Markup::plain);
    CHECK(feed->rejects.size() == 1);
    CHECK(feed->followups[0].url == "https://example.org/api?page=2");
}

TEST_CASE("an answer without the list of items is refused with the pointer's name") {
    const auto feed = read_json_api(make_document("{\"data\":{}}"), options_for_posts());
    REQUIRE_FALSE(feed.ok());
    CHECK(feed.error().what.find("/data/posts") != std::string::npos);
}

}  // namespace
}  // namespace khabard
