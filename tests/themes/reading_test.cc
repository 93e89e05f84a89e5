#include "daemon/themes/reading.h"

#include "daemon/themes/link.h"
#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

// Class 0: one word; class 1: the phrase of both; class 2 includes class 1.
void fill(CompiledThemes& compiled) {
    const WordId first = compiled.lexicon.add_word("محطات", WordKind::literal, {});
    const WordId second = compiled.lexicon.add_word("الطاقة", WordKind::literal, {});
    compiled.lexicon.add_phrase({first}, 0);
    compiled.lexicon.add_phrase({first, second}, 1);
    link_rules(compiled, {{}, {2}, {}});
}

TEST_CASE("words and phrases are found together, with all classes they belong to") {
    CompiledThemes compiled;
    fill(compiled);
    const ThemeTokens tokens = tokens_of("قصف محطات الطاقة");
    const Reading reading(compiled, tokens.tokens);
    REQUIRE(reading.hits().size() == 3);
    CHECK(reading.hits()[0].id == 0);
    CHECK(reading.hits()[0].span == Span{1, 1});
    CHECK(reading.hits()[1].id == 1);
    CHECK(reading.hits()[1].span == Span{1, 2});
    CHECK(reading.hits()[2].id == 2);
    CHECK(reading.may_have(2));
    CHECK_FALSE(reading.may_have(3));
}

TEST_CASE("a phrase does not reach across the end of a sentence") {
    CompiledThemes compiled;
    fill(compiled);
    const ThemeTokens tokens = tokens_of("قصف محطات. الطاقة");
    const Reading reading(compiled, tokens.tokens);
    CHECK(reading.hits().size() == 1);
}

}  // namespace
}  // namespace khabard
