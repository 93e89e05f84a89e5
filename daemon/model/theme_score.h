#pragma once

// What the theme engine found in one article, with the evidence for it.

#include "daemon/model/text.h"
#include "daemon/model/tokens.h"

#include <cstddef>
#include <string>
#include <vector>

namespace khabard {

// A span of display text that spoke for a theme.
struct Evidence {
    std::string rule;  // id of the pattern in the theme file
    Zone zone;         // which text `offset` counts in
    ByteOffset offset;
    std::size_t length;  // bytes
};

struct ThemeScore {
    std::string theme;  // id, as in the theme file
    double score;
    double threshold;
    bool labelled;  // score reached the threshold and every gate was passed
    std::vector<Evidence> evidence;
};

}  // namespace khabard
