#pragma once

// The special schemes of the WHATWG URL standard and their default ports.

#include <cstdint>
#include <optional>
#include <string_view>

namespace khabard {

bool is_special_scheme(std::string_view scheme);

// nullopt for "file" and for schemes that are not special.
std::optional<std::uint16_t> default_port(std::string_view scheme);

}  // namespace khabard
