#pragma once

// The start of a line cut at its signs (brackets, slashes, dashes, colons, commas) into atoms, each
// told by what it holds: an agency, a newspaper, a date, a few words, or too many to be part of a
// dateline. Only find_dateline needs it.

#include "daemon/stages/cleaning_rules.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// Signs are named by one of their kind: every dash is '-', every bracket '(' or ')', every quote
// '"'.
inline constexpr char32_t line_border = U'\n';
inline constexpr char32_t dash_sign = U'-';
inline constexpr std::size_t dateline_bytes_max = 260;

enum class AtomKind : std::uint8_t { agency, outlet, date, short_text, long_text };

// A run of words between two signs.
struct Atom {
    std::string text;  // without a date
    std::string date;  // with digits
    AtomKind kind;
    std::vector<std::size_t> agencies;
    bool bracketed;   // inside ( ), / / or quotes
    char32_t before;  // the sign before; line_border at the start
    char32_t after;   // the sign behind; line_border at the end
    bool tight;       // no blank around the sign behind: "CITY/CITY"
    std::size_t end;  // byte behind the signs that follow
};

// Up to the first atom that is long_text, or to dateline_bytes_max.
std::vector<Atom> read_atoms(std::string_view text, const CleaningRules& rules);

// The sign that `c` is of a kind with; 0: it is none.
char32_t sign_of(char32_t c) noexcept;

// `text` without the words at its end that stand between city, date and agency.
std::string_view drop_fillers(std::string_view text, const CleaningRules& rules);

// True when the name key of `word` is among `keys`.
bool is_listed(const std::vector<std::string>& keys, std::string_view word);

}  // namespace khabard
