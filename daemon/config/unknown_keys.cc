#include "daemon/config/section_reader.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

std::string last_name(std::string_view key) {
    return std::string(key.substr(key.rfind('.') + 1));  // npos + 1 is 0: the whole key
}

std::string section_of(std::string_view key) {
    const std::size_t dot = key.rfind('.');
    return std::string(dot == std::string_view::npos ? "" : key.substr(0, dot));
}

// The names of keys and sections that may stand directly in the section `prefix`.
std::vector<std::string> names_in(const std::string& prefix) {
    const std::string stem = prefix.empty() ? "" : prefix + ".";
    std::vector<std::string> names;
    for (const KeyRow& row : key_table()) {
        if (!row.key.starts_with(stem)) {
            continue;
        }
        const std::string_view rest = row.key.substr(stem.size());
        std::string name(rest.substr(0, rest.find('.')));
        if (name != "*" && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

std::string hint_for(const std::string& name, const std::string& prefix) {
    if (const auto near = nearest(name, names_in(prefix))) {
        return "did you mean \"" + *near + "\"?";
    }
    for (const KeyRow& row : key_table()) {
        if (last_name(row.key) == name) {
            const std::string section = section_of(row.key);
            const bool of_feed = section == "feed" || section.starts_with("feed.");
            return of_feed ? "it belongs to a [[feed]] in feeds.toml"
                           : "it belongs to the section [" + section + "]";
        }
    }
    return "config/README.md lists all keys";
}

}  // namespace

void reject_unknown_keys(const TomlTable& table, const std::string& prefix, FileReading& reading) {
    for (const TomlEntry& entry : table.entries) {
        const std::string key = prefix.empty() ? entry.key : prefix + "." + entry.key;
        const TomlTable* below = entry.value.table();
        if (find_key(key) != nullptr) {
            continue;
        }
        if (is_key_section(key)) {
            if (below != nullptr) {
                reject_unknown_keys(*below, key, reading);
            }
            continue;  // of another type: complained about by whoever reads the section
        }
        reading.complaints.push_back(Complaint{
            reading.file, entry.place.line, entry.place.column,
            (below != nullptr ? "unknown section [" + key + "]" : "unknown key \"" + key + "\""),
            hint_for(entry.key, prefix)});
    }
}

}  // namespace khabard
