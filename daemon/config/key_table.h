#pragma once

// Every key that the configuration knows, as data: the loader takes defaults, limits and
// suggestions from here, config/README.md is checked against it, and a reload asks it which keys
// need a restart. To add a key: its row here, its line in config/README.md, its use in load.cc.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

enum class KeyType : std::uint8_t {
    text,
    path,  // relative to the file it stands in
    boolean,
    integer,
    number,
    size,      // bytes: an integer, or a string with KiB, MiB, GiB
    duration,  // a string: "15m"
    choice,    // one of the words of the limit, which `|` separates
    list,      // an array of strings
};

// "text", "path", "duration" ...: as in config/README.md.
const char* key_type_name(KeyType type) noexcept;

enum class Applies : std::uint8_t {
    reload,   // a reload puts a new value into effect
    restart,  // a reload that changes it is refused whole
};

struct KeyRow {
    std::string_view key;  // "publish.files.directory"; `*` at the end stands for any name
    KeyType type;
    std::string_view unit;      // "bytes", "rows" ...; empty where the type says it
    std::string_view fallback;  // the default, in the spelling of the file; empty: none
    std::string_view limit;     // "1..64", "files|kafka"; empty: none
    Applies applies;
    std::string_view meaning;  // one line
};

std::span<const KeyRow> key_table();

// The row of a full key; "publish.kafka.properties.x" finds the row that ends in `*`.
const KeyRow* find_key(std::string_view key);

// True when some row stands below `key`: "publish", "publish.files".
bool is_key_section(std::string_view key);

// The two borders of a limit "a..b"; both empty when there are none.
struct LimitBorders {
    std::string_view minimum;
    std::string_view maximum;
};
LimitBorders limit_borders(const KeyRow& row);

// The words of the limit of a choice.
std::vector<std::string> limit_words(const KeyRow& row);

}  // namespace khabard
