#include "daemon/web/special_scheme.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("special schemes know their default port") {
    CHECK(default_port("https") == 443);
    CHECK(default_port("ws") == 80);
    CHECK_FALSE(default_port("file"));
    CHECK_FALSE(default_port("gopher"));
    CHECK(is_special_scheme("file"));
    CHECK_FALSE(is_special_scheme("mailto"));
}
