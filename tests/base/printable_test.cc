#include "daemon/base/printable.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("controls become question marks, one for each, and everything else stays") {
    CHECK(printable("a\x1b[31mb\nc\x7f") == "a?[31mb?c?");
    CHECK(printable("\xc2\x9b"
                    "31m") == "?31m");
    CHECK(printable("\xe2\x80\xae"
                    "abc\xe2\x81\xa6"
                    "d") == "?abc?d");
    CHECK(printable("خبر \xe2\x80\x94 عاجل") == "خبر \xe2\x80\x94 عاجل");
    CHECK(printable("") == "");
}

TEST_CASE("a name stands between quotation marks in a message") {
    CHECK(in_quotes("feed.url") == "\"feed.url\"");
    CHECK(in_quotes("") == "\"\"");
}
