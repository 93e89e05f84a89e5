#pragma once

// One name, one meaning: all rooms share the namespace khabard, and a linker that meets two types
// or two functions of one name keeps either without a word; the program then reads one struct
// through the layout of the other. This rule reads the whole tree, as the compilers never do.
//
// It knows what stands at column 0 outside anonymous namespaces: types and aliases, inline and
// extern variables (by namespace and name), free functions (by namespace, name and the types of the
// parameters). It does not know members, specialisations and operators.

#include "tests/tidy/house_rules.h"

#include <vector>

namespace khabard::tidy {

// Finds each name that two files define, or that two headers declare.
Findings one_definition(const std::vector<SourceFile>& files);

}  // namespace khabard::tidy
