#include "daemon/text/utf8_buffer.h"

#include "daemon/text/unicode.h"
#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a buffer holds what was put into it, however little room it had") {
    Utf8Buffer buffer(0);
    std::string expected;
    for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        buffer.put(c);
        append_code_point(expected, c);
    }
    buffer.append(expected);
    CHECK(buffer.size() == 2 * expected.size());
    CHECK(buffer.view() == expected + expected);
    CHECK(is_valid_utf8(buffer.view()));
}

TEST_CASE("surrogates and values beyond Unicode become replacement characters") {
    Utf8Buffer buffer;
    buffer.put(0xD800);
    buffer.put(0xDFFF);
    buffer.put(0x110000);
    CHECK(buffer.view() == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a buffer that was shrunk, cleared or taken is written on") {
    Utf8Buffer buffer;
    buffer.append("خبر عاجل");
    buffer.shrink(std::string_view("خبر").size());
    buffer.put('!');
    CHECK(buffer.view() == "خبر!");
    buffer.clear();
    CHECK(buffer.empty());
    buffer.append("نص");
    CHECK(buffer.take() == "نص");
    CHECK(buffer.empty());
    buffer.put(alef);
    CHECK(buffer.take() == "ا");
}
