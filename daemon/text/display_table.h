#pragma once

#include <string_view>

namespace khabard {

// Whether a word that ends in yeh ends in alef maksura in right Arabic spelling: the particles and
// adjectives of the table, perhaps after wa-, fa- or the article. Needed where a Persian keyboard
// wrote one letter for both.
bool is_maksura_word(std::string_view word);

}  // namespace khabard
