#include "daemon/text/mojibake.h"

#include "daemon/lib/icu/charset.h"
#include "daemon/text/unicode.h"
#include "tests/support/catch.h"

#include <string>

using namespace khabard;

namespace {

const std::string headline = "عاجل: مقتل خمسة أشخاص في انفجار ببغداد";

// The bytes of `text` read as `encoding`.
std::string misread(const std::string& bytes, const std::string& encoding) {
    return convert_to_utf8(bytes, encoding).text;
}

std::string encoded(const std::string& text, const std::string& encoding) {
    const SingleByteTable* table = single_byte_table(encoding);
    REQUIRE(table != nullptr);
    std::string bytes;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        for (std::size_t byte = 0; byte < table->size(); ++byte) {
            if ((*table)[byte] == c.value) {
                bytes += static_cast<char>(byte);
                break;
            }
        }
        at += c.length;
    }
    return bytes;
}

}  // namespace

TEST_CASE("UTF-8 read as another charset is read back") {
    for (const char* encoding : {"windows-1252", "windows-1256"}) {
        CAPTURE(encoding);
        CHECK(repair_mojibake(misread(headline, encoding)) == headline);
    }
    std::string latin1;  // byte for code point
    for (const char byte : headline) {
        append_code_point(latin1, static_cast<unsigned char>(byte));
    }
    CHECK(repair_mojibake(latin1) == headline);
    CHECK(repair_mojibake(misread(misread(headline, "windows-1252"), "windows-1252")) == headline);
}

TEST_CASE("punctuation of the wrong charset is repaired within good Arabic") {
    const std::string good = "قال “نعم” – ثم ذهب… «حسنا»";
    std::string bad;
    for (std::size_t at = 0; at < good.size();) {
        const CodePoint c = code_point_at(good, at);
        const std::string letter = good.substr(at, c.length);
        bad += is_arabic_letter(c.value) ? letter : misread(letter, "windows-1252");
        at += c.length;
    }
    REQUIRE(bad != good);
    CHECK(repair_mojibake(bad) == good);
}

TEST_CASE("windows-1256 read as Latin is read back") {
    CHECK(repair_mojibake(misread(encoded(headline, "windows-1256"), "windows-1252")) == headline);
}

TEST_CASE("escapes that were left in the text become letters") {
    CHECK(repair_mojibake("\\u0645\\u0635\\u0631 \\u201cx\\u201d") == "مصر “x”");
    CHECK(repair_mojibake("u0645u0635u0631 now") == "مصر now");
    CHECK(repair_mojibake("خبر \\ud83d\\ude00\\u0645") == "خبر 😀م");
}

TEST_CASE("good text is left alone") {
    for (const char* text :
         {"عاجل: مقتل خمسة أشخاص", "وسط، ثم خط؛ فقط؟", "café Ørsted naïve", "Müller à Genève",
          "قال إيمانويل في café", "C:\\users\\u12", "menu0612", "", "abc", "ط، ظ؟", "30 °C × 2 = ½",
          "قال «نعم»", "© 2026 – الجزيرة"}) {
        CAPTURE(text);
        CHECK_FALSE(repair_mojibake(text));
    }
}
