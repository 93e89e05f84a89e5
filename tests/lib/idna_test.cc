#include "daemon/lib/icu/idna.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a domain is mapped, lowered and written in punycode") {
    CHECK(domain_to_ascii("Example.COM") == "example.com");
    CHECK(domain_to_ascii("خبر.example") == "xn--ngblk.example");
    CHECK(domain_to_ascii("faß.example") == "xn--fa-hia.example");
    CHECK(domain_to_ascii("ＡＢＣ.example") == "abc.example");
    CHECK(domain_to_ascii("a。b") == "a.b");
    CHECK(domain_to_ascii("").value_or("refused").empty());
}

TEST_CASE("hyphens and lengths are not checked, ASCII labels pass as they are") {
    CHECK(domain_to_ascii("-a-.ab--cd.example") == "-a-.ab--cd.example");
    CHECK(domain_to_ascii("xn--pokxncvks") == "xn--pokxncvks");
    CHECK(domain_to_ascii(std::string(80, 'a')) == std::string(80, 'a'));
}

TEST_CASE("labels that UTS 46 forbids are refused") {
    CHECK_FALSE(domain_to_ascii("\xEF\xBF\xBD.example"));
    CHECK_FALSE(domain_to_ascii("ب1a.example"));  // mixes directions
}
