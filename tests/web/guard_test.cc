#include "daemon/web/guard.h"

#include "tests/support/catch.h"

#include <vector>

using namespace khabard;

TEST_CASE("addresses inside a network are guarded, in every disguise") {
    for (const char* ip : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.88.99.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fe80::1%eth0",
                           "febf::1",
                           "fc00::1",
                           "fdff::1",
                           "fec0::1",
                           "ff02::1",
                           "2001:db8::1",
                           "2001:2::1",
                           "3fff::1",
                           "100::1",
                           "::ffff:127.0.0.1",
                           "::ffff:a00:1",
                           "::10.0.0.1",
                           "64:ff9b::127.0.0.1",
                           "64:ff9b:1::808:808",
                           "::ffff:0:10.0.0.1",
                           "2002:7f00:1::",
                           "2002:a00:1::1",
                           "2001:0:7f00:1::",
                           "2001:0:808:808::f5ff:fffe",
                           "2606::5efe:10.0.0.1",
                           "[::1]"}) {
        CAPTURE(ip);
        CHECK(is_guarded_address(ip));
    }
}

TEST_CASE("public addresses are not guarded") {
    for (const char* ip :
         {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
          "192.167.1.1", "198.17.0.1", "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888",
          "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:0:808:808::f7f7:f7f7"}) {
        CAPTURE(ip);
        CHECK_FALSE(is_guarded_address(ip));
    }
}

TEST_CASE("what is no address is guarded") {
    for (const char* ip : {"", "localhost", "1.2.3", "0x7f.1", "::g"}) {
        CAPTURE(ip);
        CHECK(is_guarded_address(ip));
    }
}

TEST_CASE("ranges are read with and without a prefix") {
    CHECK(parse_address_range("127.0.0.0/8"));
    CHECK(parse_address_range("::/0"));
    CHECK(parse_address_range("10.0.0.1")->prefix_bits == 32);
    CHECK(parse_address_range("::1")->prefix_bits == 128);
    for (const char* text : {"", "/8", "127.0.0.0/", "127.0.0.0/33", "::1/129", "::1/x",
                             "127.0.0/8", "example.com/8", "1.2.3.4/1234"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_address_range(text));
    }
}

TEST_CASE("a range holds the addresses that begin with its bits") {
    const auto shared = *parse_address_range("100.64.0.0/10");
    CHECK(contains_address(shared, "100.127.255.255"));
    CHECK_FALSE(contains_address(shared, "100.128.0.0"));
    CHECK_FALSE(contains_address(shared, "::1"));
    const auto local = *parse_address_range("fd00::/8");
    CHECK(contains_address(local, "fdab::1"));
    CHECK_FALSE(contains_address(local, "fc00::1"));
    CHECK(contains_address(*parse_address_range("0.0.0.0/0"), "::ffff:1.2.3.4"));
}

TEST_CASE("the operator's ranges let guarded addresses through, and only those") {
    const std::vector<AddressRange> allowed = {*parse_address_range("127.0.0.0/8")};
    CHECK(may_connect("127.0.0.1", allowed));
    CHECK(may_connect("::ffff:127.0.0.1", allowed));
    CHECK(may_connect("8.8.8.8", allowed));
    CHECK_FALSE(may_connect("10.0.0.1", allowed));
    CHECK_FALSE(may_connect("127.0.0.1", {}));
}
