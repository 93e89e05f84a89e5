#pragma once

// TOML as a plain tree in which every value knows its place, so that a complaint can name
// file:line:column. The toml++ library is used in toml_value.cc only.

#include "daemon/model/complaint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace khabard {

struct TomlPlace {
    std::uint32_t line;    // 1-based
    std::uint32_t column;  // 1-based, in bytes
};

struct TomlValue;

struct TomlEntry;  // a key with its place and value

struct TomlTable {
    std::vector<TomlEntry> entries;  // in document order

    // The value under `key`, or nullptr. Owned by this table.
    const TomlValue* find(std::string_view key) const;
};

struct TomlArray {
    std::vector<TomlValue> values;
};

struct TomlValue {
    std::variant<bool, std::int64_t, double, std::string, TomlArray, TomlTable> value;
    TomlPlace place;
    // "a boolean", "an integer", "a number", "a string", "an array", "a table"
    const char* type_name() const;

    const std::string* string() const;
    const std::int64_t* integer() const;
    const bool* boolean() const;
    const TomlArray* array() const;
    const TomlTable* table() const;
};

struct TomlEntry {
    std::string key;
    TomlPlace place;  // of the key
    TomlValue value;
};

// Parses `text`; `file` is the name that complaints carry. A syntax error is added to `complaints`
// (with its place) and gives nullopt. TOML dates and times become strings as written.
std::optional<TomlTable> parse_toml(std::string_view text, const std::string& file,
                                    Complaints& complaints);

// "toml++ 1.2.3", for --version.
std::string toml_version();

}  // namespace khabard
