#include "daemon/web/ip_address.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a strict IPv4 address has four decimal numbers") {
    CHECK(parse_ipv4("127.0.0.1") == 0x7F000001U);
    CHECK(parse_ipv4("255.255.255.255") == 0xFFFFFFFFU);
    for (const char* text : {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..2.3",
                             "1.2.3.4.", "0x7f.0.0.1", "a.b.c.d"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_ipv4(text));
    }
}

TEST_CASE("a lenient IPv4 address is what browsers take for one") {
    CHECK(parse_lenient_ipv4("0x7f.1") == 0x7F000001U);
    CHECK(parse_lenient_ipv4("2130706433") == 0x7F000001U);
    CHECK(parse_lenient_ipv4("0177.0.0.1") == 0x7F000001U);
    CHECK(parse_lenient_ipv4("127.0.0.1.") == 0x7F000001U);
    CHECK(parse_lenient_ipv4("0x") == 0U);
    CHECK_FALSE(parse_lenient_ipv4("4294967296"));
    CHECK_FALSE(parse_lenient_ipv4("99999999999999999999999999"));
    CHECK_FALSE(parse_lenient_ipv4("256.0.0.1"));
    CHECK_FALSE(parse_lenient_ipv4("1.2.3.4.5"));
    CHECK_FALSE(parse_lenient_ipv4("08.0.0.1"));
}

TEST_CASE("a host whose last label is a number must be an address") {
    CHECK(ends_in_number("a.1"));
    CHECK(ends_in_number("a.0x1."));
    CHECK(ends_in_number("09"));
    CHECK_FALSE(ends_in_number("1.a"));
    CHECK_FALSE(ends_in_number("0xg"));
    CHECK_FALSE(ends_in_number(""));
}

TEST_CASE("IPv6 addresses are read and written in their shortest form") {
    struct Row {
        const char* text;
        const char* shortest;
    };
    for (const Row& row :
         {Row{"::", "::"}, Row{"::1", "::1"}, Row{"1::", "1::"},
          Row{"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
          Row{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"}, Row{"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"},
          Row{"::ffff:192.0.2.1", "::ffff:c000:201"}, Row{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"}}) {
        CAPTURE(row.text);
        const auto address = parse_ipv6(row.text);
        REQUIRE(address);
        CHECK(format_ipv6(*address) == row.shortest);
    }
    for (const char* text :
         {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::12345",
          "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::1.2.3.04", "1:", "::g", "fe80::1%eth0"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_ipv6(text));
    }
}

TEST_CASE("an IPv4 address is written with dots") {
    CHECK(format_ipv4(0x7F000001U) == "127.0.0.1");
    CHECK(format_ipv4(0) == "0.0.0.0");
}
