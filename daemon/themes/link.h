#pragma once

// The last step of compiling: which classes a hit belongs to, in which order rules are looked at,
// for which themes, and by which class each is set off.

#include "daemon/themes/compiled.h"

#include <vector>

namespace khabard {

// `includes`: by class, the classes that it belongs to directly. REQUIRES: rules and patterns
// stand.
void link_rules(CompiledThemes& compiled, const std::vector<std::vector<ClassId>>& includes);

}  // namespace khabard
