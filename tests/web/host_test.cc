#include "daemon/web/host.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a domain is decoded, lowered and written in punycode") {
    CHECK(parse_host("EXAMPLE.com", true) == "example.com");
    CHECK(parse_host("ex%41mple.com", true) == "example.com");
    CHECK(parse_host("خبر.example", true) == "xn--ngblk.example");
    CHECK(parse_host("0x7f.1", true) == "127.0.0.1");
    CHECK(parse_host("[::1]", true) == "[::1]");
}

TEST_CASE("a host with forbidden characters, or a number that is no address, is refused") {
    for (const char* host : {"", "a b", "a%20b", "a<b", "a%00b", "a%b", "1.2.3.4.5", "256.1.1.1",
                             "[::1", "[1]", "a\x7f"}) {
        CAPTURE(host);
        CHECK_FALSE(parse_host(host, true));
    }
}

TEST_CASE("the host of another scheme is opaque") {
    CHECK(parse_host("EXAMPLE%41", false) == "EXAMPLE%41");
    CHECK(parse_host("", false) == "");
    CHECK_FALSE(parse_host("a b", false));
}
