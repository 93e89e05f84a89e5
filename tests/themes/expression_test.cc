#include "daemon/themes/expression.h"

#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("neighbouring words are one run") {
    const auto parsed = parse_expression("one two  three");
    REQUIRE(parsed.alternatives.size() == 1);
    REQUIRE(parsed.alternatives[0].elements.size() == 1);
    CHECK(parsed.alternatives[0].elements[0].text == "one two three");
    CHECK_FALSE(parsed.alternatives[0].any_order);
}

TEST_CASE("classes and gaps part a sequence") {
    const auto parsed = parse_expression("{halt} ~3 one two {site}");
    REQUIRE(parsed.alternatives.size() == 1);
    const auto& elements = parsed.alternatives[0].elements;
    REQUIRE(elements.size() == 3);
    CHECK(elements[0].is_class);
    CHECK(elements[0].text == "halt");
    CHECK(elements[1].text == "one two");
    CHECK(elements[1].gap == 3);
    CHECK(elements[2].is_class);
    CHECK(elements[2].gap == 0);
}

TEST_CASE("an ampersand asks for all sides in any order") {
    const auto parsed = parse_expression("{a} & one two & {b}");
    REQUIRE(parsed.alternatives.size() == 1);
    CHECK(parsed.alternatives[0].any_order);
    CHECK(parsed.alternatives[0].elements.size() == 3);
}

TEST_CASE("alternatives are written out, an empty one too") {
    const auto parsed = parse_expression("(a|b) x (c|)");
    REQUIRE(parsed.alternatives.size() == 4);
    CHECK(parsed.alternatives[0].elements[0].text == "a x c");
    CHECK(parsed.alternatives[1].elements[0].text == "a x");
    CHECK(parsed.alternatives[3].elements[0].text == "b x");
}

TEST_CASE("mistakes are named with their place") {
    struct Case {
        const char* text;
        std::size_t offset;
    };
    const auto mistake = GENERATE(values<Case>({{"one {two", 4},
                                                {"one (two", 4},
                                                {"one ~x two", 4},
                                                {"~3 one", 0},
                                                {"one ~3", 4},
                                                {"{a} & ~2 {b}", 6},
                                                {"{a} {b} & {c}", 4},
                                                {"& {c}", 0},
                                                {"{a} &", 4},
                                                {"one)", 3},
                                                {"", 0},
                                                {"one ~31 two", 4}}));
    CAPTURE(mistake.text);
    const auto parsed = parse_expression(mistake.text);
    REQUIRE(parsed.error);
    CHECK(parsed.error->offset == mistake.offset);
    CHECK_FALSE(parsed.error->hint.empty());
    CHECK(parsed.alternatives.empty());
}

TEST_CASE("too many alternatives are refused") {
    const auto parsed = parse_expression("(a|b|c|d) (a|b|c|d) (a|b|c|d) (a|b|c|d) (a|b|c|d)");
    REQUIRE(parsed.error);
}

}  // namespace
}  // namespace khabard
