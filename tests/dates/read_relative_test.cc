#include "daemon/dates/dates.h"
#include "tests/dates/date_case.h"
#include "tests/support/catch.h"

using khabard::read_date;
using khabard::weekday_before;
using khabard::testing::crawled_at;
using khabard::testing::DateCase;
using khabard::testing::shown;

namespace {

// Crawled on a Monday.
template <std::size_t count>
void check_all(const DateCase (&cases)[count]) {
    const auto context = crawled_at("2026-02-02T12:00:30Z");
    for (const DateCase& one : cases) {
        CAPTURE(one.text);
        const auto date = read_date(one.text, context);
        CHECK(shown(date) == one.expected);
        CHECK((!date || date->relative));
    }
}

}  // namespace

TEST_CASE("hours and minutes ago count back from the crawl to a time") {
    check_all({
        {"قبل 3 ساعات", "2026-02-02T09:00"},
        {"منذ ساعتين", "2026-02-02T10:00"},
        {"منذ ٤٥ دقيقة", "2026-02-02T11:15"},
        {"منذ ساعة", "2026-02-02T11:00"},
        {"منذ حوالي 3 ساعات", "2026-02-02T09:00"},
        {"منذ ساعة و20 دقيقة", "2026-02-02T10:40"},
        {"قبل ساعة ونصف", "2026-02-02T10:30"},
        {"قبل نصف ساعة", "2026-02-02T11:30"},
        {"نشر قبل 3 ساعات", "2026-02-02T09:00"},
        {"5 hours ago", "2026-02-02T07:00"},
        {"الآن", "2026-02-02T12:00"},
        {"منذ لحظات", "none"},
        {"منذ ساعات", "none"},
    });
}

TEST_CASE("days and weeks ago and the words for near days are days") {
    check_all({
        {"أمس", "2026-02-01"},
        {"أول من أمس", "2026-01-31"},
        {"أول أمس", "2026-01-31"},
        {"اليوم", "2026-02-02"},
        {"صباح اليوم", "2026-02-02"},
        {"منذ يومين", "2026-01-31"},
        {"قبل 5 أيام", "2026-01-28"},
        {"قبل واحد وعشرين يوما", "2026-01-12"},
        {"منذ أسبوعين", "2026-01-19"},
        {"منذ شهر", "2026-01-02"},
        {"yesterday", "2026-02-01"},
        {"منذ أيام", "none"},
        {"الشهر الماضي", "none"},
    });
}

TEST_CASE("a day and a time of day make a moment") {
    check_all({
        {"أمس 22:15", "2026-02-01T22:15"},
        {"مساء أمس 10:15", "2026-02-01T22:15"},
        {"اليوم، 11:00 بتوقيت موسكو", "2026-02-02T08:00"},
        {"11:02 ت م", "2026-02-02T08:02"},
        {"الساعة 9 مساء أول أمس", "2026-01-31T21:00"},
        {"الساعة السابعة إلا ربعا", "2026-02-02T06:45"},
        {"الساعة السابعة إلا ربع صباحا", "2026-02-02T06:45"},
    });
}

TEST_CASE("a weekday is the last one, and its modifiers are heeded") {
    check_all({
        {"الخميس", "2026-01-29"},
        {"الاثنين", "2026-02-02"},
        {"الاثنين الماضي", "2026-01-26"},
        {"الثلاثاء قبل الماضي", "2026-01-20"},
        {"الخميس القادم", "2026-02-05"},
        {"الأربعاء الأسبوع الماضي", "2026-01-28"},
    });
}

TEST_CASE("a day without a year is the nearest one not after the crawl") {
    check_all({
        {"28 ديسمبر", "2025-12-28"},
        {"2 فبراير", "2026-02-02"},
        {"3 فبراير", "2025-02-03"},
        {"الثلاثاء 3 فبراير", "2026-02-03"},  // the weekday speaks for this year
        {"29 فبراير", "2024-02-29"},
        {"15 رمضان", "2025-03-15"},
        {"الأحد 1/2", "2026-02-01"},
        {"بيروت – 12 آذار (أ ف ب)", "2025-03-12"},
        {"واشنطن – 12 – 1 (كونا) -–", "2026-01-12"},
        {"31 نوفمبر", "none"},
    });
}

TEST_CASE("days of a month are counted") {
    check_all({
        {"أول أربعاء من الشهر الماضي", "2026-01-07"},
        {"آخر خميس من شهر 1", "2026-01-29"},
        {"السادس عشر من الشهر الماضي", "2026-01-16"},
        {"آخر يوم من الشهر الماضي", "2026-01-31"},
    });
}

TEST_CASE("near days are those of the feed's zone") {
    const auto context = crawled_at("2026-02-02T22:30:00Z", "Asia/Riyadh");
    CHECK(shown(read_date("اليوم 01:00", context)) == "2026-02-02T22:00");
    CHECK(shown(read_date("أمس 10:00", context)) == "2026-02-02T07:00");
}

TEST_CASE("the day of writing is inferred from the weekdays of a text") {
    const auto saturday = crawled_at("2025-12-06T10:00:00Z").reference;
    const auto inferred = [&](const char* text) { return shown(weekday_before(text, saturday)); };
    CHECK(inferred("قال بوشكوف اليوم الخميس إن المحادثات يوم الثلاثاء كانت صعبة") == "2025-12-04");
    CHECK(inferred("أعلن المتحدث أمس الأربعاء") == "2025-12-04");
    CHECK(inferred("عقد الاجتماع يوم السبت") == "2025-12-06");
    CHECK(inferred("عقد الاجتماع الأحد") == "2025-11-30");
    CHECK(inferred("يجتمعون الخميس المقبل") == "none");
    CHECK(inferred("لم ينج أحد") == "none");
    CHECK(inferred("") == "none");
    const auto date = weekday_before("اليوم الخميس", saturday);
    REQUIRE(date.has_value());
    CHECK(date->relative);
}
