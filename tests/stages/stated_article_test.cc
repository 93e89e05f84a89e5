#include "daemon/stages/stated_article.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string left(const std::vector<std::string>& texts) {
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::paragraph));
    }
    Draft draft = stated_draft("عنوان الخبر", "نص");
    return text_of(clean_stated(std::move(draft), Sheet(std::move(lines), {}), shipped_rules()));
}

}  // namespace

TEST_CASE("the headline repeated above the text goes") {
    CHECK(left({"عنوان الخبر", "أعلنت كندا تخصيص قرض جديد لأوكرانيا."}) ==
          "أعلنت كندا تخصيص قرض جديد لأوكرانيا.");
}

TEST_CASE("a list of headlines goes and prose behind it stays, with or without a full stop") {
    CHECK(
        left({"قال الكاتب إن المسرح عاد إلى الحياة بعد الحرب.", "اقرأ أيضاً:", "وفاة ممثل معروف",
              "ولم تخل الدراما من مشاركته في أعمال مهمة"}) ==
        "قال الكاتب إن المسرح عاد إلى الحياة بعد الحرب.\nولم تخل الدراما من مشاركته في أعمال مهمة");
}

TEST_CASE("numbers, short lines and enumerations stay") {
    const std::string text = "1-لوكا مودريتش\n2018\nخط الدفاع: سالم (الاتحاد)، فهد (الهلال)";
    CHECK(left({"1-لوكا مودريتش", "2018", "خط الدفاع: سالم (الاتحاد)، فهد (الهلال)"}) == text);
}
