#pragma once

// Numbers in digits and in Arabic words.

#include "daemon/dates/tokens.h"

#include <cstddef>
#include <optional>

namespace khabard {

struct Amount {
    int value;
    bool in_words;
    std::size_t end;
};

// "3" or "three and twenty" in words; without conjunctions only units and
// teens, as hours are said, so that "five and fifty minutes" stays two numbers.
enum class Joining : std::uint8_t { allowed, refused };
std::optional<Amount> read_amount(const TokenList& list, std::size_t index, Joining joining);

}  // namespace khabard
