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

TEST_CASE("NFC never touches compatibility characters, which display text keeps") {
    CHECK(nfc("\xE2\x80\xA6\xC2\xBD") == "\xE2\x80\xA6\xC2\xBD");  // ellipsis, one half
}

TEST_CASE("the compatibility fold drops case and diacritics and opens ligatures") {
    CHECK(compatibility_fold(0xC9) == U"e");
    CHECK(compatibility_fold(0xFEFB) == U"\u0644\u0627");
    CHECK(compatibility_fold(0xAD).empty());
    CHECK(compatibility_form(0xFEF6) == U"\u0644\u0622");
}
