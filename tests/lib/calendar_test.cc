#include "daemon/lib/icu/calendar.h"

#include "tests/support/catch.h"

using khabard::gregorian_day;
using khabard::hijri_date;
using khabard::HijriDate;
using namespace std::chrono_literals;

TEST_CASE("days of the Umm al-Qura calendar are those that Saudi newspapers print") {
    CHECK(gregorian_day({1436, 10, 26}) == std::chrono::sys_days{2015y / 8 / 11});
    CHECK(gregorian_day({1447, 8, 15}) == std::chrono::sys_days{2026y / 2 / 3});
    CHECK(gregorian_day({1447, 9, 1}) == std::chrono::sys_days{2026y / 2 / 18});
    CHECK(gregorian_day({1447, 6, 29}) == std::chrono::sys_days{2025y / 12 / 20});
}

TEST_CASE("a day that the month does not have is refused") {
    CHECK_FALSE(gregorian_day({1447, 8, 31}).has_value());
    CHECK_FALSE(gregorian_day({1447, 13, 1}).has_value());
    CHECK_FALSE(gregorian_day({1447, 0, 1}).has_value());
    CHECK_FALSE(gregorian_day({1447, 1, 0}).has_value());
    // Every month has 29 days; a thirtieth is the first of no other.
    for (int month = 1; month <= 12; ++month) {
        CAPTURE(month);
        CHECK(gregorian_day({1447, month, 29}).has_value());
        const auto thirtieth = gregorian_day({1447, month, 30});
        CHECK((!thirtieth || hijri_date(*thirtieth) == HijriDate{1447, month, 30}));
    }
}

TEST_CASE("years beyond the tables are refused, not extrapolated") {
    CHECK(gregorian_day({1300, 1, 1}).has_value());
    CHECK(gregorian_day({1600, 12, 29}).has_value());
    CHECK_FALSE(gregorian_day({1299, 12, 29}).has_value());
    CHECK_FALSE(gregorian_day({1601, 1, 1}).has_value());
    CHECK_FALSE(hijri_date(std::chrono::sys_days{1800y / 1 / 1}).has_value());
    CHECK_FALSE(hijri_date(std::chrono::sys_days{2300y / 1 / 1}).has_value());
}

TEST_CASE("every Gregorian day round trips through its Hijri date") {
    for (auto day = std::chrono::sys_days{1883y / 1 / 1};
         day < std::chrono::sys_days{2174y / 1 / 1}; day += std::chrono::days{1}) {
        const auto date = hijri_date(day);
        REQUIRE(date.has_value());
        REQUIRE(gregorian_day(*date) == day);
    }
}
