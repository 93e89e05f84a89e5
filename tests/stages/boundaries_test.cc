#include "daemon/stages/boundaries.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::vector<std::size_t> borders(const std::vector<std::string>& texts) {
    const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::unknown));
    }
    const Sheet sheet(std::move(lines), {});
    return find_borders(sheet, examine_all(sheet, shipped_rules(), context), shipped_rules());
}

const std::string headline = "سويسرا تجمّد أصولا روسية إضافية";
const std::string lead = "قررت السلطات السويسرية تجميد أصول روسية بقيمة 130 مليون فرنك أمس.";
const std::string more = "وأوضحت أمانة الدولة أن مجموع ما جُمّد بلغ سبعة مليارات.";
const std::string other = "أعلنت الحكومة البريطانية عقوبات جديدة على خمسين ناقلة نفط.";

}  // namespace

TEST_CASE("a headline with a date of its own begins another article") {
    CHECK(borders({"عقوبات بريطانية جديدة", "24 شباط 2026", other, headline, "24 شباط 2026",
                   lead}) == std::vector<std::size_t>{3});
}

TEST_CASE("read-also begins another article only before whole paragraphs") {
    CHECK(borders({other, "إقرأ أيضاً:", headline, lead, more}) == std::vector<std::size_t>{2});
    CHECK(borders({other, "إقرأ أيضاً:", headline, more}).empty());
    CHECK(borders({other, "إقرأ أيضاً:", headline, "عقوبات أخرى قريبا"}).empty());
}

TEST_CASE("a subheading is no border") {
    CHECK(borders({other, "تنسيق بين العواصم الأوروبية", lead, more}).empty());
}
