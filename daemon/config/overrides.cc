#include "daemon/config/overrides.h"

#include "daemon/config/key_table.h"
#include "daemon/lib/toml/table_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

std::optional<TomlValue> parse_value(std::string_view text) {
    Complaints ignored;
    auto table = parse_toml("value = " + std::string(text), "", ignored);
    if (!table || table->entries.size() != 1) {
        return std::nullopt;
    }
    return std::move(table->entries.front().value);
}

bool is_text_type(KeyType type) {
    return type == KeyType::text || type == KeyType::path || type == KeyType::duration ||
           type == KeyType::choice;
}

TomlValue value_of(const KeyRow& row, std::string_view text, TomlPlace place) {
    const bool quoted = text.starts_with('"') || text.starts_with('\'');
    std::optional<TomlValue> parsed;
    if (quoted || !is_text_type(row.type)) {
        parsed = parse_value(text);
    }
    TomlValue value = parsed ? std::move(*parsed) : TomlValue{std::string(text), place};
    value.place = place;
    if (row.type == KeyType::list && value.string() != nullptr) {
        TomlArray array;
        array.values.push_back(std::move(value));
        value = TomlValue{std::move(array), place};
    }
    if (auto* array = std::get_if<TomlArray>(&value.value)) {
        for (TomlValue& element : array->values) {
            element.place = place;
        }
    }
    return value;
}

TomlEntry* find_entry(TomlTable& table, std::string_view key) {
    const auto found = std::find_if(table.entries.begin(), table.entries.end(),
                                    [key](const TomlEntry& entry) { return entry.key == key; });
    return found == table.entries.end() ? nullptr : &*found;
}

// Walks the sections that the key table knows, creating what is missing; the rest of the key (a
// property of librdkafka has dots of its own) is the last name.
void put(TomlTable& root, std::string_view key, TomlValue value) {
    TomlTable* table = &root;
    const TomlPlace place = value.place;
    std::string_view rest = key;
    for (std::size_t end = key.find('.'); end != std::string_view::npos;
         end = key.find('.', end + 1)) {
        if (!is_key_section(key.substr(0, end))) {
            break;
        }
        const std::string_view name =
            key.substr(key.size() - rest.size(), end - (key.size() - rest.size()));
        TomlEntry* entry = find_entry(*table, name);
        if (entry == nullptr) {
            table->entries.push_back(TomlEntry{std::string(name), place, {TomlTable{}, place}});
            entry = &table->entries.back();
        }
        auto* below = std::get_if<TomlTable>(&entry->value.value);
        if (below == nullptr) {
            return;  // `fetch = 1` in the file: complained about when it is read
        }
        table = below;
        rest = key.substr(end + 1);
    }
    TomlEntry* entry = find_entry(*table, rest);
    if (entry == nullptr) {
        table->entries.push_back(TomlEntry{std::string(rest), place, std::move(value)});
    } else {
        entry->place = place;
        entry->value = std::move(value);
    }
}

std::string hint_for(std::string_view key) {
    std::vector<std::string> known;
    for (const KeyRow& row : key_table()) {
        if (!row.key.starts_with("feed.")) {
            known.emplace_back(row.key);
        }
    }
    if (key.starts_with("feed.")) {
        return "--set changes keys of khabard.toml; feeds are changed in feeds.toml";
    }
    const auto near = nearest(key, known);
    return near ? "did you mean \"" + *near + "\"?" : "config/README.md lists all keys";
}

}  // namespace

void apply_overrides(TomlTable& table, const std::vector<std::string>& overrides,
                     Complaints& complaints) {
    for (std::size_t i = 0; i < overrides.size(); ++i) {
        const TomlPlace place{0, static_cast<std::uint32_t>(i + 1)};
        const std::string_view text = overrides[i];
        const std::size_t equals = text.find('=');
        const std::string named = override_of(place, overrides);
        if (equals == std::string_view::npos || equals == 0) {
            complaints.push_back(Complaint{named, 0, 0, "not of the form key=value",
                                           "for example --set publish.sink=files"});
            continue;
        }
        const std::string_view key = text.substr(0, equals);
        const KeyRow* row = find_key(key);
        if (row == nullptr || key.starts_with("feed.")) {
            complaints.push_back(
                Complaint{named, 0, 0, "unknown key \"" + std::string(key) + "\"", hint_for(key)});
            continue;
        }
        put(table, key, value_of(*row, text.substr(equals + 1), place));
    }
}

std::string override_of(TomlPlace place, const std::vector<std::string>& overrides) {
    if (place.line != 0 || place.column == 0 || place.column > overrides.size()) {
        return "";
    }
    const std::string& text = overrides[place.column - 1];
    return "--set " + text.substr(0, text.find('='));
}

}  // namespace khabard
