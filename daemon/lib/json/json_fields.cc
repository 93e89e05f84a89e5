#include "daemon/lib/json/json_fields.h"

namespace khabard {

std::optional<std::string> json_text(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    return value != nullptr && value->string() != nullptr ? std::optional(*value->string())
                                                          : std::nullopt;
}

std::string json_text_or_empty(const JsonValue& object, std::string_view key) {
    return json_text(object, key).value_or(std::string());
}

std::vector<std::string> json_texts(const JsonValue& object, std::string_view key) {
    std::vector<std::string> texts;
    const JsonValue* value = object.find(key);
    if (value == nullptr || value->array() == nullptr) {
        return texts;
    }
    for (const JsonValue& each : *value->array()) {
        if (each.string() != nullptr) {
            texts.push_back(*each.string());
        }
    }
    return texts;
}

bool json_flag(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::optional<std::int64_t> json_integer(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    return value != nullptr && value->integer() != nullptr ? std::optional(*value->integer())
                                                           : std::nullopt;
}

}  // namespace khabard
