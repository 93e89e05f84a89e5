#include "daemon/config/size_text.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("sizes are read with binary units or none") {
    CHECK(parse_size("700000") == 700'000);
    CHECK(parse_size("512KiB") == 512 * 1024);
    CHECK(parse_size("15 MiB") == 15 * 1024 * 1024);
    CHECK(parse_size("2GiB") == std::int64_t{2} << 30);
    CHECK(parse_size("0") == 0);
    for (const char* wrong :
         {"", "MiB", "15MB", "15 ", "-1", "1.5GiB", "15mib", "9223372036854775807KiB"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_size(wrong));
    }
}

TEST_CASE("sizes are written in the largest exact unit, and read back") {
    CHECK(format_size(15 << 20) == "15MiB");
    CHECK(format_size(700'000) == "700000");
    CHECK(format_size(0) == "0");
    for (std::int64_t bytes = 1; bytes < std::int64_t{1} << 50; bytes = bytes * 2 + bytes % 3) {
        CHECK(parse_size(format_size(bytes)) == bytes);
    }
}
