#include "daemon/web/url.h"
#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("the many addresses of one article have one canonical form") {
    const std::string canonical = "https://news.example/a/1?id=7";
    for (const char* url :
         {"https://news.example/a/1?id=7", "http://news.example/a/1?id=7",
          "http://www.news.example:80/a/1/?id=7", "https://m.news.example/a/1?id=7#comments",
          "https://amp.news.example/a/1?amp=1&id=7", "https://www.m.news.example/a/1?id=7",
          "https://NEWS.example./a/./b/../1?id=7&utm_source=x&fbclid=y",
          "https://u:p@news.example/%61/1?id=%37"}) {
        CAPTURE(url);
        CHECK(canonical_url(url) == canonical);
    }
}

TEST_CASE("parameters are sorted, and those that choose the article stay") {
    CHECK(canonical_url("https://a.example/?b=2&a=1&&UTM_Campaign=z") ==
          "https://a.example/?a=1&b=2");
    CHECK(canonical_url("https://a.example/x?source=wire&ref=9") ==
          "https://a.example/x?ref=9&source=wire");
}

TEST_CASE("Arabic paths have one spelling, composed and percent-encoded") {
    const std::string canonical = "https://a.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1";
    CHECK(canonical_url("https://a.example/أخبار") == canonical);
    CHECK(canonical_url("https://a.example/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1/") == canonical);
    // Alef and a combining hamza above, the decomposed form of the same word.
    CHECK(canonical_url("https://a.example/%D8%A7%D9%94%D8%AE%D8%A8%D8%A7%D8%B1") == canonical);
    // Bytes in windows-1256 stay what they are.
    CHECK(canonical_url("https://a.example/%C7%CE%c8") == "https://a.example/%C7%CE%C8");
}

TEST_CASE("an encoded reserved character keeps its encoding") {
    CHECK(canonical_url("https://a.example/a%2fb?q=a%26b") == "https://a.example/a%2Fb?q=a%26b");
    CHECK(canonical_url("https://a.example/100%") == "https://a.example/100%");
}

TEST_CASE("a label that the registrable domain needs is not taken off") {
    CHECK(canonical_url("https://m.com/x") == "https://m.com/x");
    CHECK(canonical_url("https://www.com/x") == "https://www.com/x");
    CHECK(canonical_url("https://amp.dev/x") == "https://amp.dev/x");
}

TEST_CASE("only http and https have a canonical form") {
    CHECK_FALSE(canonical_url("ftp://a.example/x"));
    CHECK_FALSE(canonical_url("mailto:a@b.example"));
    CHECK_FALSE(canonical_url("/only/a/path"));
    CHECK_FALSE(canonical_url(""));
}

TEST_CASE("a host with an empty label has no canonical form") {
    CHECK_FALSE(canonical_url("http://./x"));
    CHECK_FALSE(canonical_url("http://a..example/x"));
    CHECK_FALSE(canonical_url("http://256../x"));
}

TEST_CASE("a canonical address is its own canonical address") {
    for (const char* url :
         {"http://www.a.example/أ?b=%20+1&a", "https://x.example//a//", "http://1.2.3.4:8080/?",
          "http://[::1]/%2e%2E/x", "http://a.example:443/"}) {
        CAPTURE(url);
        const auto once = canonical_url(url);
        REQUIRE(once);
        CHECK(canonical_url(*once) == *once);
    }
}

TEST_CASE("the registrable domain is one label more than the public suffix") {
    CHECK(registrable_domain("www.aljazeera.net") == "aljazeera.net");
    CHECK(registrable_domain("news.bbc.co.uk") == "bbc.co.uk");
    CHECK(registrable_domain("www.aps.com.dz") == "aps.com.dz");
    CHECK(registrable_domain("10.0.0.1") == "10.0.0.1");
    CHECK(registrable_domain("[::1]") == "[::1]");
    CHECK(registrable_domain("localhost") == "localhost");
    CHECK(registrable_domain("com") == "com");
}

TEST_CASE("secrets in an address do not reach a log") {
    CHECK(redact_url("https://user:pw@a.example/x?id=1") == "https://***@a.example/x?id=1");
    CHECK(redact_url("https://a.example/f?api_key=abc&id=1&Token=z#t") ==
          "https://a.example/f?api_key=***&id=1&Token=***#t");
    CHECK(redact_url("https://a.example/f?X-Amz-Signature=1&a%75th=2") ==
          "https://a.example/f?X-Amz-Signature=***&a%75th=***");
    CHECK(redact_url("https://a.example/f?author=b&design=c&keyword=d") ==
          "https://a.example/f?author=b&design=c&keyword=d");
    CHECK(redact_url("https://a.example/@user/x") == "https://a.example/@user/x");
    CHECK(redact_url("not a url?password=x") == "not a url?password=***");
    CHECK(redact_url("https://a.example/cb#access_token=x") ==
          "https://a.example/cb#access_token=***");
}
