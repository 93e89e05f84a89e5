#pragma once

// Writes JSON: records, inspect output, log lines. Commas and colons are put by the writer, strings
// are escaped, a byte sequence that is not UTF-8 becomes U+FFFD: what comes out is valid JSON as
// long as begin and end are balanced. No blanks, no line breaks: one object is one line.
//
//     JsonWriter json;
//     json.begin_object().key("title").string(title).key("version").integer(1).end_object();
//     std::string line = json.take();

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& string(std::string_view value);
    JsonWriter& string_or_null(const std::optional<std::string>& value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& unsigned_integer(std::uint64_t value);
    // The shortest digits that read back as the same number; NaN and infinities are null.
    JsonWriter& number(double value);
    // `decimals` digits after the point at most, trailing zeros left out: number(0.126, 2) -> 0.13.
    JsonWriter& number(double value, int decimals);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& strings(const std::vector<std::string>& values);  // an array
    // REQUIRES: `json` is one valid JSON value.
    JsonWriter& raw(std::string_view json);

    // What was written so far. The writer is empty and usable again afterwards.
    std::string take();

private:
    void separate();

    std::string out_;
    bool comma_ = false;  // something stands before the next key or element
};

// Appends `value` quoted and escaped.
void append_json_string(std::string& out, std::string_view value);

}  // namespace khabard
