#include "daemon/lib/json/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace khabard {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
}

bool continues(unsigned byte) {
    return (byte & 0xC0U) == 0x80U;
}

// REQUIRES: the lead byte stands at `at`. The second byte also rules out what is too long for its
// value, surrogates and what lies beyond U+10FFFF.
bool is_sequence_of_three(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    const unsigned second = byte_at(text, at + 1);
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second >= 0xA0;
    return continues(second) && continues(byte_at(text, at + 2)) && !overlong && !surrogate;
}

bool is_sequence_of_four(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    const unsigned second = byte_at(text, at + 1);
    const bool overlong = lead == 0xF0 && second < 0x90;
    const bool beyond = lead == 0xF4 && second >= 0x90;
    return continues(second) && continues(byte_at(text, at + 2)) &&
           continues(byte_at(text, at + 3)) && !overlong && !beyond;
}

// Length of the well-formed UTF-8 sequence that starts at `at`; 0: there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return continues(byte_at(text, at + 1)) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return is_sequence_of_three(text, at) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return is_sequence_of_four(text, at) ? 4 : 0;
    }
    return 0;
}

bool needs_escape(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7F || character == '"' || character == '\\';
}

// REQUIRES: needs_escape(character).
void append_escape(std::string& out, char character) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (character) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    const auto byte = static_cast<unsigned char>(character);
    out += "\\u00";
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0xFU]);
}

}  // namespace

// Runs of plain text are copied whole.
void append_json_string(std::string& out, std::string_view value) {
    out.push_back('"');
    std::size_t copied = 0;
    for (std::size_t i = 0; i < value.size();) {
        const std::size_t length = sequence_length(value, i);
        const bool plain = length > 1 || (length == 1 && !needs_escape(value[i]));
        if (!plain) {
            out.append(value.substr(copied, i - copied));
            if (length == 0) {
                out += replacement;
            } else {
                append_escape(out, value[i]);
            }
            copied = i + 1;
        }
        i += std::max<std::size_t>(length, 1);
    }
    out.append(value.substr(copied));
    out.push_back('"');
}

void JsonWriter::separate() {
    if (comma_) {
        out_.push_back(',');
    }
    comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_.push_back('{');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_.push_back('}');
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_.push_back('[');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_.push_back(']');
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
    separate();
    append_json_string(out_, value);
    return *this;
}

JsonWriter& JsonWriter::string_or_null(const std::optional<std::string>& value) {
    return value.has_value() ? string(*value) : null();
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    return raw(std::to_string(value));
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t value) {
    return raw(std::to_string(value));
}

JsonWriter& JsonWriter::number(double value) {
    if (!std::isfinite(value)) {
        return null();
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return raw(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

JsonWriter& JsonWriter::number(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    const double rounded = std::round(value * scale) / scale;
    return number(rounded == 0.0 ? 0.0 : rounded);  // no "-0"
}

JsonWriter& JsonWriter::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::strings(const std::vector<std::string>& values) {
    begin_array();
    for (const std::string& value : values) {
        string(value);
    }
    return end_array();
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

std::string JsonWriter::take() {
    comma_ = false;
    return std::exchange(out_, std::string());
}

}  // namespace khabard
