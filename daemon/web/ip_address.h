#pragma once

// IPv4 and IPv6 addresses as values: the strict forms that sockets and configuration use, and the
// lenient IPv4 forms that the URL standard accepts in a host. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

using Ipv4 = std::uint32_t;                 // host order: 127.0.0.1 is 0x7F000001
using Ipv6 = std::array<std::uint16_t, 8>;  // pieces, left to right

// Four decimal numbers without leading zeros: "192.0.2.1".
std::optional<Ipv4> parse_ipv4(std::string_view text);

// The URL standard's IPv6 parser: "::1", "2001:db8::192.0.2.1". No brackets, no zone.
std::optional<Ipv6> parse_ipv6(std::string_view text);

// The URL standard's "ends in a number" test: such a host must be an IPv4 address or is refused.
bool ends_in_number(std::string_view host);

// The URL standard's IPv4 parser: "0x7f.1", "2130706433", "127.0.0.1.".
std::optional<Ipv4> parse_lenient_ipv4(std::string_view text);

std::string format_ipv4(Ipv4 address);

// Shortest form, lower case, the longest run of zeros as "::"; without brackets.
std::string format_ipv6(const Ipv6& address);

}  // namespace khabard
