#include "daemon/lib/icu/normalize.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a decomposed hamza is composed with its alef") {
    CHECK(nfc("\xD8\xA7\xD9\x94") == "\xD8\xA3");
    CHECK(nfc("\xD8\xA7\xD9\x95") == "\xD8\xA5");
    CHECK_FALSE(is_nfc("\xD8\xA7\xD9\x94"));
}

TEST_CASE("text that is NFC already comes back as it is") {
    CHECK(nfc("خبر عاجل") == "خبر عاجل");
    CHECK(nfc("") == "");
    CHECK(is_nfc("خبر عاجل"));
}

TEST_CASE("the first thirty marks behind a base are kept, wherever the run begins") {
    const std::string shadda = "\u0651";
    const std::string fatha = "\u064E";
    const auto marks = [&](std::size_t pairs) {
        std::string text;
        for (std::size_t i = 0; i < pairs; ++i) {
            text += fatha + shadda;
        }
        return text;
    };
    const auto sorted = [&](std::size_t pairs) {
        std::string text;
        for (std::size_t i = 0; i < 2 * pairs; ++i) {
            text += i < pairs ? fatha : shadda;
        }
        return text;
    };
    for (std::size_t before = 0; before < 130; ++before) {
        CAPTURE(before);
        const std::string start = std::string(before, 'x') + "ب";
        CHECK(nfc(start + marks(15) + "ت") == start + sorted(15) + "ت");
        CHECK(nfc(start + marks(16) + "ت") == start + sorted(15) + "ت");
        CHECK(nfc(start + marks(15) + fatha) == start + sorted(15));
        CHECK(nfc(start + sorted(15) + shadda) == start + sorted(15));
        CHECK(nfc(start + marks(500) + "ت" + marks(2)) == start + sorted(15) + "ت" + sorted(2));
    }
    CHECK(nfc(marks(40)) == sorted(15));
    CHECK(nfc("") == "");
}

TEST_CASE("NFC never touches compatibility characters, which display text keeps") {
    CHECK(nfc("\xE2\x80\xA6\xC2\xBD") == "\xE2\x80\xA6\xC2\xBD");  // ellipsis, one half
}

TEST_CASE("the compatibility fold drops case and diacritics and opens ligatures") {
    CHECK(compatibility_fold(0xC9) == U"e");
    CHECK(compatibility_fold(0xFEFB) == U"\u0644\u0627");
    CHECK(compatibility_fold(0xAD).empty());
    CHECK(compatibility_form(0xFEF6) == U"\u0644\u0622");
}
