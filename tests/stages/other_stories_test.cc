#include "daemon/stages/other_stories.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string left(const std::vector<std::string>& texts) {
    const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::unknown));
    }
    Sheet sheet(std::move(lines), {});
    auto findings = examine_all(sheet, shipped_rules(), context);
    take_other_stories(sheet, findings, shipped_rules());
    std::string joined;
    for (const Block& block : sheet.take_blocks()) {
        joined += joined.empty() ? block.text : "|" + block.text;
    }
    return joined;
}

}  // namespace

TEST_CASE("a list goes on until prose or words that carry a text on") {
    CHECK(left({"أول الكلام", "مواضيع ذات صلة", "ألمانيا تشتري صواريخ", "كم تبلغ كلفة الليلة؟",
                "وأوضح المسؤول أن المراجعة مستمرة"}) ==
          "أول الكلام|وأوضح المسؤول أن المراجعة مستمرة");
}

TEST_CASE("a headline that begins like a list is kept when it comes first") {
    CHECK(left({"اقرأ أيضاً تاريخ القرم", "قبل أن تكتب عن السلام عليك أن تقرأ التاريخ كله."}) ==
          "اقرأ أيضاً تاريخ القرم|قبل أن تكتب عن السلام عليك أن تقرأ التاريخ كله.");
}

TEST_CASE("comments take everything behind them along") {
    CHECK(left({"نص الخبر", "التعليقات (2)", "أبو خالد: الله يهدي الجميع", "زائر"}) == "نص الخبر");
}
