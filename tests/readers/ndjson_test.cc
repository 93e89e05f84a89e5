#include "connectors/readers/ndjson.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("a line states an article") {
    const auto item = read_ndjson_line(
        R"({"id":"a1","url":"https://example.org/1","title":"خبر","html":"<p>x</p>","text":"y",
"summary":"s","published":"منذ ساعتين","fetched_at":"2026-01-24T10:00:00Z","source":"وكالة",
"section":"عالم","authors":["أ",{"name":"ب"}],"other":{}})",
        3, Limits{});
    REQUIRE(item.ok());
    CHECK(*item->id == "a1");
    CHECK(*item->link == "https://example.org/1");
    CHECK(item->content->markup == Markup::html);
    CHECK(item->whole_article);
    CHECK_FALSE(item->raw_text.has_value());
    CHECK(*item->published == "منذ ساعتين");
    CHECK(format_rfc3339_seconds(*item->fetched_at) == "2026-01-24T10:00:00Z");
    CHECK(item->source_name == "وكالة");
    CHECK(*item->section == "عالم");
    CHECK(item->authors == std::vector<std::string>{"أ", "ب"});
    CHECK(item->position == 3);
}

TEST_CASE("of html, text and raw the first present counts") {
    CHECK(read_ndjson_line(R"({"html":"","text":"t","raw":"r"})", 1, Limits{})->content->text ==
          "t");
    const auto raw = read_ndjson_line(R"({"html":null,"raw":"r"})", 1, Limits{});
    CHECK(*raw->raw_text == "r");
    CHECK_FALSE(raw->whole_article);
}

TEST_CASE("one bad line costs no other") {
    auto options = make_options();
    options.limits.ndjson_line_bytes_max = 200;
    const auto document =
        make_document("{\"id\":\"1\"}\r\n\nnonsense\n[1]\n{\"id\":\"" + std::string(300, 'x') +
                      "\"}\n{\"id\":\"2\",\"fetched_at\":\"soon\"}\n{\"id\":\"3\"}");
    REQUIRE(claims_ndjson(document));
    const auto feed = read_ndjson(document, options);
    REQUIRE(feed.ok());
    REQUIRE(feed->items.size() == 2);
    CHECK(feed->items[1].position == 7);
    REQUIRE(feed->rejects.size() == 4);
    CHECK(feed->rejects[0].position == 3);
    CHECK(feed->rejects[0].excerpt == "nonsense");
    CHECK(feed->rejects[2].what.find("longer than 200 bytes") != std::string::npos);
}

TEST_CASE("JSON over several lines is not taken for ndjson") {
    CHECK_FALSE(claims_ndjson(make_document("{\n\"a\":1}\n")));
    CHECK(claims_ndjson(make_document("{\n}", "", "application/x-ndjson")));
    CHECK_FALSE(claims_ndjson(make_document("")));
}

TEST_CASE("the excerpt of a reject is short and cuts no code point") {
    std::string line(4095, 'x');
    line += "م";
    CHECK(ndjson_reject(line, 1, Error{Fault::malformed, {}, "w"}).excerpt.size() == 4095);
}

}  // namespace
}  // namespace khabard
