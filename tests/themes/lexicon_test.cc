#include "daemon/themes/lexicon.h"

#include "daemon/text/fold.h"
#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

#include <algorithm>

namespace khabard {
namespace {

// Classes that belong to nothing but themselves.
std::vector<std::vector<ClassId>> alone(ClassId count) {
    std::vector<std::vector<ClassId>> memberships;
    for (ClassId id = 0; id < count; ++id) {
        memberships.push_back({id});
    }
    return memberships;
}

std::vector<WordId> words_at(const Lexicon& lexicon, std::string_view text) {
    std::vector<WordId> found;
    lexicon.words(tokens_of(text).tokens.front(), found);
    return found;
}

TEST_CASE("a token is looked up under every form of a word") {
    Lexicon lexicon;
    const WordId word = lexicon.add_word("هدنة", WordKind::noun, {});
    lexicon.add_phrase({word}, 7);
    lexicon.freeze(alone(8));
    CHECK(words_at(lexicon, "بالهدنة") == std::vector<WordId>{word});
    CHECK(words_at(lexicon, "هدف").empty());
    CHECK(lexicon.classes(lexicon.begin(word))[0] == 7);
}

TEST_CASE("a denied form is not found") {
    Lexicon lexicon;
    const WordId word = lexicon.add_word("طاقة", WordKind::noun, {fold_for_themes("بطاقة")});
    lexicon.freeze(alone(8));
    CHECK(words_at(lexicon, "بطاقة").empty());
    CHECK(words_at(lexicon, "بالطاقة") == std::vector<WordId>{word});
}

TEST_CASE("an exact word insists on its spelling") {
    Lexicon lexicon;
    const WordId word = lexicon.add_word("على", WordKind::exact, {});
    lexicon.freeze(alone(8));
    CHECK(words_at(lexicon, "على") == std::vector<WordId>{word});
    CHECK(words_at(lexicon, "علي").empty());
    CHECK(words_at(lexicon, "وعلى").empty());
}

TEST_CASE("the same word is made once and may belong to several classes") {
    Lexicon lexicon;
    const WordId word = lexicon.add_word("غاز", WordKind::noun, {});
    CHECK(lexicon.add_word("غاز", WordKind::noun, {}) == word);
    lexicon.add_phrase({word}, 1);
    lexicon.add_phrase({word}, 2);
    lexicon.add_phrase({word}, 1);
    lexicon.freeze(alone(8));
    CHECK(lexicon.classes(lexicon.begin(word)).size() == 2);
}

TEST_CASE("a member of a class is a member of the classes above it") {
    Lexicon lexicon;
    const WordId word = lexicon.add_word("غاز", WordKind::noun, {});
    lexicon.add_phrase({word}, 0);
    lexicon.freeze({{0, 2}, {1}, {2}});
    const auto classes = lexicon.classes(lexicon.begin(word));
    CHECK(std::vector<ClassId>(classes.begin(), classes.end()) == std::vector<ClassId>{0, 2});
}

TEST_CASE("a phrase is walked word by word") {
    Lexicon lexicon;
    const WordId first = lexicon.add_word("محطات", WordKind::noun, {});
    const WordId second = lexicon.add_word("الطاقة", WordKind::noun, {});
    lexicon.add_phrase({first, second}, 3);
    lexicon.freeze(alone(8));
    const Lexicon::Node start = lexicon.begin(first);
    CHECK(lexicon.classes(start).empty());
    CHECK(lexicon.goes_on(start));
    CHECK_FALSE(lexicon.goes_on(lexicon.begin(second)));
    const Lexicon::Node end = lexicon.next(start, second);
    REQUIRE(end != Lexicon::nowhere);
    CHECK(lexicon.classes(end)[0] == 3);
    CHECK(lexicon.next(end, second) == Lexicon::nowhere);
}

}  // namespace
}  // namespace khabard
