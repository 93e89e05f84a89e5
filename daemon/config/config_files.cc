#include "daemon/config/config_files.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{16} << 20;
constexpr std::string_view themes_stem = "themes/";
constexpr const char* rule_files[] = {"aliases.toml", "cleaning.toml"};

bool is_theme(const ConfigFile& file) {
    return file.name.starts_with(themes_stem);
}

bool has_name(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class DirectoryReading {
public:
    DirectoryReading(Files& disk, ConfigFiles files) : disk_(disk), files_(std::move(files)) {}

    void read(const std::string& name) {
        auto text = disk_.read(files_.directory + "/" + name, file_bytes_max);
        if (!text) {
            files_.complaints.push_back(Complaint{name, 0, 0, text.error().what, ""});
        } else if (*text) {
            files_.files.push_back(ConfigFile{name, std::move(**text)});
        }
    }

    // The theme files of a directory; names that begin with a dot are an editor's.
    void read_themes() {
        const std::string themes = files_.directory + "/themes";
        const auto names = disk_.list(themes);
        if (!names) {
            // Where there is no such directory the shipped themes will do. One that cannot be read
            // may hold others.
            if (const auto there = disk_.size(themes); !there || *there) {
                files_.complaints.push_back(Complaint{"themes", 0, 0, names.error().what, ""});
            }
            return;
        }
        for (const std::string& name : *names) {
            if (name.ends_with(".toml") && !name.starts_with('.')) {
                read(std::string(themes_stem) + name);
            }
        }
    }

    ConfigFiles take() {
        std::sort(files_.files.begin(), files_.files.end(),
                  [](const ConfigFile& a, const ConfigFile& b) { return a.name < b.name; });
        return std::move(files_);
    }

private:
    Files& disk_;
    ConfigFiles files_;
};

}  // namespace

const ConfigFile* ConfigFiles::find(std::string_view name) const {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [name](const ConfigFile& file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

std::vector<const ConfigFile*> ConfigFiles::themes() const {
    std::vector<const ConfigFile*> out;
    for (const ConfigFile& file : files) {
        if (is_theme(file)) {
            out.push_back(&file);
        }
    }
    return out;
}

ConfigFiles read_config_files(Files& disk, const std::string& path) {
    ConfigFiles files{path, "khabard.toml", {}, {}, {}};
    if (!disk.list(path)) {  // no directory: the file itself, or nothing at all
        const std::filesystem::path named(path);
        files.directory = named.has_parent_path() ? named.parent_path().string() : std::string(".");
        files.main_name = named.filename().string();
    }
    while (files.directory.size() > 1 && files.directory.ends_with('/')) {
        files.directory.pop_back();
    }
    const std::string main_name = files.main_name;
    DirectoryReading reading(disk, std::move(files));
    reading.read(main_name);
    if (main_name != "feeds.toml") {
        reading.read("feeds.toml");
    }
    for (const char* name : rule_files) {
        reading.read(name);
    }
    reading.read_themes();
    return reading.take();
}

ConfigFiles with_shipped_rules(ConfigFiles files) {
    const bool own_themes = !files.themes().empty();
    ConfigFiles shipped = shipped_config();
    std::vector<std::string> missing;
    for (const char* name : rule_files) {
        if (files.find(name) == nullptr) {
            missing.emplace_back(name);
        }
    }
    for (ConfigFile& file : shipped.files) {
        const bool theme = is_theme(file);
        if (theme ? own_themes : !has_name(missing, file.name)) {
            continue;
        }
        const std::string part = theme ? "themes" : file.name;
        if (!has_name(files.shipped, part)) {
            files.shipped.push_back(part);
        }
        files.files.push_back(std::move(file));
    }
    std::sort(files.files.begin(), files.files.end(),
              [](const ConfigFile& a, const ConfigFile& b) { return a.name < b.name; });
    return files;
}

}  // namespace khabard
