#pragma once

// From the texts of khabard.toml and feeds.toml to a checked Config. Pure: everything that the
// outside adds comes in as values. All complaints are found in one go; the Config that stands
// beside errors has defaults in place of what is wrong and is good for nothing but more checking.

#include "daemon/config/config.h"
#include "daemon/config/config_files.h"

#include <cstdint>

namespace khabard {

// What the configuration is wanted for; decides how much a missing contact weighs.
enum class Purpose : std::uint8_t {
    check,    // a missing contact is a warning
    run,      // ... is an error: nobody polls the world without a name
    offline,  // ... does not matter (`process`, `explain`, `inspect`)
};

struct LoadedConfig {
    Config config;
    Complaints complaints;  // with those of `files`; ordered by file and place
};

LoadedConfig load_config(const ConfigFiles& files, const Surroundings& surroundings,
                         Purpose purpose);

}  // namespace khabard
