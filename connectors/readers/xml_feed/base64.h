#pragma once

// Base64 (RFC 4648), for the few texts of Atom that are written so.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// Blanks are skipped, missing padding is forgiven. nullopt: no base64, or what it holds is not
// UTF-8 text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace khabard
