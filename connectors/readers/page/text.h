#pragma once

// Small readings of text that the parts of the page reader share.

#include "daemon/lib/xml/html.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// Runs of blanks of any kind as one space, none at the ends.
std::string collapse_blanks(std::string_view text);

// Letters and digits alone, ASCII lowered: equal for two spellings of one title.
std::string letters_of(std::string_view text);

// Maximal runs of letters and digits, ASCII lowered.
std::vector<std::string> words_in(std::string_view text);

// The texts below element `index`, parted by blanks, without scripts and styles. It stops soon
// after `bytes_max`: what is longer is not what the caller looks for.
std::string short_text(const HtmlDocument& document, std::size_t index, std::size_t bytes_max);

}  // namespace khabard
