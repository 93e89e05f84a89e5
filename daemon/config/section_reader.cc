#include "daemon/config/section_reader.h"

#include "daemon/base/check.h"
#include "daemon/base/printable.h"
#include "daemon/config/size_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

namespace khabard {
namespace {

const TomlTable empty_table;

std::int64_t parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    check(error == std::errc{} && end == text.data() + text.size(), "an integer of the key table");
    return value;
}

double parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    check(error == std::errc{} && end == text.data() + text.size(), "a number of the key table");
    return value;
}

// For the fallbacks and limits of the table, which its test proves to be well formed.
template <class Value>
Value known(std::optional<Value> value) {
    check(value.has_value(), "a default or limit of the key table");
    return *value;
}

std::string number_text(double value) {
    char buffer[32];
    const auto [end, error] = std::to_chars(std::begin(buffer), std::end(buffer), value);
    return error == std::errc{} ? std::string(buffer, end) : std::string();
}

}  // namespace

SectionReader::SectionReader(FileReading& reading, std::string prefix, const TomlTable& table,
                             TomlPlace place)
    : reading_(reading),
      prefix_(std::move(prefix)),
      table_(table),
      place_(place),
      reader_(table, place, reading.file, reading.complaints) {}

SectionReader SectionReader::section(std::string_view name) {
    const TomlTable* table = reader_.table(name);
    return SectionReader(reading_, full_key(name), table == nullptr ? empty_table : *table,
                         reader_.place_of(name));
}

const KeyRow& SectionReader::row(std::string_view name, KeyType type) const {
    const KeyRow* found = find_key(full_key(name));
    check(found != nullptr && found->type == type, "a key of the key table");
    return *found;
}

std::string SectionReader::text(std::string_view name) {
    const KeyRow& about = row(name, KeyType::text);
    std::string value = reader_.string(name).value_or(std::string(about.fallback));
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(value.begin(), value.end(), control)) {
        complain(name, in_quotes(name) + " holds a control character", "write it on one line");
        value = about.fallback;
    }
    record(name, value);
    return value;
}

std::string SectionReader::path(std::string_view name) {
    const KeyRow& about = row(name, KeyType::path);
    std::string value = reader_.string(name).value_or(std::string(about.fallback));
    if (has(name) && place_of(name).line > 0 && !value.empty()) {
        value = resolve_path(reading_.directory, value);
    }
    record(name, value);
    return value;
}

bool SectionReader::boolean(std::string_view name) {
    const bool fallback = row(name, KeyType::boolean).fallback == "true";
    const bool value = reader_.boolean(name).value_or(fallback);
    record(name, value ? "true" : "false");
    return value;
}

std::size_t SectionReader::integer(std::string_view name) {
    const KeyRow& about = row(name, KeyType::integer);
    const LimitBorders borders = limit_borders(about);
    const IntegerRange range{parse_integer(borders.minimum), parse_integer(borders.maximum)};
    const std::int64_t value = reader_.integer(name, range).value_or(parse_integer(about.fallback));
    record(name, std::to_string(value));
    return static_cast<std::size_t>(value);
}

double SectionReader::number(std::string_view name) {
    const KeyRow& about = row(name, KeyType::number);
    const LimitBorders borders = limit_borders(about);
    const NumberRange range{parse_number(borders.minimum), parse_number(borders.maximum)};
    const double value = reader_.number(name, range).value_or(parse_number(about.fallback));
    record(name, number_text(value));
    return value;
}

std::size_t SectionReader::size(std::string_view name) {
    const KeyRow& about = row(name, KeyType::size);
    const LimitBorders borders = limit_borders(about);
    const TomlValue* written = reader_.value(name);
    std::int64_t value = known(parse_size(about.fallback));
    if (written != nullptr) {
        std::optional<std::int64_t> read;
        if (const std::int64_t* bytes = written->integer()) {
            read = *bytes;
        } else if (const std::string* sized = written->string()) {
            read = parse_size(*sized);
        }
        if (!read) {
            complain(name, in_quotes(name) + " is no size",
                     "write bytes as an integer, or \"512KiB\", \"15MiB\", \"2GiB\"");
        } else if (*read < known(parse_size(borders.minimum)) ||
                   *read > known(parse_size(borders.maximum))) {
            complain(name, in_quotes(name) + " is " + format_size(*read) + ", must be between " +
                               std::string(borders.minimum) + " and " +
                               std::string(borders.maximum));
        } else {
            value = *read;
        }
    }
    record(name, format_size(value));
    return static_cast<std::size_t>(value);
}

std::chrono::milliseconds SectionReader::duration(std::string_view name) {
    const KeyRow& about = row(name, KeyType::duration);
    const LimitBorders borders = limit_borders(about);
    const DurationRange range{known(parse_duration(borders.minimum)),
                              known(parse_duration(borders.maximum))};
    const std::chrono::milliseconds value =
        reader_.duration(name, range).value_or(known(parse_duration(about.fallback)));
    record(name, format_duration(value));
    return value;
}

std::size_t SectionReader::choice(std::string_view name) {
    const KeyRow& about = row(name, KeyType::choice);
    const std::vector<std::string> words = limit_words(about);
    const auto fallback = std::find(words.begin(), words.end(), about.fallback);
    const std::size_t value =
        reader_.choice_of(name, words).value_or(static_cast<std::size_t>(fallback - words.begin()));
    check(value < words.size(), "the default of a choice is one of its words");
    record(name, words[value]);
    return value;
}

std::vector<std::string> SectionReader::list(std::string_view name) {
    row(name, KeyType::list);
    std::vector<std::string> values = reader_.strings(name);
    std::string joined;
    for (const std::string& value : values) {
        joined += (joined.empty() ? "" : ", ") + value;
    }
    record(name, std::move(joined));
    return values;
}

std::map<std::string, std::string> SectionReader::texts() {
    std::map<std::string, std::string> out;
    collect(table_, "", out);
    for (const auto& [name, value] : out) {
        record(name, value);
    }
    return out;
}

void SectionReader::collect(const TomlTable& table, const std::string& stem,
                            std::map<std::string, std::string>& out) {
    for (const TomlEntry& entry : table.entries) {
        const std::string name = stem + entry.key;
        if (const TomlTable* below = entry.value.table()) {
            collect(*below, name + ".", out);
        } else if (const std::string* written = entry.value.string()) {
            out[name] = *written;
        } else if (const std::int64_t* integer = entry.value.integer()) {
            out[name] = std::to_string(*integer);
        } else if (const bool* flag = entry.value.boolean()) {
            out[name] = *flag ? "true" : "false";
        } else if (const double* real = std::get_if<double>(&entry.value.value)) {
            out[name] = number_text(*real);
        } else {
            reading_.complaints.push_back(
                Complaint{reading_.file, entry.value.place.line, entry.value.place.column,
                          in_quotes(name) + " must be a string, a number or a boolean, not " +
                              entry.value.type_name(),
                          ""});
        }
    }
}

bool SectionReader::has(std::string_view name) const {
    return table_.find(name) != nullptr;
}

std::string SectionReader::full_key(std::string_view name) const {
    return prefix_.empty() ? std::string(name) : prefix_ + "." + std::string(name);
}

TomlPlace SectionReader::place_of(std::string_view name) const {
    return reader_.place_of(name);
}

std::string SectionReader::display(std::string_view name, const std::string& value) const {
    return reading_.expansions.display(place_of(name), value);
}

void SectionReader::complain(std::string_view name, std::string message, std::string hint) {
    reader_.complain(name, std::move(message), std::move(hint));
}

void SectionReader::warn(std::string_view name, std::string message, std::string hint) {
    complain(name, std::move(message), std::move(hint));
    reading_.complaints.back().warning = true;
}

void SectionReader::record(std::string_view name, std::string value) {
    if (reading_.settings == nullptr) {
        return;
    }
    const TomlPlace place = has(name) ? place_of(name) : TomlPlace{0, 0};
    (*reading_.settings)[full_key(name)] =
        Setting{std::move(value), KeyPlace{reading_.file, place.line, place.column}};
}

std::string resolve_path(const std::string& directory, const std::string& path) {
    const std::filesystem::path resolved =
        (std::filesystem::path(directory) / path).lexically_normal();
    std::string text = resolved.string();
    if (text.size() > 1 && text.ends_with('/')) {
        text.pop_back();
    }
    return text;
}

}  // namespace khabard
