#include "daemon/base/time.h"

#include "tests/support/catch.h"

using khabard::format_rfc3339;
using khabard::format_rfc3339_seconds;
using khabard::Instant;
using khabard::parse_rfc3339;

TEST_CASE("RFC 3339 times round trip to the millisecond") {
    for (const char* text : {"1970-01-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z",
                             "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"}) {
        CAPTURE(text);
        const auto instant = parse_rfc3339(text);
        REQUIRE(instant.has_value());
        CHECK(format_rfc3339(*instant) == text);
    }
}

TEST_CASE("offsets, blanks for T, long fractions and leap seconds are accepted") {
    const auto utc = [](const char* text) { return format_rfc3339_seconds(*parse_rfc3339(text)); };
    CHECK(utc("2026-01-31T08:15:00+03:00") == "2026-01-31T05:15:00Z");
    CHECK(utc("2026-01-31 08:15:00-00:30") == "2026-01-31T08:45:00Z");
    CHECK(utc("2026-01-31t08:15:00z") == "2026-01-31T08:15:00Z");
    CHECK(utc("2016-12-31T23:59:60Z") == "2016-12-31T23:59:59Z");
    CHECK(format_rfc3339(*parse_rfc3339("2026-01-31T08:15:00.1239Z")) ==
          "2026-01-31T08:15:00.123Z");
}

TEST_CASE("what is not RFC 3339 is refused") {
    for (const char* text :
         {"", "2026-01-31", "2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T08:15:00",
          "2026-01-31T08:15:00.Z", " 2026-01-31T08:15:00Z", "2026-01-31T08:15:00Z ",
          "2026-01-31T08:15:61Z", "26-01-31T08:15:00Z", "2026-01-31T08:15:00+3:00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rfc3339(text).has_value());
    }
}

TEST_CASE("times beyond four-digit years are clamped when shown") {
    CHECK(format_rfc3339(Instant::max()) == "9999-12-31T23:59:59.999Z");
    CHECK(format_rfc3339(Instant::min()) == "0000-01-01T00:00:00.000Z");
}
