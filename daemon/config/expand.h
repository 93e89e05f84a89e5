#pragma once

// Puts environment variables and credentials into the strings of a configuration: "${NAME}" and
// "${credential:NAME}"; "$${" stands for "${" itself. What was put in is a secret: it is shown to
// nobody, so each string that holds one also has a form for display.

#include "daemon/config/config_files.h"
#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace khabard {

struct Expansions {
    std::vector<std::string> secrets;  // longest first, without the ones too short to hide
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> displays;  // by line and column

    // `value` at `place`, with "***" for every secret in it.
    std::string display(TomlPlace place, const std::string& value) const;
};

// Expands every string of `table` in place. A variable or credential that is missing is complained
// about at its string, and stays as written.
Expansions expand(TomlTable& table, const std::string& file, const Surroundings& surroundings,
                  Complaints& complaints);

}  // namespace khabard
