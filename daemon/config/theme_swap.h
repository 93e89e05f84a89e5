#pragma once

// The files of a configuration with one theme file in another version, to see what that would
// change before it goes live.

#include "daemon/config/config_files.h"

#include <string>

namespace khabard {

struct ThemeSwap {
    ConfigFiles files;
    std::string name;   // what the file is called in `files`: "themes/territory.toml"
    std::string theme;  // its id; "" of a file of word classes
    bool replaces;      // false: it was added
};

// `path` is where the file stands, `text` what it holds. It takes the place of the file with the
// theme of the same id; a file of word classes that of the file of the same name.
ThemeSwap with_theme_file(ConfigFiles files, const std::string& path, std::string text);

}  // namespace khabard
