#include "daemon/stages/scraped_article.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::optional<CleanDraft> clean_lines(const std::vector<std::string>& texts) {
    const DateContext context{*parse_rfc3339("2026-04-01T00:00:00Z"), ""};
    std::vector<Line> lines;
    for (const std::string& text : texts) {
        lines.push_back(make_line(text, BlockRole::unknown));
    }
    Sheet sheet(std::move(lines), {});
    auto findings = examine_all(sheet, shipped_rules(), context);
    return clean_scraped({std::move(sheet), std::move(findings), scraped_draft("x")},
                         shipped_rules(), context);
}

const std::string lead = "بدأت السلطات البولندية تجهيز مراكز استقبال جديدة للاجئين.";

}  // namespace

TEST_CASE("what stands around the headline leaves with a name for it") {
    const auto article = clean_lines({"أخبار", "بولندا تجهز مراكز استقبال جديدة",
                                      "محمد عبد الله - وارسو", "سياسة دولية", lead, "بولندا"});
    REQUIRE(article);
    CHECK(article->draft.title == "بولندا تجهز مراكز استقبال جديدة");
    CHECK(article->dateline == "وارسو");
    CHECK(article->draft.authors == std::vector<std::string>{"محمد عبد الله"});
    CHECK(text_of(*article) == lead);
}

TEST_CASE("a date without a year needed the time of the crawl") {
    const auto article =
        clean_lines({"بروكسل - 12 - 2 (كونا) -- أعلن الحلف تعزيز دفاعاته الجوية شرقا."});
    REQUIRE(article);
    CHECK(article->dateline == "بروكسل");
    CHECK((!article->draft.published || article->draft.published->origin == DateOrigin::inferred));
}

TEST_CASE("an agency's name alone above the text counts only where no other is credited") {
    CHECK(clean_lines({"بولندا تجهز مراكز", "AFP", lead, "المصدر: تاس"})->agency == "تاس");
    CHECK(clean_lines({"بولندا تجهز مراكز", "AFP", lead})->agency == "أ ف ب");
}

TEST_CASE("a menu is no article") {
    CHECK_FALSE(clean_lines({"أخبار العالم", "اقتصاد", "رياضة محلية", "ثقافة وفن", "منوعات"}));
}
