#include "daemon/web/http_headers.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

Instant at(const char* text) {
    const auto instant = parse_rfc3339(text);
    REQUIRE(instant);
    return *instant;
}

}  // namespace

TEST_CASE("a media type is lowered and its charset found") {
    CHECK(parse_media_type("Text/HTML; Charset=UTF-8").type == "text/html");
    CHECK(parse_media_type("Text/HTML; Charset=UTF-8").charset == "UTF-8");
    CHECK(parse_media_type("text/xml;a=\"x;charset=no\";charset=\"windows-1256\"").charset ==
          "windows-1256");
    CHECK(parse_media_type("text/html; charset='utf-8'").charset == "utf-8");
    CHECK(parse_media_type("text/html;charset=a; charset=b").charset == "a");
    CHECK(parse_media_type("text/html;charset = utf-8").charset == "utf-8");
    CHECK(parse_media_type("charset=utf-8").type.empty());
    CHECK(parse_media_type("").type.empty());
    CHECK(parse_media_type("text/html;").charset.empty());
}

TEST_CASE("HTTP dates are read in the three forms of the standard and in sloppy ones") {
    const Instant expected = at("1994-11-06T08:49:37Z");
    for (const char* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994", "6 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37",
          "Sun, 06 Nov 1994 11:49:37 +0300", "Sun, 06-Nov-1994 05:49:37 -0300"}) {
        CAPTURE(text);
        CHECK(parse_http_date(text) == expected);
    }
    for (const char* text : {"", "0", "-1", "never", "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 25:00:00 GMT"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("an HTTP date is written as the standard wants it sent") {
    CHECK(format_http_date(at("1994-11-06T08:49:37.250Z")) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(format_http_date(at("2026-02-01T00:00:00Z")) == "Sun, 01 Feb 2026 00:00:00 GMT");
}

TEST_CASE("Retry-After is seconds or a date") {
    const Instant now = at("2026-01-31T08:00:00Z");
    CHECK(parse_retry_after("120", now) == 120s);
    CHECK(parse_retry_after(" 1.9 ", now) == 1s);
    CHECK(parse_retry_after("-5", now) == 0s);
    CHECK(parse_retry_after("99999999999999999999", now) == 24h * 366 * 2);
    CHECK(parse_retry_after("Sat, 31 Jan 2026 08:02:00 GMT", now) == 120s);
    CHECK(parse_retry_after("Sat, 31 Jan 2026 07:00:00 GMT", now) == 0s);
    CHECK_FALSE(parse_retry_after("soon", now));
    CHECK_FALSE(parse_retry_after("", now));
}

TEST_CASE("a Retry-After date is never answered early by a part of a second") {
    const Instant now = at("2026-01-31T08:00:00.400Z");
    CHECK(parse_retry_after("Sat, 31 Jan 2026 08:00:01 GMT", now) == 1s);
}

TEST_CASE("max-age counts unless the answer must not be kept") {
    CHECK(parse_max_age("public, Max-Age=600, s-maxage=1") == 600s);
    CHECK(parse_max_age("max-age=\"60\"") == 60s);
    CHECK_FALSE(parse_max_age("max-age=600, no-cache"));
    CHECK_FALSE(parse_max_age("no-store"));
    CHECK_FALSE(parse_max_age("max-age=-1"));
    CHECK_FALSE(parse_max_age(""));
}

TEST_CASE("Expires is how long the answer stays fresh") {
    const Instant now = at("2026-01-31T08:00:00Z");
    CHECK(parse_expires("Sat, 31 Jan 2026 08:10:00 GMT", now) == 600s);
    CHECK(parse_expires("0", now) == 0s);
    CHECK(parse_expires("Thu, 01 Jan 1970 00:00:00 GMT", now) == 0s);
}

TEST_CASE("a Link header holds several links with their relations") {
    const auto links = parse_link_header(
        "<https://hub.example/a,b;c>; rel=\"hub\", </feed>;rel=\"Self alternate\"; "
        "type=\"application/atom+xml\";title=\"a, b\", broken, <x>");
    REQUIRE(links.size() == 3);
    CHECK(links[0].target == "https://hub.example/a,b;c");
    CHECK(links[0].rels == std::vector<std::string>{"hub"});
    CHECK(links[1].target == "/feed");
    CHECK(links[1].rels == std::vector<std::string>{"self", "alternate"});
    CHECK(links[1].type == "application/atom+xml");
    CHECK(links[1].title == "a, b");
    CHECK(links[2].target == "x");
    CHECK(parse_link_header("").empty());
    CHECK(parse_link_header("<unclosed; rel=x").empty());
}
