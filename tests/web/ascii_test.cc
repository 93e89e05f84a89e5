#include "daemon/web/ascii.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("only ASCII letters have a case here") {
    CHECK(ascii_lower("AbZ[É") == "abz[É");
    CHECK(equal_ascii_case("User-Agent", "uSER-aGENT"));
    CHECK_FALSE(equal_ascii_case("a", "ab"));
    CHECK(is_ascii_letter('Q'));
    CHECK_FALSE(is_ascii_letter('['));
    CHECK_FALSE(is_ascii_letter('\xE9'));
    CHECK(is_ascii_digit('7'));
}

TEST_CASE("blanks at both ends are trimmed, others stay") {
    CHECK(trim_ascii(" \t a b\r\n") == "a b");
    CHECK(trim_ascii(" \f ").empty());
    CHECK(trim_ascii("\xC2\xA0x") == "\xC2\xA0x");
}
