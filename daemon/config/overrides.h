#pragma once

// `--set key=value`: puts a value into the tree of khabard.toml as if it stood there.

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"

#include <string>
#include <vector>

namespace khabard {

// Applies each "key=value" in order. A value is read by the type of its key: strings need no
// quotes, a list takes one bare word or a TOML array. A value so placed carries the place
// {0, n}, n counting the overrides from 1: override_of() names it.
void apply_overrides(TomlTable& table, const std::vector<std::string>& overrides,
                     Complaints& complaints);

// "--set publish.sink" for the place of such a value (which may be a secret and is left out); empty
// for any other place.
std::string override_of(TomlPlace place, const std::vector<std::string>& overrides);

}  // namespace khabard
