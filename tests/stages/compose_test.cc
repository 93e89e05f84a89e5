#include "daemon/stages/compose.h"

#include "daemon/text/unicode.h"
#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

CleanDraft clean_one(const std::string& title, const std::string& text) {
    auto articles = clean(stated_draft(title, text), shipped_rules());
    REQUIRE(articles.size() == 1);
    return articles.front();
}

}  // namespace

TEST_CASE("paragraphs are joined by an empty line") {
    const Article article = compose(clean_one("عنوان الخبر", "فقرة أولى.\nفقرة ثانية."), Limits{});
    CHECK(article.headline.str() == "عنوان الخبر");
    CHECK(article.body.str() == "فقرة أولى.\n\nفقرة ثانية.");
    CHECK_FALSE(article.body_truncated);
}

TEST_CASE("a body beyond the limit is cut at a paragraph and says so") {
    Limits limits;
    limits.body_chars_max = 40;
    const std::string text =
        "الفقرة الأولى من النص هنا كاملة.\nالفقرة الثانية أطول من أن تبقى في الحد.";
    const Article article = compose(clean_one("عنوان", text), limits);
    CHECK(article.body.str() == "الفقرة الأولى من النص هنا كاملة.");
    CHECK(article.body_truncated);
}

TEST_CASE("no cut ever parts a code point") {
    Limits limits;
    for (std::size_t bytes = 1; bytes < 60; ++bytes) {
        limits.body_bytes_max = bytes;
        const Article article = compose(clean_one("ع", "كلمة أخرى طويلة جدا بلا فواصل"), limits);
        CHECK(article.body.str().size() <= bytes);
        CHECK(is_valid_utf8(article.body.str()));
    }
}

TEST_CASE("a date ahead of the crawl is clamped to it") {
    CleanDraft draft = clean_one("عنوان", "نص الخبر.");
    const Instant crawl = draft.draft.reference;
    draft.draft.published =
        StatedDate{{crawl + std::chrono::hours{48}, DatePrecision::second, false, false, false},
                   "",
                   DateOrigin::feed};
    const Article article = compose(draft, Limits{});
    CHECK(article.published->date.at == crawl);
    REQUIRE(article.date_flags.size() == 1);
    CHECK(article.date_flags.front() == "future_clamped");
}

TEST_CASE("the language is told from the text") {
    const Article article =
        compose(clean_one("إعلان الهدنة",
                          "أعلنت الوزارة في بيان رسمي أن الهدنة ستبدأ صباح الغد في كل المناطق."),
                Limits{});
    CHECK(article.language == "ar");
    CHECK_FALSE(article.surely_not_arabic);
}
