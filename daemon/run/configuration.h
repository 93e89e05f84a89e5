#pragma once

// A configuration from its files to compiled rules, in one call: what `run` starts with, what a
// reload replaces it by, what `check` complains about.

#include "daemon/config/load.h"
#include "daemon/config/rules.h"
#include "daemon/ports/files.h"

#include <memory>
#include <optional>
#include <string>

namespace khabard {

struct ConfigurationSource {
    std::optional<std::string> path;  // nullopt: the shipped configuration
    Surroundings surroundings;
    Purpose purpose;
    bool run_examples;  // of the themes
};

struct Configuration {
    Config config;
    std::shared_ptr<const Rules> rules;  // never null
    Complaints complaints;               // of files, keys, rules and examples, in order of place
};

// `generation` is what the rules will be known under when they go live.
Configuration load_configuration(Files& files, const ConfigurationSource& source,
                                 Generation generation);

// The same rules under another generation. REQUIRES: nobody else holds the rules yet.
Configuration with_generation(Configuration configuration, Generation generation);

}  // namespace khabard
