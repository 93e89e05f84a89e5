#pragma once

// Where one scraped text holds several articles: a separating line with a headline and text behind
// it, a "read also" that is followed by a whole article instead of a list, a second headline with
// a date line or an agency's dateline of its own. A list of headlines, a subheading and an ornament
// between two paragraphs are no border.

#include "daemon/stages/findings.h"

#include <cstddef>
#include <vector>

namespace khabard {

// The lines at which another article begins, in order; the first article begins at line 0 and is
// not named.
std::vector<std::size_t> find_borders(const Sheet& sheet, const std::vector<Finding>& findings,
                                      const CleaningRules& rules);

}  // namespace khabard
