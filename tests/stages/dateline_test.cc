#include "daemon/stages/dateline.h"

#include "daemon/stages/credits.h"
#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

struct Row {
    const char* text;
    const char* places;
    const char* agencies;
    const char* rest;
};

}  // namespace

TEST_CASE("datelines are known by their form") {
    const Row rows[] = {
        {"موسكو (رويترز) - قال الحاكم", "موسكو", "رويترز", "قال الحاكم"},
        {"وارسو - أ ف ب", "وارسو", "أ ف ب", ""},
        {"موسكو-سانا", "موسكو", "سانا", ""},
        {"كييف، لندن (الصحيفة، وكالات)", "كييف، لندن", "وكالات", ""},
        {"إسطنبول/ عبد الرحمن يلماز/ الأناضول", "إسطنبول", "الأناضول", ""},
        {"بروكسل - 12 - 2 (كونا) -- أعلن الأمين", "بروكسل", "كونا", "أعلن الأمين"},
        {"موسكو، 5 فبراير 2026. /تاس/. قال نائب", "موسكو", "تاس", "قال نائب"},
        {"بكين 10 يناير 2026 (شينخوا) بدأ الممثل", "بكين", "شينخوا", "بدأ الممثل"},
        {"أبوظبي في 28 يناير / وام / بحث سمو", "أبوظبي", "وام", "بحث سمو"},
        {"برلين 6 كانون ثان/يناير (د ب أ) - أدلى", "برلين", "د ب أ", "أدلى"},
        {"كييف/بوخارست 3 مارس آذار (رويترز) - توصلت", "كييف، بوخارست", "رويترز", "توصلت"},
        {"موسكو، طهران - (نوفوستي، أ ف ب): وقعت", "موسكو، طهران", "نوفوستي، أ ف ب", "وقعت"},
        {"دبي، الإمارات العربية المتحدة (CNN)-- قال", "دبي", "", "قال"},
        {"واس- الرياض: أعلنت", "الرياض", "واس", "أعلنت"},
        {"وطنية - بيروت - استقبل", "بيروت", "الوكالة الوطنية للإعلام", "استقبل"},
        {"واشنطن: «الشرق الأوسط»", "واشنطن", "", ""},
        {"الدوحة - أعلنت قطر", "الدوحة", "", "أعلنت قطر"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto dateline = find_dateline(row.text, shipped_rules());
        REQUIRE(dateline);
        CHECK(join_places(dateline->places) == row.places);
        CHECK(agency_names(dateline->agencies, shipped_rules()).value_or("") == row.agencies);
        CHECK(std::string(row.text).substr(dateline->length) == row.rest);
    }
}

TEST_CASE("an agency named in a sentence is no dateline") {
    for (const char* text : {
             "وقال الحارثي لـ\"العربية\"، إن النتائج ستعلن",
             "نقلت وكالة (تاس) عن مسؤول قوله إن الحادث",
             "ذكرت رويترز - نقلا عن مصادر - أن الاتفاق",
             "وأدى إضراب، الاثنين، إلى إلغاء الرحلات، وفقا لوكالة \"أسوشيتد برس\".",
             "في الأخبار، وحسب متابعة الصحافي (كمال) في (العربية)، نجد",
         }) {
        CAPTURE(text);
        CHECK_FALSE(find_dateline(text, shipped_rules()));
    }
}
