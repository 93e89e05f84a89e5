#pragma once

// Which addresses a fetcher must not connect to: a feed or a redirect could otherwise be made to
// read the inside of the operator's network. Pure; addresses are text, as getnameinfo gives them.

#include "daemon/web/ip_address.h"

#include <optional>
#include <span>
#include <string_view>

namespace khabard {

// True for anything but a public unicast address: private, loopback, link-local, shared,
// benchmark, documentation, multicast, reserved and unspecified ranges, also when such an IPv4
// address stands in a mapped, NAT64, 6to4 or Teredo address. True for text that is no address.
bool is_guarded_address(std::string_view ip);

// A range such as "127.0.0.0/8" or "fd00::/8".
struct AddressRange {
    bool ipv4;
    Ipv6 address;  // an IPv4 address stands in the first two pieces
    unsigned prefix_bits;
};

// Without a prefix: the one address. nullopt: no address, or a prefix that is too long.
std::optional<AddressRange> parse_address_range(std::string_view text);

// A mapped address (::ffff:127.0.0.1) counts as the IPv4 address in it.
bool contains_address(const AddressRange& range, std::string_view ip);

// What the fetcher asks: a public address, or one that the operator lets through.
bool may_connect(std::string_view ip, std::span<const AddressRange> allowed);

}  // namespace khabard
