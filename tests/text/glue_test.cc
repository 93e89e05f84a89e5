#include "daemon/text/glue.h"

#include "tests/support/catch.h"

#include <string>
#include <utility>
#include <vector>

using namespace khabard;

TEST_CASE("glued words are parted where that is certain") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"الروسيةالأحد", "الروسية الأحد"},
        {"بالمئةعام", "بالمئة عام"},
        {"صفقةً مربحةًجداً", "صفقةً مربحةً جداً"},
        {"اقرأ أيضاًبوتين: روسيا", "اقرأ أيضاً بوتين: روسيا"},
        {"يوميًاباستخدام", "يوميًا باستخدام"},
        {"إلىسلاح الجو", "إلى سلاح الجو"},
        {"أخرىبعد أن", "أخرى بعد أن"},
        {"قال بوتين.وأضاف أن", "قال بوتين. وأضاف أن"},
        {"بعد الاجتماع..هل ينهي", "بعد الاجتماع.. هل ينهي"},
        {"لا يكذب!الحقيقة", "لا يكذب! الحقيقة"},
        {"(11.64 مليار دولار)في الاقتصاد", "(11.64 مليار دولار) في الاقتصاد"},
        {"لم «يلمسوا»الكرة", "لم «يلمسوا» الكرة"},
        {"أطباء بريطانيون:الكبد", "أطباء بريطانيون: الكبد"},
    };
    for (const auto& [text, wanted] : cases) {
        CAPTURE(text);
        CHECK(split_glued(text) == wanted);
        CHECK(split_glued(wanted) == wanted);
    }
}

TEST_CASE("what only looks glued stays as it is") {
    for (const char* text : {"شىء",
                             "لاجىء سوري",
                             "علىه وإلىهم",
                             "وجنسىية",
                             "الفلسطينيةى",
                             "عبًر أسطورة",
                             "إخطاًرا",
                             "(د.ب.أ)",
                             "العربية.نت",
                             "بيت.كوم",
                             "شبكة سي.إن.بي.سي",
                             "3.5",
                             "1:30",
                             "https://ar.example/قال.وأضاف",
                             "(و)يدعم",
                             "عالميًا. وقال",
                             "ذهابًا وإيابًا",
                             "ري:فولت",
                             "يحمل، ثم",
                             "الهيئة",
                             "أيضًا"}) {
        CAPTURE(text);
        CHECK(split_glued(text) == text);
    }
}

TEST_CASE("each rule counts what it did") {
    GlueCounts counts;
    split_glued("الروسيةالأحد إلىسلاح أيضاًبوتين. قال نعم.وأضاف بوتين.وأضاف", &counts);
    CHECK(counts.teh_marbuta == 1);
    CHECK(counts.alef_maksura == 1);
    CHECK(counts.tanwin == 1);
    CHECK(counts.punctuation == 1);
    CHECK(counts.all() == 4);
}
