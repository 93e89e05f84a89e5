#include "daemon/stages/classify.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

LineClass class_of(const std::string& text) {
    return classify_line(make_line(text, BlockRole::unknown), shipped_rules()).what;
}

}  // namespace

TEST_CASE("furniture is told by its shape where no rule names it") {
    CHECK(class_of("***") == LineClass::separator);
    CHECK(class_of("▶") == LineClass::furniture);
    CHECK(class_of("0118") == LineClass::closing);
    CHECK(class_of("ا ر ن / م م ج") == LineClass::closing);
    CHECK(class_of("#زيلينسكي #إسبانيا") == LineClass::furniture);
    CHECK(class_of("الصفحة » العالم » أوروبا") == LineClass::furniture);
    CHECK(class_of("@outlet_news") == LineClass::furniture);
    CHECK(class_of("window.dataLayer = window.dataLayer || [];") == LineClass::furniture);
    CHECK(class_of("وزير الخارجية لدى وصوله إلى المحطة (غيتي)") == LineClass::caption);
    CHECK(class_of("فرانس24/ أ ف ب") == LineClass::credit);
    CHECK(class_of("ص.ش/ع.ج (أ ف ب، رويترز)") == LineClass::credit);
}

TEST_CASE("the start of a list is told from the same words in a sentence") {
    CHECK(class_of("اقرأ أيضاً:") == LineClass::list_alone);
    CHECK(class_of("اقرأ أيضًا| الكرملين يعلق") == LineClass::list_inline);
    CHECK(class_of("اقرأ أيضاًبوتين: روسيا ستحرر") == LineClass::list_inline);
    CHECK(class_of("للمزيد من الضمانات، طلبت كييف توقيعا أمام الكونغرس الأمريكي.") ==
          LineClass::text);
}

TEST_CASE("sentences and headlines are text") {
    CHECK(class_of("قال مصدر في مقر التنسيق إن القائمة الجديدة تضم 1200 اسم.") == LineClass::text);
    CHECK(class_of("شاهد.. لحظة سقوط المسيّرة على مبنى") == LineClass::text);
    CHECK(class_of("إغلاق مطار فيلنيوس. بحسب ما نقلت وكالة (رويترز)") == LineClass::text);
}
