#pragma once

// Members of a JSON object read as what they should be. What is missing or of another type is not
// there: readers of files and lines of ours forgive, and fill in what an older build did not write.

#include "daemon/lib/json/json_value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

std::optional<std::string> json_text(const JsonValue& object, std::string_view key);
// The same, "" where it is not there.
std::string json_text_or_empty(const JsonValue& object, std::string_view key);
// The strings of an array; other elements are left out.
std::vector<std::string> json_texts(const JsonValue& object, std::string_view key);
bool json_flag(const JsonValue& object, std::string_view key);  // false unless it is true
std::optional<std::int64_t> json_integer(const JsonValue& object, std::string_view key);

}  // namespace khabard
