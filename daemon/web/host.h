#pragma once

// The host parser of the WHATWG URL standard. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// The serialised host (IPv6 in brackets), or nullopt for one that the standard refuses. A special
// scheme's host is a domain or an address; any other's is opaque and only percent-encoded.
std::optional<std::string> parse_host(std::string_view text, bool special_scheme);

}  // namespace khabard
