#pragma once

// aliases.toml: which spellings of names and words are one.

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"
#include "daemon/text/fold.h"

#include <string>

namespace khabard {

// Reads the tables `[[alias]]` of `root`. What is wrong is complained about at its place, and the
// rest is still read: forms of too many words, a variant that two tables claim or that is itself
// canonical elsewhere. A variant that folding unites with its canonical form is warned of.
Aliases parse_aliases(const TomlTable& root, const std::string& file, Complaints& complaints);

}  // namespace khabard
