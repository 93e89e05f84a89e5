#include "tests/dates/date_case.h"
#include "tests/support/catch.h"

#include <string>

using khabard::DateLabel;
using khabard::find_dates;
using khabard::testing::crawled_at;
using khabard::testing::shown;

namespace {

// "date[text]" of every find, with p: or u: before labelled ones.
std::string found(const std::string& text) {
    std::string out;
    for (const auto& one : find_dates(text, crawled_at("2026-02-02T12:00:00Z"))) {
        out += out.empty() ? "" : " ";
        out += one.label == DateLabel::published ? "p:" : "";
        out += one.label == DateLabel::updated ? "u:" : "";
        out += shown(one.date) + "[" + text.substr(one.offset, one.length) + "]";
    }
    return out;
}

}  // namespace

TEST_CASE("dates are found in a line with their span, time and label") {
    CHECK(found("نشر في: 31 يناير 2026 - 10:15 ص | آخر تحديث: 1 فبراير 2026") ==
          "p:2026-01-31T10:15[31 يناير 2026 - 10:15 ص] u:2026-02-01[1 فبراير 2026]");
    CHECK(found(" date 2026-03-12 موسكو، كييف (الاتحاد، وكالات)") == "2026-03-12[2026-03-12]");
    CHECK(found("كتبت: كندا نيوز:الجمعة 30 يناير 2026 05:38 صباحاً") ==
          "2026-01-30T05:38[الجمعة 30 يناير 2026 05:38 صباحاً]");
    CHECK(found("تاريخ النشر: 6th, December 2025 GMT") == "p:2025-12-06[6th, December 2025 GMT]");
}

TEST_CASE("dates in prose take only what touches them") {
    CHECK(found("نشر الجيش صورا في 5 كانون الثاني 2026 وقال عند الساعة 10:15 إن") ==
          "2026-01-05[5 كانون الثاني 2026]");
    CHECK(found("منذ أحداث 25 يناير 2011 وحتى 30 يونيو") ==
          "2011-01-25[25 يناير 2011] 2025-06-30[30 يونيو]");
    CHECK(found("وقع ١٢ شباط/فبراير ٢٠٢٥، ثم") == "2025-02-12[١٢ شباط/فبراير ٢٠٢٥]");
}

TEST_CASE("the numbers of an agency's dateline are a date") {
    CHECK(found("واشنطن – 12 – 1 (كونا) -– قال") == "2026-01-12[12 – 1]");
    CHECK(found("الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس") ==
          "2015-08-11[26 شوال 1436 هـ] 2015-08-11[11 أغسطس 2015 م]");
}

TEST_CASE("scores, prices, addresses and relative words are not found") {
    for (const char* text :
         {"فاز الأهلي 2-1 على الزمالك", "فاز 2-صفر", "بسعر 65.27 دولار", "قبل 3 ساعات", "أمس 22:15",
          "192.168.1.26", "في عام 2025", "يناير 2026", "27، وفي شهر مايو", "هاتف 01-02-2026-55",
          "30 فبراير 2026", ""}) {
        CAPTURE(text);
        CHECK(found(text).empty());
    }
}

TEST_CASE("a date does not reach over the end of its line") {
    CHECK(found("الخميس\n31 يناير 2026\n10:15") == "2026-01-31[31 يناير 2026]");
}
