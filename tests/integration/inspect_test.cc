// khabard inspect: the form that scripts rely on, and refusals.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* now = "2026-01-31T08:00:00Z";

JsonValue inspected(Arguments arguments, const std::string& input) {
    arguments.insert(arguments.begin(), {"inspect", "--now", now});
    const Ran ran = run_khabard(arguments, input);
    CAPTURE(ran.err);
    REQUIRE(ran.status == 0);
    CHECK(ran.err.empty());
    auto values = json_lines(ran.out);
    REQUIRE(values.size() == 1);
    return std::move(values[0]);
}

void check_members(const JsonValue& object, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        CAPTURE(name);
        CHECK(object.find(name) != nullptr);
    }
}

bool is_null(const JsonValue& value, const std::string& pointer) {
    const JsonValue* at = json_at(value, pointer);
    return at != nullptr && at->is_null();
}

}  // namespace

TEST_CASE("a feed: every member is there, links absolute, dates in UTC, nothing invented") {
    const std::string feed =
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>صحيفة</title><item><title>خبر "
        "&amp; رأي</title><link>/n/1</link><pubDate>Sat, 31 Jan 2026 10:00:00 +0300</pubDate>"
        "<enclosure url=\"/p.jpg\" type=\"image/jpeg\" "
        "length=\"12\"/></item><item/></channel></rss>";
    const JsonValue value =
        inspected({"--as", "feed", "--url", "https://a.example/rss.xml", "-"}, feed);
    check_members(value,
                  {"kind", "format", "encoding", "wellformed", "feed", "entries", "warnings"});
    CHECK(text_at(value, "/kind") == "feed");
    CHECK(text_at(value, "/format") == "rss20");
    CHECK(text_at(value, "/encoding") == "utf-8");
    check_members(*value.find("feed"), {"title", "link", "id", "subtitle", "language", "author",
                                        "updated", "published", "rights", "image", "categories"});
    CHECK(text_at(value, "/feed/title") == "صحيفة");
    CHECK(is_null(value, "/feed/link"));
    REQUIRE(value.find("entries")->array()->size() == 2);
    check_members(*json_at(value, "/entries/1"),
                  {"title", "link", "id", "published", "updated", "summary", "content", "author",
                   "categories", "enclosures", "comments", "links", "source_title"});
    CHECK(text_at(value, "/entries/0/title") == "خبر & رأي");
    CHECK(text_at(value, "/entries/0/link") == "https://a.example/n/1");
    CHECK(text_at(value, "/entries/0/published") == "2026-01-31T07:00:00Z");
    CHECK(text_at(value, "/entries/0/enclosures/0/url") == "https://a.example/p.jpg");
    CHECK(is_null(value, "/entries/0/updated"));
    CHECK(is_null(value, "/entries/1/title"));
    const JsonValue found_out = inspected({"--url", "https://a.example/rss.xml", "-"}, feed);
    CHECK(text_at(found_out, "/kind") == "feed");
}

TEST_CASE("a page: the article alone, and an empty text where there is none") {
    std::string page = "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>" +
                       everyday_story(1).headline + "</title></head><body><nav><a href=\"/\">" +
                       "الرئيسية</a></nav><article><h1>" + everyday_story(1).headline + "</h1>";
    std::string text;
    for (const std::string& paragraph : everyday_story(1).paragraphs) {
        page += "<p>" + paragraph + "</p>";
        text += (text.empty() ? "" : "\n\n") + paragraph;
    }
    const JsonValue value = inspected({"--as", "page", "--url", "https://a.example/n/1", "-"},
                                      page + "</article></body></html>");
    check_members(value, {"kind", "title", "author", "published", "modified", "site_name", "lang",
                          "canonical_url", "image", "feeds", "text", "warnings"});
    CHECK(text_at(value, "/kind") == "article");
    CHECK(text_at(value, "/text") == text);
    const JsonValue none = inspected({"--as", "page", "-"}, "<html><body><p>x</p></body></html>");
    CHECK(text_at(none, "/kind") == "article");
    CHECK(json_at(none, "/text")->string() != nullptr);
    CHECK(text_at(none, "/text").empty());
}

TEST_CASE("a text: decoded, with the reason for its charset") {
    const JsonValue value =
        inspected({"--as", "text", "--content-type", "text/plain; charset=windows-1256", "-"},
                  "\xCE\xC8\xD1");
    CHECK(text_at(value, "/kind") == "text");
    CHECK(text_at(value, "/encoding") == "windows-1256");
    CHECK_FALSE(text_at(value, "/encoding_reason").empty());
    CHECK(text_at(value, "/text") == "خبر");
}

TEST_CASE("a date and an address") {
    const JsonValue date = inspected({"--as", "date", "-"}, "31 يناير 2026 10:30\n");
    CHECK(text_at(date, "/kind") == "date");
    CHECK(text_at(date, "/published") == "2026-01-31T10:30:00Z");
    CHECK(text_at(date, "/precision") == "minute");
    REQUIRE(json_at(date, "/zone_assumed")->boolean() != nullptr);
    CHECK(*json_at(date, "/zone_assumed")->boolean());
    const JsonValue ago = inspected({"--as", "date", "-"}, "منذ ساعتين");
    CHECK(text_at(ago, "/published") == "2026-01-31T06:00:00Z");
    const JsonValue url =
        inspected({"--as", "url", "--url", "https://A.example/x/y", "-"}, "../b/./c?q=1\n");
    CHECK(text_at(url, "/kind") == "url");
    CHECK(text_at(url, "/url") == "https://a.example/b/c?q=1");
}

TEST_CASE("what cannot be read is refused with 3 and one line of JSON") {
    struct Case {
        Arguments arguments;
        const char* input;
    };
    const Case one = GENERATE(values<Case>({{{"--as", "date", "-"}, "no date at all"},
                                            {{"--as", "url", "-"}, "c.html"},
                                            {{"--as", "feed", "-"}, "<html></html>"},
                                            {{"--as", "feed", "-"}, ""},
                                            {{"/nowhere/at/all"}, ""},
                                            {{"/"}, ""}}));
    Arguments arguments = one.arguments;
    arguments.insert(arguments.begin(), "inspect");
    const Ran ran = run_khabard(arguments, one.input);
    CHECK(ran.status == 3);
    CHECK(ran.out.empty());
    const auto errors = json_lines(ran.err);
    REQUIRE(errors.size() == 1);
    check_members(errors[0], {"error", "file", "stage"});
    CHECK(text_at(errors[0], "/file") == one.arguments.back());
}
