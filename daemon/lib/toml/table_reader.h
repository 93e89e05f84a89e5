#pragma once

// Reads a table key by key and complains, with place and suggestion, about whatever is wrong: a
// missing key, a wrong type, a value out of range, and at the end every key that nobody asked for.
// Nothing here stops at the first mistake.
//
//     TableReader reader(table, place, "feeds.toml", complaints);
//     auto id = reader.required_string("id");
//     auto interval = reader.duration("interval", {.minimum = 5min});   // "15m", "30d", "90s"
//     auto kind = reader.choice("kind", {"auto", "rss", "atom"});       // -> index, with "did you
//     mean" reader.reject_unknown();

#include "daemon/lib/toml/toml_value.h"
#include "daemon/model/complaint.h"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct IntegerRange {
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
};

struct NumberRange {
    double minimum = std::numeric_limits<double>::lowest();
    double maximum = std::numeric_limits<double>::max();
};

struct DurationRange {
    std::chrono::milliseconds minimum{0};
    std::chrono::milliseconds maximum = std::chrono::hours{24 * 3650};
};

class TableReader {
public:
    // `table`, `file` and `complaints` outlive the reader. `place` is where the table stands.
    TableReader(const TomlTable& table, TomlPlace place, const std::string& file,
                Complaints& complaints);

    // Each getter returns nullopt when the key is absent or wrong; the latter is complained about.
    std::optional<std::string> string(std::string_view key);
    std::optional<std::string> required_string(std::string_view key);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, IntegerRange range = {});
    std::optional<double> number(std::string_view key, NumberRange range = {});  // integers too
    std::optional<std::chrono::milliseconds> duration(std::string_view key,
                                                      DurationRange range = {});
    // Index of the value among `allowed`; a wrong one is complained about with the nearest name.
    std::optional<std::size_t> choice(std::string_view key,
                                      std::initializer_list<std::string_view> allowed);
    std::optional<std::size_t> choice_of(std::string_view key,
                                         const std::vector<std::string>& allowed);
    std::vector<std::string> strings(std::string_view key);  // [] when absent
    const TomlTable* table(std::string_view key);
    const TomlArray* array(std::string_view key);
    const TomlValue* value(std::string_view key);  // any type; nullptr when absent

    // Place of a key's value, or of the table when the key is absent.
    TomlPlace place_of(std::string_view key) const;

    // Adds a complaint at the value of `key`.
    void complain(std::string_view key, std::string message, std::string hint = {});

    // Complains about every key that no getter asked for: `unknown key "intervall"; did you mean
    // "interval"?`. Call it last.
    void reject_unknown();

private:
    const TomlValue* take(std::string_view key);
    void wrong_type(std::string_view key, const TomlValue& value, const char* wanted);

    const TomlTable& table_;
    TomlPlace place_;
    const std::string& file_;
    Complaints& complaints_;
    std::vector<std::string> asked_;
};

// The nearest of `known` to `word` by edit distance, when it is near enough to be a slip.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// "15m", "30d", "90s", "250ms", "1h30m" -> milliseconds; nullopt when it is not of that form.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// The inverse, in the largest units that are exact: "15m", "1h30m", "30d".
std::string format_duration(std::chrono::milliseconds duration);

}  // namespace khabard
