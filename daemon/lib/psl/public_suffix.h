#pragma once

// The public suffix list through libpsl. Pure; the list is the one that the library was built with.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// "news.aljazeera.net" -> "aljazeera.net", "www.aps.com.dz" -> "aps.com.dz". A top-level domain
// that the list does not know is a suffix (the list's own rule). nullopt when `host` is itself a
// suffix. REQUIRES: a lower-case host name, labels beyond ASCII in punycode; a last dot is ignored.
std::optional<std::string> public_suffix_plus_one(std::string_view host);

// "libpsl 1.2.3", for --version.
std::string psl_version();

}  // namespace khabard
