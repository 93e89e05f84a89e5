#include "daemon/themes/span_finder.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

namespace khabard {
namespace {

Rule rule(std::vector<Part> parts, bool any_order, std::uint32_t window = 10,
          std::uint32_t sentences = 1) {
    return Rule{std::move(parts), any_order, window, sentences, 0, false, 0, 0, {}};
}

// Ten words in two sentences of five.
const ThemeTokens& text() {
    static const ThemeTokens tokens =
        tokens_of("one two three four five. six seven eight nine ten.");
    return tokens;
}

TEST_CASE("a sequence keeps order and gaps") {
    Postings postings;
    postings.add(1, Span{0, 0});
    postings.add(2, Span{2, 2});
    const SpanFinder finder(text().tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 1}}, false)) == Spans{Span{0, 2}});
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, false)).empty());
    CHECK(finder.find(rule({{2, 0}, {1, 5}}, false)).empty());
}

TEST_CASE("a sequence tries the next place when the first leads nowhere") {
    Postings postings;
    postings.add(1, Span{0, 0});
    postings.add(2, Span{1, 1});
    postings.add(2, Span{2, 2});
    postings.add(3, Span{3, 3});
    const SpanFinder finder(text().tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 2}, {3, 0}}, false)) == Spans{Span{0, 3}});
}

TEST_CASE("any order finds the nearest parts inside the window") {
    Postings postings;
    postings.add(1, Span{3, 3});
    postings.add(2, Span{0, 0});
    postings.add(2, Span{4, 4});
    const SpanFinder finder(text().tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, true)) == Spans{Span{3, 4}});
    CHECK(finder.find(rule({{2, 0}, {1, 0}}, true, 4)) == Spans{Span{0, 3}, Span{3, 4}});
    CHECK(finder.find(rule({{2, 0}, {1, 0}}, true, 2)) == Spans{Span{3, 4}});
}

TEST_CASE("one word is never two parts of a span") {
    Postings postings;
    postings.add(1, Span{1, 2});
    postings.add(2, Span{2, 2});
    const SpanFinder finder(text().tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, true)).empty());
}

TEST_CASE("a span stays in its sentence unless the rule says otherwise") {
    Postings postings;
    postings.add(1, Span{4, 4});
    postings.add(2, Span{5, 5});
    REQUIRE(text().tokens.size() == 10);
    const SpanFinder finder(text().tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, true)).empty());
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, true, 10, 2)) == Spans{Span{4, 5}});
}

TEST_CASE("a span never reaches from the headline into the body") {
    const ThemeTokens tokens = tokens_of("three four.", "one two");
    Postings postings;
    postings.add(1, Span{1, 1});
    postings.add(2, Span{2, 2});
    const SpanFinder finder(tokens.tokens, postings);
    CHECK(finder.find(rule({{1, 0}, {2, 0}}, true, 10, 3)).empty());
}

}  // namespace
}  // namespace khabard
