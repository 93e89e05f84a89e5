#include "daemon/themes/scoring.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

void fill(CompiledThemes& compiled) {
    compiled.infos = {ThemeInfo{"a", "x", "", "", "", true}, ThemeInfo{"b", "x", "", "", "", true}};
    const CompiledTheme theme{6, 6, 4, 1.5, 1, true, {}, {}};
    compiled.themes = {theme, theme};
    compiled.patterns = {ThemePattern{"strong", 0, 6, {}}, ThemePattern{"fair", 0, 4, {}},
                         ThemePattern{"against", 0, -3, {}}, ThemePattern{"other", 1, 4, {}}};
}

std::vector<ThemeScore> weighed(const ThemeTokens& tokens, std::vector<PatternHit> hits) {
    CompiledThemes compiled;
    fill(compiled);
    return weigh(compiled, tokens.tokens, std::move(hits));
}

TEST_CASE("of one pattern later hits count half and a quarter") {
    const ThemeTokens tokens = tokens_of("one. two. three. four.");
    const auto scores = weighed(tokens, {{1, {3, 3}}, {1, {0, 0}}, {1, {2, 2}}, {1, {1, 1}}});
    REQUIRE(scores.size() == 1);
    CHECK(scores[0].score == Approx(4 + 2 + 1));
    CHECK(scores[0].evidence.size() == 4);
}

TEST_CASE("two hits of a pattern in one sentence are one") {
    const auto scores = weighed(tokens_of("one two three."), {{0, {0, 0}}, {0, {1, 2}}});
    CHECK(scores[0].score == Approx(6));
}

TEST_CASE("the headline weighs more") {
    const auto scores = weighed(tokens_of("one.", "two."), {{0, {0, 0}}});
    CHECK(scores[0].score == Approx(9));
    CHECK(scores[0].evidence[0].zone == Zone::headline);
}

TEST_CASE("what speaks against a theme is no evidence for it") {
    const auto scores = weighed(tokens_of("one. two."), {{0, {0, 0}}, {2, {1, 1}}});
    CHECK(scores[0].score == Approx(3));
    CHECK_FALSE(scores[0].labelled);
    CHECK(scores[0].evidence.size() == 1);
}

TEST_CASE("themes are weighed apart, in their order") {
    const auto scores = weighed(tokens_of("one. two."), {{3, {0, 0}}, {0, {0, 0}}, {3, {1, 1}}});
    REQUIRE(scores.size() == 2);
    CHECK(scores[0].theme == "a");
    CHECK(scores[0].labelled);
    CHECK(scores[1].theme == "b");
    CHECK(scores[1].score == Approx(6));
    CHECK_FALSE(scores[1].labelled);
}

TEST_CASE("evidence is in order of place") {
    const auto scores =
        weighed(tokens_of("one. two. three."), {{1, {2, 2}}, {0, {1, 1}}, {1, {0, 0}}});
    REQUIRE(scores[0].evidence.size() == 3);
    CHECK(scores[0].evidence[0].offset.get() == 0);
    CHECK(scores[0].evidence[1].rule == "strong");
}

}  // namespace
}  // namespace khabard
