#pragma once

// Configurations as texts, for the tests of daemon/config.

#include "daemon/config/load.h"

#include <string>

namespace khabard::test {

// A configuration whose khabard.toml and feeds.toml are these texts, in /etc/khabard.
inline ConfigFiles config_files(const std::string& main, const std::string& feeds = "") {
    ConfigFiles files{"/etc/khabard", "khabard.toml", {}, {}, {}};
    if (!feeds.empty()) {
        files.files.push_back(ConfigFile{"feeds.toml", feeds});
    }
    files.files.push_back(ConfigFile{"khabard.toml", main});
    return files;
}

inline LoadedConfig load(const std::string& main, const std::string& feeds = "",
                         const Surroundings& surroundings = {}) {
    return load_config(config_files(main, feeds), surroundings, Purpose::offline);
}

// All complaints, one a line.
inline std::string text_of(const Complaints& complaints) {
    std::string out;
    for (const Complaint& complaint : complaints) {
        out += format_complaint(complaint) + "\n";
    }
    return out;
}

}  // namespace khabard::test
