#pragma once

// What a single line is, by the rules of cleaning.toml and, where no rule speaks, by its shape:
// signs alone, numbers alone, hashtags, a trail of sections, initials of a desk, a caption with the
// picture's credit in brackets. A line that nothing speaks against is text.

#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/line.h"

#include <cstdint>
#include <string>

namespace khabard {

enum class LineClass : std::uint8_t {
    text,
    furniture,
    separator,    // signs alone: perhaps the border of two articles
    list_alone,   // starts a list of other stories
    list_inline,  // names another story in the same line
    rest,
    byline,
    caption,
    source,
    credit,  // names of agencies and papers alone
    end_mark,
    closing,  // initials, numbers: what agencies put behind the text
    continues,
    withdrawn,
    error_page,
};

struct Classified {
    LineClass what;
    std::string rule;  // id of the rule, or the name of the shape
};

// The rule under which a picture's credit in brackets is found by shape.
inline constexpr const char* caption_shape = "caption";
inline constexpr const char* section_trail_shape = "section-trail";

Classified classify_line(const Line& line, const CleaningRules& rules);

}  // namespace khabard
