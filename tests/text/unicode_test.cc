#include "daemon/text/unicode.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a text is walked by code points in both directions") {
    const std::string text = "aب€😀";
    std::size_t at = 0;
    std::u32string forward;
    while (at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        forward.push_back(c.value);
        at += c.length;
    }
    CHECK(forward == U"aب€😀");
    std::u32string backward;
    while (at > 0) {
        const CodePoint c = code_point_before(text, at);
        backward.insert(backward.begin(), c.value);
        at -= c.length;
    }
    CHECK(backward == forward);
    CHECK(code_point_at(text, text.size()).length == 0);
    CHECK(code_point_before(text, 0).length == 0);
}

TEST_CASE("walking invalid bytes stays in bounds and ends") {
    const std::string bytes = "\xD8\xE2\x82\xF0\x9F\xFF\x80";
    std::size_t at = 0;
    while (at < bytes.size()) {
        const CodePoint c = code_point_at(bytes, at);
        CHECK(c.value == replacement_character);
        REQUIRE(c.length == 1);
        at += c.length;
    }
}

TEST_CASE("every code point survives appending and reading") {
    for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        std::string text;
        append_code_point(text, c);
        REQUIRE(code_point_at(text, 0).value == c);
        REQUIRE(code_point_at(text, 0).length == text.size());
        REQUIRE(is_valid_utf8(text));
    }
}

TEST_CASE("a surrogate or a value beyond Unicode is never written") {
    std::string text;
    append_code_point(text, 0xD800);
    append_code_point(text, 0x110000);
    CHECK(text == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("overlong forms, surrogates and broken sequences are no UTF-8") {
    CHECK(is_valid_utf8("خبر"));
    CHECK_FALSE(is_valid_utf8("\xC0\xAF"));
    CHECK_FALSE(is_valid_utf8("\xE0\x80\xAF"));
    CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));
    CHECK_FALSE(is_valid_utf8("\xD8"));
}

TEST_CASE("repair replaces each maximal broken sequence once") {
    const RepairedUtf8 repaired = repair_utf8("a\xE2\x82 b\xFF\xD8\xD8\xA8");
    CHECK(repaired.text == "a\uFFFD b\uFFFD\uFFFDب");
    CHECK(repaired.replaced == 3);
}

TEST_CASE("a cut never splits a code point") {
    const std::string text = "aبت";
    CHECK(cut_length(text, 0) == 0);
    CHECK(cut_length(text, 2) == 1);
    CHECK(cut_length(text, 3) == 3);
    CHECK(cut_length(text, 4) == 3);
    CHECK(cut_length(text, 99) == text.size());
    CHECK(count_code_points(text) == 3);
}

TEST_CASE("Arabic letters are told from marks, digits and punctuation") {
    for (const char32_t c : U"ءبىةيپچگکیےەﻻﷲ") {
        if (c != 0) {
            CAPTURE(static_cast<unsigned>(c));
            CHECK(is_arabic_letter(c));
        }
    }
    for (const char32_t c :
         {U'،', U'؟', U'٤', U'۴', char32_t{0x64E}, char32_t{0x640}, U'a', U'«', char32_t{0xFD3E}}) {
        CAPTURE(static_cast<unsigned>(c));
        CHECK_FALSE(is_arabic_letter(c));
    }
    CHECK(is_digit(U'٤'));
    CHECK(digit_number(U'۴') == 4);
    CHECK(is_arabic_mark(0x670));
}

TEST_CASE("bidi marks, zero width characters and controls are invisible, line feeds are not") {
    for (const char32_t c : {0x200FU, 0x202BU, 0x2067U, 0xFEFFU, 0x200BU, 0xADU, 0x61CU, 0x07U}) {
        CAPTURE(c);
        CHECK(is_invisible(c));
    }
    CHECK_FALSE(is_invisible('\n'));
    CHECK_FALSE(is_invisible('\t'));
    CHECK_FALSE(is_invisible(U'ب'));
    CHECK_FALSE(is_invisible(U'😀'));
}

TEST_CASE("trimming and counting words knows every kind of blank") {
    CHECK(trim("\u00A0 خبر عاجل\u2003\n") == "خبر عاجل");
    CHECK(trim(" \u00A0") == "");
    CHECK(count_words("خبر\u00A0عاجل - 12 ...") == 3);
    CHECK(count_words("") == 0);
}
