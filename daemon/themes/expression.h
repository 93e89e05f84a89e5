#pragma once

// The small language in which theme files write phrases and patterns:
//
//     word word        words in this order, next to each other, each with its clitic forms
//     =word            the word exactly as written
//     {class}          any word or phrase of a word class
//     ~3               at this place up to three other words may stand between
//     A & B & C        all of them in any order inside the pattern's window
//     (a|b c|)         alternatives, written out into as many expressions; an empty one is allowed

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// A class, or a run of literal words that stand next to each other.
struct Element {
    bool is_class;
    std::string text;    // name of the class, or the words joined by blanks ("=" kept)
    std::uint32_t gap;   // how many other words may stand before it; in a sequence only
    std::size_t offset;  // where it begins in the text, for complaints
};

struct Expression {
    bool any_order;
    std::vector<Element> elements;  // never empty
};

struct ExpressionError {
    std::size_t offset;  // in bytes, into the text
    std::string message;
    std::string hint;
};

struct ParsedExpression {
    std::vector<Expression> alternatives;  // empty when there is an error
    std::optional<ExpressionError> error;
};

ParsedExpression parse_expression(std::string_view text);

}  // namespace khabard
