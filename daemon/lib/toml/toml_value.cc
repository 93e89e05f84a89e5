#include "daemon/lib/toml/toml_value.h"

#include <algorithm>
#include <cstddef>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// The parser asserts of a table header what it then finds out and reports: "[>a]" must be a
// complaint, not the end of the process.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

namespace khabard {
namespace {

// The library counts columns in code points, operators' editors and our complaints in bytes.
class Places {
public:
    explicit Places(std::string_view text) : text_(text) {
        line_starts_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') {
                line_starts_.push_back(i + 1);
            }
        }
    }

    // The offset in the text of a position of the library.
    std::size_t offset(const toml::source_position& position) const {
        if (position.line == 0) {
            return 0;
        }
        if (position.line > line_starts_.size()) {
            return text_.size();
        }
        std::size_t at = line_starts_[position.line - 1];
        for (toml::source_index column = 1; column < position.column; ++column) {
            at = next_code_point(at);
        }
        return at;
    }

    TomlPlace place(const toml::source_position& position) const {
        if (position.line == 0 || position.line > line_starts_.size()) {
            return TomlPlace{1, 1};
        }
        const std::size_t column = offset(position) - line_starts_[position.line - 1] + 1;
        return TomlPlace{static_cast<std::uint32_t>(position.line),
                         static_cast<std::uint32_t>(column)};
    }

    std::string_view text(const toml::source_region& region) const {
        const std::size_t begin = offset(region.begin);
        const std::size_t end = std::max(begin, offset(region.end));
        return text_.substr(begin, end - begin);
    }

private:
    std::size_t next_code_point(std::size_t at) const {
        if (at < text_.size()) {
            ++at;
        }
        while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U) {
            ++at;
        }
        return at;
    }

    std::string_view text_;
    std::vector<std::size_t> line_starts_;
};

// The library refuses nesting deeper than 256, so the recursion below is bounded.
TomlTable convert_table(const toml::table& table, const Places& places);
TomlArray convert_array(const toml::array& array, const Places& places);

TomlValue convert(const toml::node& node, const Places& places) {
    const TomlPlace place = places.place(node.source().begin);
    if (const auto* table = node.as_table()) {
        return TomlValue{convert_table(*table, places), place};
    }
    if (const auto* array = node.as_array()) {
        return TomlValue{convert_array(*array, places), place};
    }
    if (const auto* string = node.as_string()) {
        return TomlValue{string->get(), place};
    }
    if (const auto* integer = node.as_integer()) {
        return TomlValue{integer->get(), place};
    }
    if (const auto* number = node.as_floating_point()) {
        return TomlValue{number->get(), place};
    }
    if (const auto* boolean = node.as_boolean()) {
        return TomlValue{boolean->get(), place};
    }
    return TomlValue{std::string(places.text(node.source())), place};  // dates and times
}

TomlArray convert_array(const toml::array& array, const Places& places) {
    TomlArray out;
    out.values.reserve(array.size());
    for (const toml::node& node : array) {
        out.values.push_back(convert(node, places));
    }
    return out;
}

// The library sorts keys; their places bring the document's order back.
TomlTable convert_table(const toml::table& table, const Places& places) {
    TomlTable out;
    out.entries.reserve(table.size());
    for (const auto& [key, node] : table) {
        out.entries.push_back(TomlEntry{std::string(key.str()), places.place(key.source().begin),
                                        convert(node, places)});
    }
    std::stable_sort(out.entries.begin(), out.entries.end(),
                     [](const TomlEntry& a, const TomlEntry& b) {
                         return std::pair(a.place.line, a.place.column) <
                                std::pair(b.place.line, b.place.column);
                     });
    return out;
}

}  // namespace

const TomlValue* TomlTable::find(std::string_view key) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [key](const TomlEntry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

const char* TomlValue::type_name() const {
    static constexpr const char* names[] = {"a boolean", "an integer", "a number",
                                            "a string",  "an array",   "a table"};
    return names[value.index()];
}

const std::string* TomlValue::string() const {
    return std::get_if<std::string>(&value);
}
const std::int64_t* TomlValue::integer() const {
    return std::get_if<std::int64_t>(&value);
}
const bool* TomlValue::boolean() const {
    return std::get_if<bool>(&value);
}
const TomlArray* TomlValue::array() const {
    return std::get_if<TomlArray>(&value);
}
const TomlTable* TomlValue::table() const {
    return std::get_if<TomlTable>(&value);
}

std::optional<TomlTable> parse_toml(std::string_view text, const std::string& file,
                                    Complaints& complaints) {
    const toml::parse_result parsed = toml::parse(text);
    const Places places(text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        const TomlPlace place = places.place(error.source().begin);
        complaints.push_back(Complaint{file, place.line, place.column,
                                       "not valid TOML: " + std::string(error.description()), ""});
        return std::nullopt;
    }
    return convert_table(parsed.table(), places);
}

std::string toml_version() {
    return "toml++ " + std::to_string(TOML_LIB_MAJOR) + "." + std::to_string(TOML_LIB_MINOR) + "." +
           std::to_string(TOML_LIB_PATCH);
}

}  // namespace khabard
