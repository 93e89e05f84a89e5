#pragma once

// The files of a configuration as read, before anything is made of them, and what the outside
// world adds: environment, credentials, --set. Reading them is an edge; this room only gets texts.
//
//     ConfigFiles files = with_shipped_rules(read_config_files(disk, "/etc/khabard"));
//     LoadedConfig loaded = load_config(files, surroundings, Purpose::run);

#include "daemon/model/complaint.h"
#include "daemon/ports/files.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct ConfigFile {
    std::string name;  // relative to the directory: "feeds.toml", "themes/territory.toml"
    std::string text;
};

struct ConfigFiles {
    std::string directory;  // where they stand; relative paths in them start here. May be empty
    std::string main_name;  // "khabard.toml", or the file that the operator named
    std::vector<ConfigFile> files;     // in order of name
    std::vector<std::string> shipped;  // what was taken from the binary: "themes", "cleaning.toml"
    Complaints complaints;             // about files that could not be read

    // nullptr when there is none of that name.
    const ConfigFile* find(std::string_view name) const;
    // themes/*.toml, in order of name.
    std::vector<const ConfigFile*> themes() const;
};

// `path` is the directory of the configuration, or its khabard.toml by whatever name; the other
// files stand beside it. A file that cannot be read is a complaint.
ConfigFiles read_config_files(Files& disk, const std::string& path);

// The configuration that the binary was built with: config/ of the source tree.
ConfigFiles shipped_config();

// `files`, and for each of cleaning.toml, aliases.toml and the theme files that a configuration
// does not have the shipped one. A configuration with one theme file has no shipped themes.
ConfigFiles with_shipped_rules(ConfigFiles files);

// What ${NAME}, ${credential:NAME} and the command line add.
struct Surroundings {
    std::map<std::string, std::string> environment;
    std::map<std::string, std::string> credentials;  // files of $CREDENTIALS_DIRECTORY
    std::vector<std::string> overrides;              // of --set: "publish.sink=files"
};

}  // namespace khabard
