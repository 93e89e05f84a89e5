#include "daemon/lib/icu/time_zone.h"

#include "tests/support/catch.h"

#include <string>

using khabard::format_rfc3339_seconds;
using khabard::is_time_zone;
using khabard::parse_rfc3339;
using khabard::to_utc;
using khabard::to_wall_time;
using khabard::WallTime;

namespace {

WallTime wall(const std::string& text) {
    return WallTime{parse_rfc3339(text + "Z")->time_since_epoch()};
}

std::string utc(const std::string& text, const char* zone) {
    const auto instant = to_utc(wall(text), zone);
    return instant ? format_rfc3339_seconds(*instant) : "none";
}

}  // namespace

TEST_CASE("local times become UTC with the summer time then in force") {
    CHECK(utc("2026-01-31T10:00:00", "Asia/Riyadh") == "2026-01-31T07:00:00Z");
    CHECK(utc("2026-01-31T10:00:00", "Asia/Beirut") == "2026-01-31T08:00:00Z");
    CHECK(utc("2025-09-28T11:20:00", "Asia/Beirut") == "2025-09-28T08:20:00Z");
    CHECK(utc("2025-06-11T10:00:00", "Europe/Kiev") == "2025-06-11T07:00:00Z");
    CHECK(utc("2025-06-11T10:00:00", "Asia/Damascus") == "2025-06-11T07:00:00Z");
    CHECK(utc("2025-06-11T10:00:00", "UTC") == "2025-06-11T10:00:00Z");
}

TEST_CASE("Egypt's summer time of 2023 and later is known whatever ICU's data say") {
    CHECK(utc("2022-06-11T10:00:00", "Africa/Cairo") == "2022-06-11T08:00:00Z");
    CHECK(utc("2025-06-11T09:15:00", "Africa/Cairo") == "2025-06-11T06:15:00Z");
    CHECK(utc("2026-01-24T20:45:00", "Africa/Cairo") == "2026-01-24T18:45:00Z");
    CHECK(utc("2025-04-24T23:59:00", "Africa/Cairo") == "2025-04-24T21:59:00Z");
    CHECK(utc("2025-04-25T01:00:00", "Africa/Cairo") == "2025-04-24T22:00:00Z");
    CHECK(utc("2025-10-30T22:00:00", "Africa/Cairo") == "2025-10-30T19:00:00Z");
    CHECK(utc("2025-10-31T00:00:00", "Africa/Cairo") == "2025-10-30T22:00:00Z");
}

TEST_CASE("a skipped time takes the offset before, a repeated one is the first") {
    CHECK(utc("2026-03-29T02:30:00", "Europe/Paris") == "2026-03-29T01:30:00Z");
    CHECK(utc("2026-10-25T02:30:00", "Europe/Paris") == "2026-10-25T00:30:00Z");
}

TEST_CASE("UTC and local time round trip away from the changes") {
    for (const char* zone : {"Asia/Riyadh", "Africa/Cairo", "America/New_York", "Asia/Kolkata"}) {
        for (int hour = 0; hour < 365 * 24; hour += 25) {
            const auto instant = *parse_rfc3339("2025-01-01T00:30:00Z") + std::chrono::hours{hour};
            const auto local = to_wall_time(instant, zone);
            REQUIRE(local.has_value());
            const auto back = to_utc(*local, zone);
            REQUIRE(back.has_value());
            const auto error = *back > instant ? *back - instant : instant - *back;
            CHECK((error == std::chrono::hours{0} || error == std::chrono::hours{1}));
        }
    }
}

TEST_CASE("only IANA names are zones") {
    CHECK(is_time_zone("Europe/Brussels"));
    CHECK(is_time_zone("Etc/GMT+3"));
    CHECK(is_time_zone("UTC"));
    CHECK_FALSE(is_time_zone(""));
    CHECK_FALSE(is_time_zone("EST"));
    CHECK_FALSE(is_time_zone("Atlantis/Capital"));
    CHECK_FALSE(is_time_zone(std::string(1000, '/')));
    CHECK_FALSE(to_utc(WallTime{}, "Atlantis/Capital").has_value());
    CHECK_FALSE(to_wall_time({}, "").has_value());
}
