#include "daemon/themes/span_finder.h"

#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace khabard {
namespace {

using Hits = std::vector<ClassHit>;

struct Sample {
    std::vector<Part> parts;
    Rule rule;
};

Sample rule(std::vector<Part> parts, bool any_order, std::uint32_t window = 10,
            std::uint32_t sentences = 1) {
    const auto count = static_cast<std::uint32_t>(parts.size());
    return Sample{std::move(parts), Rule{.parts_begin = 0,
                                         .parts_count = count,
                                         .window = window,
                                         .sentences = sentences,
                                         .level = 0,
                                         .target = 0,
                                         .users_begin = 0,
                                         .users_count = 0,
                                         .any_order = any_order,
                                         .is_pattern = false}};
}

Spans found(SpanFinder& finder, const Sample& sample) {
    return finder.find(sample.rule, sample.parts);
}

// Ten words in two sentences of five.
const ThemeTokens& text() {
    static const ThemeTokens tokens =
        tokens_of("one two three four five. six seven eight nine ten.");
    return tokens;
}

TEST_CASE("a sequence keeps order and gaps") {
    const Postings postings(Hits{{1, {0, 0}}, {2, {2, 2}}});
    SpanFinder finder(text().tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 1}}, false)) == Spans{Span{0, 2}});
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, false)).empty());
    CHECK(found(finder, rule({{2, 0}, {1, 5}}, false)).empty());
}

TEST_CASE("a sequence tries the next place when the first leads nowhere") {
    const Postings postings(Hits{{1, {0, 0}}, {2, {1, 1}}, {2, {2, 2}}, {3, {3, 3}}});
    SpanFinder finder(text().tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 2}, {3, 0}}, false)) == Spans{Span{0, 3}});
}

TEST_CASE("any order finds the nearest parts inside the window") {
    const Postings postings(Hits{{1, {3, 3}}, {2, {0, 0}}, {2, {4, 4}}});
    SpanFinder finder(text().tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, true)) == Spans{Span{3, 4}});
    CHECK(found(finder, rule({{2, 0}, {1, 0}}, true, 4)) == Spans{Span{0, 3}, Span{3, 4}});
    CHECK(found(finder, rule({{2, 0}, {1, 0}}, true, 2)) == Spans{Span{3, 4}});
}

TEST_CASE("one word is never two parts of a span") {
    const Postings postings(Hits{{1, {1, 2}}, {2, {2, 2}}});
    SpanFinder finder(text().tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, true)).empty());
}

TEST_CASE("a span stays in its sentence unless the rule says otherwise") {
    const Postings postings(Hits{{1, {4, 4}}, {2, {5, 5}}});
    REQUIRE(text().tokens.size() == 10);
    SpanFinder finder(text().tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, true)).empty());
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, true, 10, 2)) == Spans{Span{4, 5}});
}

TEST_CASE("a span never reaches from the headline into the body") {
    const ThemeTokens tokens = tokens_of("three four.", "one two");
    const Postings postings(Hits{{1, {1, 1}}, {2, {2, 2}}});
    SpanFinder finder(tokens.tokens, postings);
    CHECK(found(finder, rule({{1, 0}, {2, 0}}, true, 10, 3)).empty());
}

}  // namespace
}  // namespace khabard
