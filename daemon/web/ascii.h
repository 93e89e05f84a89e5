#pragma once

// Characters as the protocols of the web know them: ASCII alone, whatever the locale. Bytes beyond
// ASCII are no letters, no digits and no blanks here. Pure.

#include <string>
#include <string_view>

namespace khabard {

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_ascii_letter(char c) {
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

// Blank, tab, line feed, carriage return, form feed: what HTML and HTTP take for white space.
constexpr bool is_ascii_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string ascii_lower(std::string_view text);

bool equal_ascii_case(std::string_view a, std::string_view b);

// A part of `text`.
std::string_view trim_ascii(std::string_view text);

}  // namespace khabard
