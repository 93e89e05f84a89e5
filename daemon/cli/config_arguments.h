#pragma once

// What every command takes that reads a configuration.

#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct ConfigArguments {
    std::optional<std::string> path;     // --config; see config_path() for the default
    std::vector<std::string> overrides;  // --set key=value
};

}  // namespace khabard
