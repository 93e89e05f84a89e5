#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace khabard {

// 0: no letter (blank, punctuation, ASCII); 1-26: U+0621-U+063A; 27-36: U+0641-U+064A.
inline constexpr std::size_t arabic_score_classes = 37;

// Eight times the binary logarithm of the probability of the column after the row.
using ArabicScoreTable =
    std::array<std::array<std::int8_t, arabic_score_classes>, arabic_score_classes>;

const ArabicScoreTable& arabic_score_table() noexcept;

}  // namespace khabard
