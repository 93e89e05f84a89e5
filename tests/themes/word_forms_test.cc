#include "daemon/themes/word_forms.h"

#include "daemon/text/fold.h"
#include "tests/support/catch.h"

#include <algorithm>

namespace khabard {
namespace {

bool has_form(std::string_view word, WordKind kind, std::string_view written) {
    const auto forms = word_forms(word, kind);
    return std::find(forms.begin(), forms.end(), fold_for_themes(written)) != forms.end();
}

TEST_CASE("a noun is found under article, prepositions, pronouns and plurals") {
    const auto written =
        GENERATE(as<std::string>{}, "هدنة", "الهدنة", "بالهدنة", "للهدنة", "وهدنة", "فالهدنة",
                 "هدنتها", "وبهدنتهم", "هدنتان", "الهدنتين", "هدنات", "لهدنة");
    CAPTURE(written);
    CHECK(has_form("هدنة", WordKind::noun, written));
}

TEST_CASE("a noun without teh marbuta takes its sound plurals") {
    for (const auto* written : {"ضمان", "ضمانات", "والضمانات", "لضمان", "ضماناتها", "ضمانا"}) {
        CAPTURE(written);
        CHECK(has_form("ضمان", WordKind::noun, written));
    }
}

TEST_CASE("guarantee and annexation are never the same word") {
    CHECK_FALSE(has_form("ضمان", WordKind::noun, "ضم"));
    CHECK_FALSE(has_form("ضمان", WordKind::noun, "ضمها"));
    CHECK_FALSE(has_form("ضم", WordKind::noun, "ضمانات"));
}

TEST_CASE("a word written with its article is found behind prepositions too") {
    CHECK(has_form("الأمنية", WordKind::noun, "للأمنية"));
    CHECK(has_form("الأمنية", WordKind::noun, "بالأمنية"));
    CHECK_FALSE(has_form("الأمنية", WordKind::noun, "أمنية"));
}

TEST_CASE("an adjective agrees in gender and number") {
    for (const auto* written : {"أوكراني", "الأوكرانية", "أوكرانيين", "للأوكرانيين", "أوكرانيات"}) {
        CAPTURE(written);
        CHECK(has_form("أوكراني", WordKind::adjective, written));
    }
}

TEST_CASE("a perfect verb is conjugated and takes objects") {
    for (const auto* written : {"تخلى", "تخلت", "وتخلوا", "تخلينا"}) {
        CAPTURE(written);
        CHECK(has_form("تخلى", WordKind::verb, written));
    }
    CHECK(has_form("هاجم", WordKind::verb, "هاجمتها"));
    CHECK(has_form("هاجم", WordKind::verb, "فهاجموا"));
}

TEST_CASE("an imperfect verb is found in all persons and after sa-") {
    for (const auto* written : {"ينسحب", "تنسحب", "ستنسحب", "ننسحب", "ينسحبون", "ينسحبوا",
                                "وسينسحب", "أنسحب", "لينسحب"}) {
        CAPTURE(written);
        CHECK(has_form("ينسحب", WordKind::verb, written));
    }
    CHECK(has_form("يتخلى", WordKind::verb, "تتخل"));
    CHECK(has_form("يتخلى", WordKind::verb, "يتخلوا"));
}

TEST_CASE("a name takes conjunctions and prepositions but no ending") {
    CHECK(has_form("ويتكوف", WordKind::name, "وويتكوف"));
    CHECK(has_form("ويتكوف", WordKind::name, "لويتكوف"));
    CHECK(has_form("القرم", WordKind::name, "للقرم"));
    CHECK_FALSE(has_form("ويتكوف", WordKind::name, "يتكوف"));
    CHECK_FALSE(has_form("القرم", WordKind::name, "قرم"));
}

TEST_CASE("forms are distinct and in order") {
    const auto forms = word_forms("هجوم", WordKind::noun);
    CHECK(std::is_sorted(forms.begin(), forms.end()));
    CHECK(std::adjacent_find(forms.begin(), forms.end()) == forms.end());
}

}  // namespace
}  // namespace khabard
