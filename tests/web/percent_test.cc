#include "daemon/web/percent.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("each percent-encode set encodes its own characters and keeps '%'") {
    const std::string text = "a %#?'\"<>`{}^/:@|\x7f";
    CHECK(percent_encode(text, PercentSet::c0_control) == "a %#?'\"<>`{}^/:@|%7F");
    CHECK(percent_encode(text, PercentSet::fragment) == "a%20%#?'%22%3C%3E%60{}^/:@|%7F");
    CHECK(percent_encode(text, PercentSet::query) == "a%20%%23?'%22%3C%3E`{}^/:@|%7F");
    CHECK(percent_encode(text, PercentSet::special_query) == "a%20%%23?%27%22%3C%3E`{}^/:@|%7F");
    CHECK(percent_encode(text, PercentSet::path) == "a%20%%23%3F'%22%3C%3E%60%7B%7D%5E/:@|%7F");
    CHECK(percent_encode(text, PercentSet::userinfo) ==
          "a%20%%23%3F'%22%3C%3E%60%7B%7D%5E%2F%3A%40%7C%7F");
    CHECK(percent_encode("خبر", PercentSet::path) == "%D8%AE%D8%A8%D8%B1");
}

TEST_CASE("decoding leaves a percent sign alone that begins no escape") {
    CHECK(percent_decode("100%") == "100%");
    CHECK(percent_decode("%4") == "%4");
    CHECK(percent_decode("%zz%41%6a") == "%zzAj");
    CHECK(percent_decode("%D8%AE%D8%A8%D8%B1") == "خبر");
}

TEST_CASE("broken UTF-8 becomes the replacement character, one for each broken sequence") {
    CHECK(valid_utf8("خبر") == "خبر");
    CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
    CHECK(valid_utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(valid_utf8("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(valid_utf8("\xE2\x82") == "\xEF\xBF\xBD");
    CHECK(valid_utf8("\xF0\x9F\x98\x80") == "\xF0\x9F\x98\x80");
}

TEST_CASE("a hexadecimal digit has a value in both cases and nothing else has") {
    CHECK(hex_value('0') == 0);
    CHECK(hex_value('a') == 10);
    CHECK(hex_value('F') == 15);
    CHECK(hex_value('g') == -1);
}

TEST_CASE("needless escapes are decoded and the others written in upper case") {
    CHECK(decode_needless_escapes("%61%2f%7E%d8%a8") == "a%2F~ب");
    CHECK(decode_needless_escapes("100%") == "100%");
}
