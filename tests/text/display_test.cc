#include "daemon/text/display.h"

#include "tests/support/catch.h"
#include "tests/support/growth.h"

#include <string>
#include <utility>
#include <vector>

using namespace khabard;

namespace {

void check_all(const std::vector<std::pair<std::string, std::string>>& cases) {
    for (const auto& [text, wanted] : cases) {
        CAPTURE(text);
        CHECK(to_display(text) == wanted);
        CHECK(to_display(wanted) == wanted);
    }
}

}  // namespace

TEST_CASE("display text keeps orthography, harakat, digits and quotation marks") {
    for (const char* text :
         {"قال «بوتين»: إنّه لن يُحَلّ", "٣١ يناير 2026", "\"نعم\" و“لا”", "الأمريكى فى", "إلى علي على",
          "½ ™ …", "ﷺ ﷽", "كييڤ وپوتين", "بعد اجتماع الـ 5 ساعات.. هل", "1436 هـ"}) {
        CAPTURE(text);
        CHECK(to_display(text) == text);
    }
}

TEST_CASE("what nobody can see goes") {
    check_all({{"\u200Fخبر\u202B عاجل\u202C", "خبر عاجل"},
               {"خـ\u200Bبر", "خبر"},
               {"\uFEFFخبر\u00AD", "خبر"},
               {"خبر\u0007\uE001", "خبر"},
               {"علم\u200Cها في البلاد التي", "علمها في البلاد التي"}});
    DisplayCounts counts;
    to_display("\u200Fا\u200Eب", &counts);
    CHECK(counts.invisible_removed == 2);
}

TEST_CASE("blanks become single blanks and lines lose theirs at the ends") {
    check_all({{" خبر\u00A0\u2003عاجل ", "خبر عاجل"},
               {"سطر \r\n سطر\u2028سطر\r\n\r\nفقرة", "سطر\nسطر\nسطر\n\nفقرة"},
               {"\t", ""}});
}

TEST_CASE("a decomposed hamza is composed, also across an invisible mark") {
    check_all({{"ا\u0654مريكا", "أمريكا"}, {"ا\u200F\u0654", "أ"}});
}

TEST_CASE("presentation forms become letters") {
    check_all({{"ﺍﻟﻌﺮﺍﻕ", "العراق"},
               {"ﻷﻥ ﻻ ﻵﺧﺮ", "لأن لا لآخر"},
               {"ﷲ", "الله"},
               {"خبر\uFE70", "خبر"},
               {"خ\uFE77بر", "خ\u064Eبر"}});
    DisplayCounts counts;
    to_display("ﻻ", &counts);
    CHECK(counts.presentation_folded == 1);
}

TEST_CASE("tatweel between letters goes; as abbreviation, dash or bullet it stays") {
    check_all({{"العـــراق", "العراق"},
               {"عـَـرب", "عَرب"},
               {"الـ«ناتو»", "الـ«ناتو»"},
               {"هــــ 1436", "هـ 1436"},
               {"ـ موسكو", "ـ موسكو"},
               {"ــــــ", "ــــــ"},
               {"ـموسكو", "موسكو"}});
}

TEST_CASE("Persian keyboard letters become Arabic ones in Arabic text only") {
    check_all({{"قال الرئیس الأمریکی إن الحرب فی أوکرانیا ستنتهی على الأرض وإلی الأبد",
                "قال الرئيس الأمريكي إن الحرب في أوكرانيا ستنتهي على الأرض وإلى الأبد"},
               {"رئیس جمهور ایران گفت که این کشور از مذاکرات استقبال می\u200Cکند",
                "رئیس جمهور ایران گفت که این کشور از مذاکرات استقبال می\u200Cکند"}});
}

TEST_CASE("punctuation stands at its word and apart from the next") {
    check_all({{"قال ، ثم ذهب .", "قال، ثم ذهب."},
               {"قال،ثم؟نعم", "قال، ثم؟ نعم"},
               {"لماذا ؟", "لماذا؟"},
               {"1،500", "1،500"},
               {"نسخة .NET و .5", "نسخة .NET و .5"},
               {"نص :) نص", "نص :) نص"},
               {"قال : نعم", "قال: نعم"}});
}

TEST_CASE("the time a text takes grows with its length and not with the square of it") {
    // Shadda and tanwin out of order; what looks for what stands behind it; what vanishes.
    for (const char* part : {"\u0651\u064B", "\u0640\u0651", "\u0640\u200F", " .\u200F",
                             "\u200D\u200F", "\u0654\u0640", "ی\u200C", "\uFE70 :"}) {
        CAPTURE(part);
        CHECK(grows_evenly([](const std::string& text) { to_display("ب" + text); }, part, 25'000));
    }
}

TEST_CASE("display text of anything is stable") {
    const std::vector<std::string> parts{"ا",      "ب",      "ـ",      " ",      "\u0654", "،",
                                         ".",      "\u200C", "\u200F", "ی",      "ﻻ",      "\n",
                                         "\uFE70", "5",      "a",      "\u064E", ":",      "😀"};
    std::uint32_t state = 12345;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (int i = 0; i < 8; ++i) {
            state = state * 1664525U + 1013904223U;
            text += parts[(state >> 16) % parts.size()];
        }
        const std::string once = to_display(text);
        CAPTURE(text, once);
        REQUIRE(to_display(once) == once);
    }
}
