#pragma once

// Words that state a fact: numbers in letters and days of the week. A copy keeps the facts of its
// original, whether its desk writes "eight" or "8"; a report made after the same template has other
// ones.

#include <cstdint>
#include <optional>

namespace khabard {

// The hash of the fact that the folded word of `token_hash` states: for a number the token hash of
// its digits, so that both spellings meet. nullopt for any other word.
std::optional<std::uint64_t> fact_of_word(std::uint64_t token_hash) noexcept;

}  // namespace khabard
