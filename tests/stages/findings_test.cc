#include "daemon/stages/findings.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};

Finding find(const std::string& text) {
    return examine(make_line(text, BlockRole::unknown), shipped_rules(), context);
}

bool carries(const std::string& text) {
    return carries_on(make_line(text, BlockRole::unknown), shipped_rules());
}

}  // namespace

TEST_CASE("a dateline alone in its line is told from a caption") {
    CHECK(find("كييف/ الأناضول").dateline);
    CHECK(find("القدس المحتلة (أ ف ب)").dateline);
    CHECK_FALSE(find("فلاديمير بوتين (أ ف ب)").dateline);
    CHECK(find("الرياض 15 شعبان 1447 هـ الموافق 03 فبراير 2026 م واس").dateline);
    CHECK_FALSE(find("المصدر: رويترز").dateline);
}

TEST_CASE("some paragraphs carry on what stands before them") {
    CHECK(carries("وأضاف المتحدث أن اللقاء انتهى"));
    CHECK(carries("كما ذكرت الوزارة"));
    CHECK_FALSE(carries("وزير الخارجية يصل إلى كييف"));
    CHECK_FALSE(carries("وصل كبير المفاوضين إلى ميامي"));
}

TEST_CASE("a headline is short and has no full stop") {
    const auto may = [](const std::string& text) {
        return may_be_headline(make_line(text, BlockRole::unknown), find(text), shipped_rules());
    };
    CHECK(may("هل ينهي بوتين الحرب؟"));
    CHECK_FALSE(may("أعلنت كندا قرضا جديدا."));
    CHECK_FALSE(may("أخبار العالم"));
}
