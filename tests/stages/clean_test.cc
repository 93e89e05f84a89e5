#include "daemon/stages/clean.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

using namespace khabard;

namespace {

std::vector<CleanDraft> clean_raw(const std::string& raw) {
    return clean(scraped_draft(raw), shipped_rules());
}

std::string body_of(const std::string& raw) {
    const auto articles = clean_raw(raw);
    REQUIRE(articles.size() == 1);
    return text_of(articles.front());
}

}  // namespace

TEST_CASE("headline, date, dateline and agency leave a scraped text") {
    const auto articles = clean_raw(
        "وارسو: توقيف ثلاثة بشبهة التخريب\n"
        "وارسو - أ ف ب\n"
        "15 نونبر 2025\n"
        "أوقفت الشرطة البولندية ثلاثة أشخاص يشتبه في ضلوعهم في التخريب.\n");
    REQUIRE(articles.size() == 1);
    const CleanDraft& article = articles.front();
    CHECK(article.draft.title == "وارسو: توقيف ثلاثة بشبهة التخريب");
    CHECK(article.dateline == "وارسو");
    CHECK(article.agency == "أ ف ب");
    CHECK(day_of(article) == "2025-11-15T00:00:00Z");
    CHECK(article.draft.published->origin == DateOrigin::page_text);
    CHECK(text_of(article) == "أوقفت الشرطة البولندية ثلاثة أشخاص يشتبه في ضلوعهم في التخريب.");
}

TEST_CASE("a first line that is a sentence is no headline") {
    const auto articles = clean_raw(
        "يأتي اللقاء قبل ساعات من وصول الوفد الأوكراني إلى جنيف.\n"
        "وقال مسؤول إن المحادثات ستركز على المسائل العالقة بين الطرفين.\n");
    REQUIRE(articles.size() == 1);
    CHECK_FALSE(articles.front().draft.title);
    CHECK(articles.front().draft.blocks.size() == 2);
}

TEST_CASE("furniture goes and sentences that hold its words stay") {
    const std::string body = body_of(
        "إعلان مشترك لدول البلطيق بشأن أوكرانيا\n"
        "شارك الخبر\n"
        "12 مشاهدة\n"
        "صدر عن دول البلطيق إعلان مشترك يدعو إلى مضاعفة إنتاج الذخيرة.\n"
        "إعلان\n"
        "وشارك في صياغة الإعلان وزراء دفاع ثماني دول اشترك خمسة منهم عن بعد.\n"
        "إعلانوقال المصدر: الإعلان لا يتضمن أرقاما جديدة لكنه يحدد مواعيد.\n"
        "إعلان الحرب على الشائعات، كما سماه المتحدث، سيشمل الملاحقة.\n"
        "اشترك في نشرتنا البريدية\n");
    CHECK(body ==
          "صدر عن دول البلطيق إعلان مشترك يدعو إلى مضاعفة إنتاج الذخيرة.\n"
          "وشارك في صياغة الإعلان وزراء دفاع ثماني دول اشترك خمسة منهم عن بعد.\n"
          "وقال المصدر: الإعلان لا يتضمن أرقاما جديدة لكنه يحدد مواعيد.\n"
          "إعلان الحرب على الشائعات، كما سماه المتحدث، سيشمل الملاحقة.");
}

TEST_CASE("a list of other stories ends where prose begins again") {
    const std::string body = body_of(
        "استئناف الرحلات بين تبليسي وموسكو\n"
        "استؤنفت الرحلات الجوية بين تبليسي وموسكو بعد إغلاق دام ست ساعات.\n"
        "الأكثر قراءة\n1\nوفاة ممثل مصري معروف\n2\nسعر الدولار اليوم\n"
        "وقال المطار إن ثماني رحلات تأخرت عن موعدها.\n"
        "اقرأ أيضًالافروف يلتقي نظيره المصري غداً\n"
        "الكرملين يعلق على التصريحات الأخيرة\n");
    CHECK(body ==
          "استؤنفت الرحلات الجوية بين تبليسي وموسكو بعد إغلاق دام ست ساعات.\n"
          "وقال المطار إن ثماني رحلات تأخرت عن موعدها.");
}

TEST_CASE("a list above the article does not swallow its headline") {
    const auto articles = clean_raw(
        "الأكثر قراءة\n1- أسعار الذهب اليوم\n2- موعد مباراة القمة\n"
        "السويد تنضم إلى قوة حفظ السلام\n"
        "السبت 14 فبراير 2026\n"
        "أعلنت الحكومة السويدية انضمامها إلى قوة حفظ السلام المزمع نشرها.\n");
    REQUIRE(articles.size() == 1);
    CHECK(articles.front().draft.title == "السويد تنضم إلى قوة حفظ السلام");
}

TEST_CASE("full paragraphs behind read-also are another article") {
    const auto articles = clean_raw(
        "أوميروف يصل إلى ميامي للقاء ويتكوف\n"
        "تاريخ النشر: 6th, December 2025 GMT\n"
        "وصل كبير المفاوضين الأوكرانيين إلى ميامي لإجراء محادثات مع المبعوثين.\n"
        "المصدر: الجزيرة\n"
        "إقرأ أيضاً:\n"
        "كاتب بريطاني: أوروبا تدفع ثمن ترددها\n"
        "رأى كاتب في صحيفة بريطانية أن تردد العواصم الأوروبية جعلها متفرجة.\n"
        "وأوضح أن الحل يبدأ اليوم الخميس من قرار أوروبي مستقل بشأن التمويل.\n");
    REQUIRE(articles.size() == 2);
    CHECK(articles[0].draft.guid == "item");
    CHECK(articles[1].draft.guid == "item#2");
    CHECK(articles[1].draft.title == "كاتب بريطاني: أوروبا تدفع ثمن ترددها");
    CHECK_FALSE(articles[0].agency);
    CHECK(articles[0].credit == "المصدر: الجزيرة");
    // The second was written about the time of the first: the Thursday before it.
    CHECK(day_of(articles[1]) == "2025-12-04T00:00:00Z");
    CHECK(articles[1].draft.published->origin == DateOrigin::inferred);
}

TEST_CASE("stars part articles when a headline follows, and nothing otherwise") {
    CHECK(clean_raw("كندا تخصص قرضا جديدا\nأعلنت كندا تخصيص قرض جديد بقيمة مليار دولار.\n***\n"
                    "اليابان ترسل مولدات كهرباء\nأرسلت اليابان مئتي مولد كهرباء عبر بولندا أمس.\n")
              .size() == 2);
    CHECK(clean_raw("يوميات من خاركيف\nفي الصباح تفتح المخابز أبوابها قبل صفارات الإنذار.\n***\n"
                    "في المساء يعود الأطفال إلى الأقبية حيث تنتظرهم الدروس.\n")
              .size() == 1);
}

TEST_CASE("an error page is no article") {
    CHECK(clean_raw("404\nعذراً، الصفحة التي تبحث عنها غير موجودة\nالرئيسية\n").empty());
    CHECK(clean_raw("Just a moment...\nEnable JavaScript and cookies to continue\n").empty());
}

TEST_CASE("the time in an agency's closing lines belongs to the date of its dateline") {
    const auto articles = clean_raw(
        "المملكة تعرب عن أملها في نجاح المحادثات\n"
        "الرياض 15 شعبان 1447 هـ الموافق 03 فبراير 2026 م واس\n"
        "أعربت وزارة الخارجية عن أملها في التوصل إلى حل دائم للأزمة.\n"
        "// انتهى //\n17:42 ت مـ\n0118\n");
    REQUIRE(articles.size() == 1);
    CHECK(day_of(articles.front()) == "2026-02-03T14:42:00Z");
    CHECK(articles.front().agency == "واس");
    CHECK(articles.front().dateline == "الرياض");
    CHECK(articles.front().draft.blocks.size() == 1);
}

TEST_CASE("published comes before updated, which is kept as the date of the change") {
    const auto articles = clean_raw(
        "تقرير: خسائر قطاع الطاقة تتجاوز التوقعات\n"
        "آخر تحديث: 24/02/2026 - 12:30\n"
        "نُشر في: 24/02/2026 - 10:00\n"
        "قدّر تقرير دولي خسائر قطاع الطاقة الأوكراني بأكثر من عشرين مليار دولار.\n");
    REQUIRE(articles.size() == 1);
    CHECK(day_of(articles.front()) == "2026-02-24T10:00:00Z");
    REQUIRE(articles.front().draft.modified);
    CHECK(format_rfc3339_seconds(articles.front().draft.modified->date.at) ==
          "2026-02-24T12:30:00Z");
}

TEST_CASE("what is stated wins over what a scraped text says") {
    Draft draft =
        scraped_draft("عنوان آخر في النص نفسه\nأعلنت كندا تخصيص قرض جديد لأوكرانيا اليوم.\n");
    draft.title = "عنوان مذكور";
    const auto articles = clean(std::move(draft), shipped_rules());
    REQUIRE(articles.size() == 1);
    CHECK(articles.front().draft.title == "عنوان مذكور");
}

TEST_CASE("a stated article is never split and keeps its prose") {
    const std::string text =
        "دبي، الإمارات العربية المتحدة (CNN)-- قال الرئيس إن إدارته تقترب من الاتفاق.\n"
        "وقال الحارثي لـ\"العربية\"، إن النتائج ستعلن قريبا.\n"
        "***\n"
        "انتهى الاجتماع ولم يحدد موعد مقبل.\n"
        "*نقلاً عن الرؤية الإماراتية\n";
    const auto articles = clean(stated_draft("عنوان", text), shipped_rules());
    REQUIRE(articles.size() == 1);
    CHECK(articles.front().dateline == "دبي");
    CHECK_FALSE(articles.front().agency);
    CHECK(text_of(articles.front()) ==
          "قال الرئيس إن إدارته تقترب من الاتفاق.\n"
          "وقال الحارثي لـ\"العربية\"، إن النتائج ستعلن قريبا.\n"
          "انتهى الاجتماع ولم يحدد موعد مقبل.");
}

TEST_CASE("every removal names its rule") {
    const auto articles = clean_raw(
        "النرويج تخصص مليار كرونة للكهرباء\nنسخ الرابط\n"
        "أعلنت النرويج تخصيص مليار كرونة لإصلاح شبكة الكهرباء.\n");
    REQUIRE(articles.size() == 1);
    bool found = false;
    for (const Edit& edit : articles.front().draft.edits) {
        CHECK_FALSE(edit.rule.empty());
        found = found || (edit.rule == "share" && edit.removed == "نسخ الرابط");
    }
    CHECK(found);
}

TEST_CASE("a withdrawal line marks the article") {
    const auto articles = clean_raw(
        "الناتو يعزز دورياته في البلطيق\nتم سحب هذا الخبر لعدم دقته\n"
        "أعلن حلف شمال الأطلسي تعزيز دورياته البحرية في بحر البلطيق.\n");
    REQUIRE(articles.size() == 1);
    CHECK(articles.front().withdrawn);
}

TEST_CASE("a withdrawal notice counts wherever the publisher puts it") {
    Draft draft = stated_draft("الناتو يعزز دورياته في البلطيق", "");
    CHECK_FALSE(clean(draft, shipped_rules()).front().withdrawn);
    draft.summary = "تم سحب هذا الخبر لعدم دقته";
    CHECK(clean(draft, shipped_rules()).front().withdrawn);
    std::swap(draft.title, draft.summary);
    CHECK(clean(draft, shipped_rules()).front().withdrawn);
}
