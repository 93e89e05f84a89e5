#include "daemon/stages/paragraph_ends.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

Sheet sheet_of(const std::string& text) {
    return Sheet({make_line(text, BlockRole::paragraph)}, {});
}

std::string after_front(const std::string& text) {
    Sheet sheet = sheet_of(text);
    trim_front(sheet, 0, shipped_rules());
    return sheet[0].removed ? "" : sheet[0].text;
}

std::string after_end(const std::string& text) {
    Sheet sheet = sheet_of(text);
    trim_end(sheet, 0, true, shipped_rules());
    return sheet[0].removed ? "" : sheet[0].text;
}

}  // namespace

TEST_CASE("words of the page are taken off the front, even glued and repeated") {
    CHECK(after_front("إعلانإعلانودعت الوزارة") == "ودعت الوزارة");
    CHECK(after_front("قائمة من 4 عناصرنهاية القائمةوجاءت المكالمة") == "وجاءت المكالمة");
    CHECK(after_front("إعلان") == "");
}

TEST_CASE("a word that only begins like one of the page stays whole") {
    for (const char* text :
         {"إعلانات الصحف تتراجع", "إعلانهم عن الهدنة", "إعلان الحرب على الشائعات"}) {
        CHECK(after_front(text) == text);
    }
}

TEST_CASE("closing marks, credits and promotion are taken off the end") {
    CHECK(after_end("تسليم الذخائر لأوكرانيا. (النهاية)") == "تسليم الذخائر لأوكرانيا.");
    CHECK(after_end("حولت إلى مطارات أخرى. (رويترز)") == "حولت إلى مطارات أخرى.");
    CHECK(after_end("انتهى النزاع.. * نقلا عن \"الشرق الأوسط\" السعودية") == "انتهى النزاع..");
}

TEST_CASE("the same words inside a sentence stay") {
    for (const char* text : {"وقال للصحفيين: \"انتهى الوقت. انتهى الاجتماع ولم يحدد موعد مقبل\".",
                             "ذكرت الصحيفة نقلا عن البنتاغون أن دفاعات النظام فشلت في المهمة."}) {
        CHECK(after_end(text) == text);
    }
}

TEST_CASE("read more says that the text is cut short") {
    Sheet sheet = sheet_of("وتعارض بودابست ... اقرأ المزيد");
    CHECK(trim_end(sheet, 0, true, shipped_rules()).cut_short);
    CHECK(sheet[0].text == "وتعارض بودابست ...");
}
