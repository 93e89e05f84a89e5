#pragma once

#include <string_view>

namespace khabard {

// Words that end in alef maksura and are often glued to the next one.
bool is_word_on_maksura(std::string_view word) noexcept;

// Pronouns that a preposition on alef maksura takes; with them it is written with yeh, and whoever
// writes alef maksura instead has glued nothing.
bool is_pronoun_ending(std::string_view ending) noexcept;

// What follows the dot in the Arabic names of web sites.
bool is_domain_ending(std::string_view ending) noexcept;

}  // namespace khabard
