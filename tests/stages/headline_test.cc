#include "daemon/stages/headline.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::size_t headline_of(const std::vector<std::string>& texts, std::size_t lead) {
    const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::unknown));
    }
    const Sheet sheet(std::move(lines), {});
    return find_headline(sheet, examine_all(sheet, shipped_rules(), context), lead,
                         shipped_rules());
}

const std::string lead = "في شوارع أوديسا يجمع العمال الزجاج المحطم منذ ساعات الفجر الأولى.";

}  // namespace

TEST_CASE("the headline is the line that the text takes up again") {
    CHECK(headline_of({"أخبار العالم", "أوديسا تجمع الزجاج المحطم", lead}, 2) == 1);
    CHECK(headline_of({"بعد ليلة من القصف", "أوديسا تعود إلى الحياة ببطء", lead}, 2) == 1);
    CHECK(headline_of({"لماذا لا تنتهي الحرب؟", "كاتب وصحافي لبناني معروف", lead}, 2) == 0);
}

TEST_CASE("there may be none") {
    CHECK(headline_of({lead, lead}, 0) == 2);
}

TEST_CASE("stems see through the article and endings") {
    CHECK(shared_stems("الاوكراني زيلينسكي", "اوكرانيه وزيلينسكي") == 1);
    CHECK(shared_stems("في عن", "في عن") == 0);
}
