#pragma once

// JSON as a plain tree. The whole text is one value or an error; there is no repair. Depth and size
// are limited, so that hostile input costs no stack. simdjson is used in json_value.cc only.

#include "daemon/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace khabard {

struct JsonLimits {
    std::size_t bytes_max;
    std::size_t depth_max = 64;
};

struct JsonMember;
struct JsonValue;

using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in document order

// Whole numbers beyond 64 bits are doubles.
struct JsonValue {
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, JsonArray, JsonObject>
        value;

    const bool* boolean() const { return std::get_if<bool>(&value); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
    const std::string* string() const { return std::get_if<std::string>(&value); }
    const JsonArray* array() const { return std::get_if<JsonArray>(&value); }
    const JsonObject* object() const { return std::get_if<JsonObject>(&value); }
    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }

    // The member `key` of an object; nullptr: no object, no such member. Of two members with one
    // name the later counts.
    const JsonValue* find(std::string_view key) const;

    // A string as it is, a number as it would be written; nullopt for everything else.
    std::optional<std::string> scalar_text() const;
};

struct JsonMember {
    std::string key;
    JsonValue value;
};

// Error: Fault::malformed (syntax, invalid UTF-8, too deep) or Fault::refused (too long).
Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits);

// What the JSON pointer (RFC 6901) names, from `root`; nullptr: nothing. "" is the root itself.
const JsonValue* json_at(const JsonValue& root, std::string_view pointer);

// "simdjson 1.2.3", for --version.
std::string json_version();

}  // namespace khabard
