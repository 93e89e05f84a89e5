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

std::vector<ClassId> classes_at(const Lexicon& lexicon, std::string_view text) {
    const ThemeToken token = tokens_of(text).tokens.front();
    std::vector<ClassId> found;
    for (const Lexicon::FormId form : {lexicon.find_folded(token), lexicon.find_exact(token)}) {
        const auto classes = lexicon.classes_of(form);
        found.insert(found.end(), classes.begin(), classes.end());
    }
    return found;
}

// One word, of class 7.
Lexicon lexicon_of(std::string_view text, WordKind kind, const std::vector<std::string>& deny) {
    Lexicon lexicon;
    lexicon.add_phrase({lexicon.add_word(text, kind, deny)}, 7);
    lexicon.freeze(alone(8));
    return lexicon;
}

TEST_CASE("a token is looked up under every form of a word") {
    const Lexicon lexicon = lexicon_of("هدنة", WordKind::noun, {});
    CHECK(classes_at(lexicon, "بالهدنة") == std::vector<ClassId>{7});
    CHECK(classes_at(lexicon, "هدف").empty());
}

TEST_CASE("a denied form is not found") {
    const Lexicon lexicon = lexicon_of("طاقة", WordKind::noun, {fold_for_themes("بطاقة")});
    CHECK(classes_at(lexicon, "بطاقة").empty());
    CHECK(classes_at(lexicon, "بالطاقة") == std::vector<ClassId>{7});
}

TEST_CASE("an exact word insists on its spelling") {
    const Lexicon lexicon = lexicon_of("على", WordKind::exact, {});
    CHECK(classes_at(lexicon, "على") == std::vector<ClassId>{7});
    CHECK(classes_at(lexicon, "علي").empty());
    CHECK(classes_at(lexicon, "وعلى").empty());
}

TEST_CASE("a form of several words has the classes of them all, word by word") {
    Lexicon lexicon;
    lexicon.add_phrase({lexicon.add_word("غاز", WordKind::literal, {})}, 5);
    lexicon.add_phrase({lexicon.add_word("الغاز", WordKind::literal, {})}, 3);
    lexicon.freeze(alone(8));
    CHECK(classes_at(lexicon, "الغاز") == std::vector<ClassId>{5, 3});
}

TEST_CASE("only of words of phrases it is known which they are") {
    Lexicon lexicon;
    const WordId first = lexicon.add_word("محطات", WordKind::noun, {});
    const WordId second = lexicon.add_word("الطاقة", WordKind::noun, {});
    const WordId alone_word = lexicon.add_word("هدنة", WordKind::noun, {});
    lexicon.add_phrase({first, second}, 3);
    lexicon.add_phrase({alone_word}, 4);
    lexicon.freeze(alone(8));
    const ThemeTokens tokens = tokens_of("محطات الطاقة هدنة");
    const Lexicon::FormId form = lexicon.find_folded(tokens.tokens[1]);
    REQUIRE(lexicon.in_phrases(form));
    CHECK(lexicon.words_of(form).front() == second);
    CHECK(lexicon.in_phrases(lexicon.find_folded(tokens.tokens[0])));
    CHECK_FALSE(lexicon.in_phrases(lexicon.find_folded(tokens.tokens[2])));
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
