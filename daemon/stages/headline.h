#pragma once

// The headline of a scraped text: among the lines above the first running text, the first that the
// text takes up again; what else stands there is a section's name, an author, a slogan.

#include "daemon/stages/findings.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace khabard {

// Index of the headline among the lines above `lead` (the first running text; size() when there is
// none), or size(): there is none.
std::size_t find_headline(const Sheet& sheet, const std::vector<Finding>& findings,
                          std::size_t lead, const CleaningRules& rules);

// How many longer words of `a` (folded keys) begin like a word of `b`.
std::size_t shared_stems(std::string_view a, std::string_view b);

}  // namespace khabard
