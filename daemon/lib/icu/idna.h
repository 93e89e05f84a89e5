#pragma once

// Internationalised host names (UTS 46) through ICU. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// The "domain to ASCII" of the WHATWG URL standard with beStrict false: mapped, lower case,
// labels beyond ASCII in punycode. nullopt: refused. An answer may still hold characters that a
// host forbids; the host parser looks for them. REQUIRES: `domain` is valid UTF-8.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace khabard
