#pragma once

// What `khabard explain` prints, for people: why a document came out as it did. Pure; the form is
// free to change.

#include "daemon/cli/page.h"
#include "daemon/pipeline/prepare.h"

#include <string>

namespace khabard {

// Every article of `prepared`: what was removed and by which rule, how its dates were read, its
// themes with the evidence, and near misses.
std::string explain(const Prepared& prepared, PageStyle style);

}  // namespace khabard
