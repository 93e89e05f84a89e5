#pragma once

// The fold under which the words of dates compare: marks, tatweel and invisible characters are
// deleted; the alef, yeh, heh and kaf families are unified; hamza is dropped and its seats become
// waw and yeh; Latin, Greek and Cyrillic are lower-cased without accents; presentation forms become
// letters. Coarser than the folds of daemon/text, which tell apart what a date never needs to.

#include <cstddef>
#include <string>
#include <string_view>

namespace khabard {

struct FoldedPoint {
    char32_t value;
    std::size_t length;  // bytes in the text, at least 1
};

// The code point that begins at `offset`; a byte that begins none is U+FFFD of length 1.
// REQUIRES: offset < text.size().
FoldedPoint point_at(std::string_view text, std::size_t offset) noexcept;

// 0: the code point is dropped. A lam-alef presentation form becomes lam; see `folds_to_lam_alef`.
char32_t fold_for_dates(char32_t code_point) noexcept;
bool folds_to_lam_alef(char32_t code_point) noexcept;

// 0 to 9 for ASCII, Arabic-Indic, extended Arabic-Indic and full-width digits, else -1.
int digit_of(char32_t code_point) noexcept;

void append_utf8(std::string& out, char32_t code_point);

// A whole word or phrase as the vocabulary keys it.
std::string fold_words_for_dates(std::string_view text);

}  // namespace khabard
