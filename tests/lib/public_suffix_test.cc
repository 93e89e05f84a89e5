#include "daemon/lib/psl/public_suffix.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("one label more than the public suffix is the registrable domain") {
    CHECK(public_suffix_plus_one("news.aljazeera.net") == "aljazeera.net");
    CHECK(public_suffix_plus_one("a.b.aps.com.dz") == "aps.com.dz");
    CHECK(public_suffix_plus_one("aljazeera.net.") == "aljazeera.net");
}

TEST_CASE("an unknown top-level domain counts as a suffix") {
    CHECK(public_suffix_plus_one("www.wire.example") == "wire.example");
}

TEST_CASE("a suffix has no registrable domain") {
    CHECK_FALSE(public_suffix_plus_one("net"));
    CHECK_FALSE(public_suffix_plus_one("co.uk"));
    CHECK_FALSE(public_suffix_plus_one("localhost"));
    CHECK_FALSE(public_suffix_plus_one(""));
}
