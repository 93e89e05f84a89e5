#pragma once

// The Unicode character database, as far as the house asks it: what kind of thing a code point is.

#include <cstdint>

namespace khabard {

enum class CodePointClass : std::uint8_t {
    letter,     // also spacing marks and letter numbers, which words of some scripts are made of
    digit,      // decimal digits of any script
    mark,       // nonspacing and enclosing marks
    ignorable,  // nothing to see: default ignorable, controls, private use, noncharacters
    space,
    other,  // punctuation, symbols, unassigned
};

CodePointClass code_point_class(char32_t code_point) noexcept;

// 0-9 for a decimal digit of any script, else -1.
int digit_value(char32_t code_point) noexcept;

}  // namespace khabard
