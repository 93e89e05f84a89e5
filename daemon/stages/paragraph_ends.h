#pragma once

// What is glued to the two ends of a paragraph: words of the page in front of it, an agency's
// closing marks, credits, "read more" and promotion behind it.

#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/sheet.h"

#include <cstddef>
#include <vector>

namespace khabard {

// Takes the words of `glued` rules off the front of line `index`, as often as they stand there.
// True when something was taken.
bool trim_front(Sheet& sheet, std::size_t index, const CleaningRules& rules);

struct TrimmedEnd {
    bool cut_short;                     // "read more", "to be continued"
    bool closed;                        // an end mark stood here
    std::vector<std::size_t> agencies;  // credited behind the last sentence
};

// Cuts what `tail`, `read_more`, `end_mark` and `continues` rules describe off the end of line
// `index`, and the credit in brackets behind its last sentence when it is the `last` of the text.
TrimmedEnd trim_end(Sheet& sheet, std::size_t index, bool last, const CleaningRules& rules);

}  // namespace khabard
