#include "daemon/lib/toml/table_reader.h"

#include "daemon/base/printable.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

namespace khabard {
namespace {

std::string show(double number) {
    char buffer[32];
    const auto [end, error] = std::to_chars(std::begin(buffer), std::end(buffer), number);
    return error == std::errc{} ? std::string(buffer, end) : std::string("?");
}

std::string show(std::int64_t number) {
    return std::to_string(number);
}
std::string show(std::chrono::milliseconds duration) {
    return format_duration(duration);
}

// "must be between 1 and 64", or only the border that was crossed when the other is open.
template <class Value, class Range>
std::optional<std::string> out_of_range(Value value, const Range& range) {
    if (value >= range.minimum && value <= range.maximum) {
        return std::nullopt;
    }
    const Range open{};
    const bool has_minimum = range.minimum > open.minimum;
    const bool has_maximum = range.maximum < open.maximum;
    const std::string is = "is " + show(value) + ", must be ";
    if (has_minimum && has_maximum) {
        return is + "between " + show(range.minimum) + " and " + show(range.maximum);
    }
    return value < range.minimum ? is + "at least " + show(range.minimum)
                                 : is + "at most " + show(range.maximum);
}

std::string did_you_mean(const std::string& word) {
    return "did you mean " + in_quotes(word) + "?";
}

}  // namespace

TableReader::TableReader(const TomlTable& table, TomlPlace place, const std::string& file,
                         Complaints& complaints)
    : table_(table), place_(place), file_(file), complaints_(complaints) {}

const TomlValue* TableReader::take(std::string_view key) {
    asked_.emplace_back(key);
    return table_.find(key);
}

void TableReader::wrong_type(std::string_view key, const TomlValue& value, const char* wanted) {
    complain(key,
             in_quotes(key) + " must be " + std::string(wanted) + ", not " + value.type_name());
}

std::optional<std::string> TableReader::string(std::string_view key) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (const std::string* text = found->string()) {
        return *text;
    }
    wrong_type(key, *found, "a string");
    return std::nullopt;
}

std::optional<std::string> TableReader::required_string(std::string_view key) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        complain(key, "key " + in_quotes(key) + " is missing");
        return std::nullopt;
    }
    const std::string* text = found->string();
    if (text == nullptr) {
        wrong_type(key, *found, "a string");
        return std::nullopt;
    }
    if (text->empty()) {
        complain(key, in_quotes(key) + " must not be empty");
        return std::nullopt;
    }
    return *text;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (const bool* held = found->boolean()) {
        return *held;
    }
    wrong_type(key, *found, "true or false");
    return std::nullopt;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, IntegerRange range) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const std::int64_t* number = found->integer();
    if (number == nullptr) {
        wrong_type(key, *found, "an integer");
        return std::nullopt;
    }
    if (const auto why = out_of_range(*number, range)) {
        complain(key, in_quotes(key) + " " + *why);
        return std::nullopt;
    }
    return *number;
}

std::optional<double> TableReader::number(std::string_view key, NumberRange range) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    double number = 0;
    if (const std::int64_t* integer = found->integer()) {
        number = static_cast<double>(*integer);
    } else if (const double* real = std::get_if<double>(&found->value)) {
        number = *real;
    } else {
        wrong_type(key, *found, "a number");
        return std::nullopt;
    }
    if (const auto why = out_of_range(number, range)) {
        complain(key, in_quotes(key) + " " + *why);
        return std::nullopt;
    }
    return number;
}

std::optional<std::chrono::milliseconds> TableReader::duration(std::string_view key,
                                                               DurationRange range) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const std::string* text = found->string();
    if (text == nullptr) {
        wrong_type(key, *found, "a duration in quotes, such as \"15m\" or \"30d\"");
        return std::nullopt;
    }
    const auto duration = parse_duration(*text);
    if (!duration) {
        complain(key, in_quotes(key) + " is no duration: " + in_quotes(*text),
                 "write a number with d, h, m, s or ms: \"15m\", \"1h30m\", \"30d\"");
        return std::nullopt;
    }
    if (const auto why = out_of_range(*duration, range)) {
        complain(key, in_quotes(key) + " " + *why);
        return std::nullopt;
    }
    return duration;
}

std::optional<std::size_t> TableReader::choice(std::string_view key,
                                               std::initializer_list<std::string_view> allowed) {
    return choice_of(key, std::vector<std::string>(allowed.begin(), allowed.end()));
}

std::optional<std::size_t> TableReader::choice_of(std::string_view key,
                                                  const std::vector<std::string>& allowed) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const std::string* text = found->string();
    if (text == nullptr) {
        wrong_type(key, *found, "a string");
        return std::nullopt;
    }
    const auto same = std::find(allowed.begin(), allowed.end(), *text);
    if (same != allowed.end()) {
        return static_cast<std::size_t>(same - allowed.begin());
    }
    const auto near = nearest(*text, allowed);
    std::string list;
    for (const std::string& name : allowed) {
        list += (list.empty() ? "" : ", ") + name;
    }
    complain(key, "unknown " + std::string(key) + " " + in_quotes(*text),
             near ? did_you_mean(*near) : "it is one of " + list);
    return std::nullopt;
}

std::vector<std::string> TableReader::strings(std::string_view key) {
    std::vector<std::string> out;
    const TomlArray* held = array(key);
    if (held == nullptr) {
        return out;
    }
    for (const TomlValue& value : held->values) {
        if (const std::string* text = value.string()) {
            out.push_back(*text);
        } else {
            complaints_.push_back(
                Complaint{file_, value.place.line, value.place.column,
                          in_quotes(key) + " must hold strings, not " + value.type_name(), ""});
        }
    }
    return out;
}

const TomlTable* TableReader::table(std::string_view key) {
    const TomlValue* found = take(key);
    if (found != nullptr && found->table() == nullptr) {
        wrong_type(key, *found, "a table");
    }
    return found == nullptr ? nullptr : found->table();
}

const TomlArray* TableReader::array(std::string_view key) {
    const TomlValue* found = take(key);
    if (found != nullptr && found->array() == nullptr) {
        wrong_type(key, *found, "an array");
    }
    return found == nullptr ? nullptr : found->array();
}

const TomlValue* TableReader::value(std::string_view key) {
    return take(key);
}

TomlPlace TableReader::place_of(std::string_view key) const {
    const TomlValue* found = table_.find(key);
    return found == nullptr ? place_ : found->place;
}

void TableReader::complain(std::string_view key, std::string message, std::string hint) {
    const TomlPlace place = place_of(key);
    complaints_.push_back(
        Complaint{file_, place.line, place.column, std::move(message), std::move(hint)});
}

void TableReader::reject_unknown() {
    for (const TomlEntry& entry : table_.entries) {
        if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) {
            continue;
        }
        const auto near = nearest(entry.key, asked_);
        complaints_.push_back(Complaint{file_, entry.place.line, entry.place.column,
                                        "unknown key " + in_quotes(entry.key),
                                        near ? did_you_mean(*near) : ""});
    }
}

}  // namespace khabard
