#pragma once

// The closed set of what is written together with the word after it: conjunctions, prepositions
// and the article, folded. The empty one comes first.

#include <string>
#include <vector>

namespace khabard {

// wa-, fa- x bi-, ka-, li-, the article in all its joined forms. 24 strings.
const std::vector<std::string>& folded_proclitics();

}  // namespace khabard
