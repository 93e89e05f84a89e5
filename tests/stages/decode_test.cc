#include "daemon/stages/decode.h"

#include "daemon/lib/icu/charset.h"
#include "daemon/text/unicode.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

using namespace khabard;
using namespace std::string_literals;

namespace {

const std::string headline = "عاجل: مقتل خمسة أشخاص في انفجار ببغداد";

// `text` in a single-byte charset.
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

Document decoded(const std::string& bytes, const std::string& content_type = "",
                 const std::string& hint = "") {
    const RawBytes body{bytes};
    Result<Document> document = decode({body, content_type, hint, "http://example.org/x", false});
    REQUIRE(document.ok());
    return *document;
}

std::string rss(const std::string& declaration, const std::string& title) {
    return declaration + "<rss version=\"2.0\"><channel><title>" + title +
           "</title></channel></rss>";
}

}  // namespace

TEST_CASE("a byte order mark wins over every label and is taken off") {
    const Document utf8 = decoded("\xEF\xBB\xBF" + headline, "text/html; charset=windows-1256");
    CHECK(utf8.text.str() == headline);
    CHECK(utf8.encoding == "utf-8");
    CHECK(utf8.encoding_reason == "bom");
    const Document utf16 = decoded("\xFE\xFF\x06\x28\x06\x2A"s, "", "windows-1256");
    CHECK(utf16.text.str() == "بت");
    CHECK(utf16.encoding == "utf-16be");
}

TEST_CASE("the hint of the operator wins over what the document says") {
    const Document document =
        decoded(encoded("أخبار", "windows-1256"), "text/html; charset=utf-8", "windows-1256");
    CHECK(document.text.str() == "أخبار");
    CHECK(document.encoding_reason == "hint");
}

TEST_CASE("labels are trusted in the order HTTP, declaration, meta") {
    const std::string bytes = encoded("أخبار", "windows-1256");
    CHECK(decoded(bytes, "text/html; charset=\"Windows-1256\"").encoding_reason == "http");
    const Document declared =
        decoded(rss("<?xml version=\"1.0\" encoding='windows-1256'?>", bytes), "text/xml");
    CHECK(declared.encoding_reason == "declaration");
    CHECK(declared.content_type == "text/xml");
    const Document meta = decoded("<html><meta charset=windows-1256><title>" + bytes, "text/html");
    CHECK(meta.encoding_reason == "meta");
    CHECK(meta.encoding == "windows-1256");
}

TEST_CASE("UTF-8 that claims to be something else is read as UTF-8") {
    for (const char* type : {"text/html; charset=windows-1256", "text/html; charset=iso-8859-1",
                             "text/xml; charset=iso-8859-6", ""}) {
        CAPTURE(type);
        const Document document = decoded(headline, type);
        CHECK(document.encoding == "utf-8");
        CHECK(document.encoding_reason == "utf-8");
        CHECK(document.text.str() == headline);
    }
}

TEST_CASE("an Arabic code page without label, or under a wrong one, is known by its letters") {
    for (const std::string& actual : {"windows-1256"s, "iso-8859-6"s}) {
        for (const char* type :
             {"", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1",
              "text/html; charset=windows-1256", "text/html; charset=iso-8859-6",
              "text/html; charset=windows-1252", "text/html; charset=windows-1251"}) {
            for (const std::string& text : {headline, rss("<?xml version=\"1.0\"?>", headline)}) {
                CAPTURE(actual, type, text);
                const Document document = decoded(encoded(text, actual), type);
                CHECK(document.encoding == actual);
                CHECK(document.text.str() == text);
            }
        }
    }
}

TEST_CASE("a right label is kept for texts too short to judge") {
    for (const std::string& label : {"windows-1256"s, "iso-8859-6"s}) {
        for (const std::string& text : {"نعم"s, "أخبار العالم"s, "لا"s}) {
            const Document document = decoded(encoded(text, label), "text/plain; charset=" + label);
            CHECK(document.encoding == label);
            CHECK(document.text.str() == text);
        }
    }
}

TEST_CASE("a later label is asked when the first says UTF-8 and cannot be right") {
    const std::string bytes = encoded("أخبار", "windows-1256");
    const Document document =
        decoded("<meta charset='windows-1256'>" + bytes, "text/html; charset=utf-8");
    CHECK(document.encoding == "windows-1256");
    CHECK(document.encoding_reason == "meta");
}

TEST_CASE("other languages are not taken for Arabic") {
    const std::string french = "Le président a déclaré que les négociations étaient terminées.";
    CHECK(decoded(encoded(french, "windows-1252")).text.str() == french);
    const std::string russian = "Президент России заявил, что переговоры продолжаются в Москве";
    CHECK(decoded(encoded(russian, "windows-1251")).text.str() == russian);
    const std::string greek = "Ο πρόεδρος της Ρωσίας δήλωσε ότι οι συνομιλίες συνεχίζονται";
    CHECK(decoded(encoded(greek, "windows-1253")).text.str() == greek);
}

TEST_CASE("UTF-16 is known without a mark") {
    std::string little;
    std::string big;
    for (std::size_t at = 0; at < headline.size();) {
        const CodePoint c = code_point_at(headline, at);
        little += static_cast<char>(c.value & 0xFF);
        little += static_cast<char>(c.value >> 8);
        big += static_cast<char>(c.value >> 8);
        big += static_cast<char>(c.value & 0xFF);
        at += c.length;
    }
    CHECK(decoded(little).text.str() == headline);
    CHECK(decoded(big).text.str() == headline);
    CHECK(decoded(big, "text/plain; charset=utf-16be").encoding_reason == "http");
}

TEST_CASE("a label of UTF-16 on bytes that read as ASCII is ignored") {
    const Document document =
        decoded("<?xml version='1.0' encoding='utf-16'?><a>" + headline + "</a>");
    CHECK(document.encoding == "utf-8");
    CHECK(decoded(headline, "text/html; charset=utf-16").encoding == "utf-8");
}

TEST_CASE("a few broken sequences are replaced and counted, a cut one at the end too") {
    const Document document = decoded(headline + "\xFF " + headline + "\xD8");
    CHECK(document.encoding == "utf-8");
    CHECK(document.replaced == 2);
    CHECK(document.text.str() == headline + "\uFFFD " + headline + "\uFFFD");
    CHECK(is_valid_utf8(document.text.str()));
}

TEST_CASE("plain ASCII and nothing at all are text") {
    CHECK(decoded("hello").text.str() == "hello");
    CHECK(decoded("").text.empty());
    CHECK(decoded("hello").replaced == 0);
}

TEST_CASE("images and archives are refused with a reason") {
    for (const std::string& bytes :
         {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, "GIF89a\1\0\1\0\0\0\0"s, "PK\3\4\x14\0\0\0"s,
          "\x1F\x8B\x08\0\0\0\0\0"s, "%PDF-1.4\n"s}) {
        const RawBytes body{bytes};
        const Result<Document> document = decode({body, "text/html", "", "", false});
        REQUIRE_FALSE(document.ok());
        CHECK(document.error().fault == Fault::unsupported);
    }
}

TEST_CASE("a stray control character makes no binary of a text") {
    CHECK(decoded("خبر\x01 عاجل من بغداد اليوم في انفجار").encoding == "utf-8");
}

TEST_CASE("the result is valid UTF-8 whatever the bytes are") {
    std::uint32_t state = 7;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = round % 3 == 0 ? "<?xml version='1.0' encoding='big5'?>" : "ab";
        for (int i = 0; i < 40; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(0x20 + (state >> 24) % 0xE0);
        }
        const RawBytes body{bytes};
        const Result<Document> document = decode({body, "", "", "", false});
        if (document) {
            REQUIRE(is_valid_utf8(document->text.str()));
        }
    }
}
