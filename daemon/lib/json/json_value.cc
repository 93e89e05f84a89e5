#include "daemon/lib/json/json_value.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace khabard {
namespace {

// Takes what the parser has already found to be of this type.
template <class T>
T get(const simdjson::dom::element& element) {
    T value{};
    check(element.get(value) == simdjson::SUCCESS, "a JSON element lost its type");
    return value;
}

JsonValue convert(const simdjson::dom::element& element);

JsonArray convert_array(const simdjson::dom::array& elements) {
    JsonArray array;
    for (const simdjson::dom::element element : elements) {
        array.push_back(convert(element));
    }
    return array;
}

JsonObject convert_object(const simdjson::dom::object& fields) {
    JsonObject object;
    for (const simdjson::dom::key_value_pair field : fields) {
        object.push_back(JsonMember{std::string(field.key), convert(field.value)});
    }
    return object;
}

// Recursion is bounded: the parser has refused whatever is deeper than its limit.
JsonValue convert(const simdjson::dom::element& element) {
    using simdjson::dom::element_type;
    switch (element.type()) {
        case element_type::ARRAY: return {convert_array(get<simdjson::dom::array>(element))};
        case element_type::OBJECT: return {convert_object(get<simdjson::dom::object>(element))};
        case element_type::INT64: return {get<std::int64_t>(element)};
        case element_type::UINT64: return {static_cast<double>(get<std::uint64_t>(element))};
        case element_type::DOUBLE: return {get<double>(element)};
        case element_type::STRING: return {std::string(get<std::string_view>(element))};
        case element_type::BOOL: return {get<bool>(element)};
        case element_type::NULL_VALUE: return {nullptr};
    }
    unreachable("a JSON value has one of the eight types above");
}

// "a~1b" -> "a/b", "m~0n" -> "m~n".
std::string unescape_token(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size() &&
            (token[i + 1] == '0' || token[i + 1] == '1')) {
            out.push_back(token[++i] == '0' ? '~' : '/');
        } else {
            out.push_back(token[i]);
        }
    }
    return out;
}

const JsonValue* step(const JsonValue& value, const std::string& token) {
    if (value.object() != nullptr) {
        return value.find(token);
    }
    const JsonArray* array = value.array();
    if (array == nullptr || token.empty() || (token.size() > 1 && token.front() == '0')) {
        return nullptr;
    }
    std::size_t index = 0;
    const char* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, index);
    const bool number = error == std::errc() && stop == end;
    return number && index < array->size() ? &(*array)[index] : nullptr;
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
    const JsonObject* members = object();
    if (members == nullptr) {
        return nullptr;
    }
    for (auto member = members->rbegin(); member != members->rend(); ++member) {
        if (member->key == key) {
            return &member->value;
        }
    }
    return nullptr;
}

std::optional<std::string> JsonValue::scalar_text() const {
    if (const std::string* text = string()) {
        return *text;
    }
    if (const std::int64_t* whole = integer()) {
        return std::to_string(*whole);
    }
    if (const double* number = std::get_if<double>(&value)) {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
        return std::string(digits.data(), end);
    }
    return std::nullopt;
}

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (text.size() > limits.bytes_max) {
        return Error{Fault::refused,
                     {},
                     "the JSON text is longer than " + std::to_string(limits.bytes_max) + " bytes"};
    }
    simdjson::dom::parser parser(limits.bytes_max + simdjson::SIMDJSON_PADDING);
    if (parser.allocate(text.size(), limits.depth_max) != simdjson::SUCCESS) {
        return Error{Fault::refused, {}, "there is not enough memory for the JSON text"};
    }
    simdjson::dom::element root;
    const auto code = parser.parse(text.data(), text.size(), true).get(root);
    if (code != simdjson::SUCCESS) {
        return Error{
            Fault::malformed, {}, std::string("not JSON: ") + simdjson::error_message(code)};
    }
    return convert(root);
}

const JsonValue* json_at(const JsonValue& root, std::string_view pointer) {
    const JsonValue* value = &root;
    while (value != nullptr && !pointer.empty()) {
        if (pointer.front() != '/') {
            return nullptr;
        }
        pointer.remove_prefix(1);
        const std::size_t length = std::min(pointer.find('/'), pointer.size());
        value = step(*value, unescape_token(pointer.substr(0, length)));
        pointer.remove_prefix(length);
    }
    return value;
}

std::string json_version() {
    return "simdjson " + std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
           std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
           std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
}

}  // namespace khabard
