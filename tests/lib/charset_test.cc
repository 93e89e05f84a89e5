#include "daemon/lib/icu/charset.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("labels mean what they mean on the web") {
    CHECK(encoding_of_label("ISO-8859-1") == "windows-1252");
    CHECK(encoding_of_label(" Windows-1256\n") == "windows-1256");
    CHECK(encoding_of_label("cp1256") == "windows-1256");
    CHECK(encoding_of_label("arabic") == "iso-8859-6");
    CHECK(encoding_of_label("UTF8") == "utf-8");
    CHECK(encoding_of_label("utf-16") == "utf-16le");
    CHECK(encoding_of_label("gb2312") == "gbk");
    CHECK_FALSE(encoding_of_label("arabic-1256"));
    CHECK_FALSE(encoding_of_label(""));
    CHECK_FALSE(encoding_of_label(" "));
}

TEST_CASE("Arabic code pages are read letter by letter") {
    CHECK(convert_to_utf8("\xE3\xD1\xCD\xC8\xC7\xA1 \x93x\x94", "windows-1256").text ==
          "مرحبا، “x”");
    CHECK(convert_to_utf8("\xE5\xD1\xCD\xC8\xC7\xAC", "iso-8859-6").text == "مرحبا،");
}

TEST_CASE("bytes that mean nothing are replaced and counted") {
    const ConvertedText converted = convert_to_utf8("a\xA1z", "iso-8859-6");
    CHECK(converted.text == "a\uFFFDz");
    CHECK(converted.replaced == 1);
    CHECK(convert_to_utf8("\x81\x8D", "windows-1252").replaced == 0);  // C1, as on the web
}

TEST_CASE("wide and multibyte charsets go through the converter") {
    using namespace std::string_literals;
    CHECK(convert_to_utf8("\x28\x06\x3D\xD8\x00\xDE"s, "utf-16le").text == "ب😀");
    CHECK(convert_to_utf8("\x28\x06\x3D\xD8"s, "utf-16le").replaced == 1);
    CHECK(convert_to_utf8("\x82\xA0", "shift_jis").text == "あ");
    const ConvertedText broken = convert_to_utf8("\x81\"x", "shift_jis");
    CHECK(broken.text == "\uFFFD\"x");
    CHECK(broken.replaced == 1);
}

TEST_CASE("a long text is converted across the chunks of the converter") {
    std::string text;
    for (int i = 0; i < 20000; ++i) {
        text += "\x82\xA0";
    }
    CHECK(convert_to_utf8(text, "shift_jis").text.size() == 60000);
}

TEST_CASE("every single-byte charset extends ASCII") {
    for (const char* label : {"windows-1250", "windows-1252", "windows-1256", "iso-8859-6",
                              "iso-8859-16", "koi8-u", "macintosh", "ibm866"}) {
        CAPTURE(label);
        const SingleByteTable* table = single_byte_table(*encoding_of_label(label));
        REQUIRE(table != nullptr);
        for (std::size_t byte = 0; byte < 0x80; ++byte) {
            CHECK((*table)[byte] == byte);
        }
    }
    CHECK(single_byte_table("gbk") == nullptr);
}
