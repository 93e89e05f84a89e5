#include "daemon/config/theme_swap.h"

#include "daemon/themes/theme_source.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr const char* themes_stem = "themes/";

std::string id_in(const ConfigFile& file) {
    return theme_id(ThemeFile{file.name, file.text}).value_or("");
}

std::string file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0: the whole path
}

// A name under `themes/` that no other file has.
std::string free_name(const ConfigFiles& files, const std::string& wanted) {
    std::string name = themes_stem + wanted;
    while (files.find(name) != nullptr) {
        name.insert(std::string(themes_stem).size(), "new-");
    }
    return name;
}

}  // namespace

ThemeSwap with_theme_file(ConfigFiles files, const std::string& path, std::string text) {
    const std::string theme = id_in(ConfigFile{path, text});
    const std::string same_name = themes_stem + file_name(path);
    const auto place =
        std::find_if(files.files.begin(), files.files.end(), [&](const ConfigFile& file) {
            const bool here = theme.empty() ? file.name == same_name : id_in(file) == theme;
            return file.name.starts_with(themes_stem) && here;
        });
    if (place != files.files.end()) {
        place->text = std::move(text);
        std::string name = place->name;
        return ThemeSwap{std::move(files), std::move(name), theme, true};
    }
    std::string name = free_name(files, file_name(path));
    files.files.push_back(ConfigFile{name, std::move(text)});
    std::sort(files.files.begin(), files.files.end(),
              [](const ConfigFile& a, const ConfigFile& b) { return a.name < b.name; });
    return ThemeSwap{std::move(files), std::move(name), theme, false};
}

}  // namespace khabard
