#include "daemon/web/guard.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace khabard {
namespace {

// The special-purpose registries of IANA (RFC 6890 and successors).
constexpr std::array<std::string_view, 16> guarded_ranges_ipv4 = {
    "0.0.0.0/8",        // this network
    "10.0.0.0/8",       // private
    "100.64.0.0/10",    // shared
    "127.0.0.0/8",      // loopback
    "169.254.0.0/16",   // link-local
    "172.16.0.0/12",    // private
    "192.0.0.0/24",     // protocol assignments
    "192.0.2.0/24",     // documentation
    "192.88.99.0/24",   // 6to4 relays
    "192.168.0.0/16",   // private
    "198.18.0.0/15",    // benchmark
    "198.51.100.0/24",  // documentation
    "203.0.113.0/24",   // documentation
    "224.0.0.0/4",      // multicast
    "240.0.0.0/4",      // reserved
    "255.255.255.255",  // broadcast
};

constexpr std::array<std::string_view, 13> guarded_ranges_ipv6 = {
    "::/128",          // unspecified
    "::1/128",         // loopback
    "64:ff9b:1::/48",  // local NAT64
    "100::/64",        // discard
    "2001:2::/48",     // benchmark
    "2001:10::/28",    // ORCHID
    "2001:20::/28",    // ORCHID version 2
    "2001:db8::/32",   // documentation
    "3fff::/20",       // documentation
    "fc00::/7",        // unique local
    "fe80::/10",       // link-local
    "fec0::/10",       // site-local, of old
    "ff00::/8",        // multicast
};

struct Address {
    bool ipv4;
    Ipv6 pieces;
};

Address from_ipv4(Ipv4 address) {
    return {true,
            {static_cast<std::uint16_t>(address >> 16U),
             static_cast<std::uint16_t>(address & 0xFFFFU), 0, 0, 0, 0, 0, 0}};
}

Ipv4 join(std::uint16_t high, std::uint16_t low) {
    return Ipv4{high} << 16U | low;
}

bool is_mapped(const Ipv6& a) {
    return std::all_of(a.begin(), a.begin() + 5, [](std::uint16_t piece) { return piece == 0; }) &&
           a[5] == 0xFFFF;
}

// Brackets and zones ("fe80::1%eth0") are taken off; mapped addresses become IPv4.
std::optional<Address> parse_address(std::string_view text) {
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
    }
    text = text.substr(0, text.find('%'));
    if (const auto ipv4 = parse_ipv4(text)) {
        return from_ipv4(*ipv4);
    }
    const auto ipv6 = parse_ipv6(text);
    if (!ipv6) {
        return std::nullopt;
    }
    if (is_mapped(*ipv6)) {
        return from_ipv4(join((*ipv6)[6], (*ipv6)[7]));
    }
    return Address{false, *ipv6};
}

bool contains(const AddressRange& range, const Address& address) {
    if (range.ipv4 != address.ipv4) {
        return false;
    }
    unsigned bits_left = range.prefix_bits;
    for (std::size_t i = 0; i < 8 && bits_left > 0; ++i) {
        const unsigned bits = std::min(bits_left, 16U);
        const unsigned shift = 16U - bits;
        if (range.address[i] >> shift != address.pieces[i] >> shift) {
            return false;
        }
        bits_left -= bits;
    }
    return true;
}

template <std::size_t size>
bool any_contains(const std::array<std::string_view, size>& ranges, const Address& address) {
    return std::any_of(ranges.begin(), ranges.end(), [&](std::string_view text) {
        const auto range = parse_address_range(text);
        return range && contains(*range, address);
    });
}

bool is_guarded_ipv4(Ipv4 address) {
    return any_contains(guarded_ranges_ipv4, from_ipv4(address));
}

// IPv4 addresses that a gateway would reach for an IPv6 address.
bool embeds_guarded_ipv4(const Ipv6& a) {
    const bool compatible =
        std::all_of(a.begin(), a.begin() + 6, [](std::uint16_t piece) { return piece == 0; });
    if (compatible) {
        return is_guarded_ipv4(join(a[6], a[7]));
    }
    const bool translated =
        a[0] == 0 && a[1] == 0 && a[2] == 0 && a[3] == 0 && a[4] == 0xFFFF && a[5] == 0;
    const bool nat64 =
        a[0] == 0x64 && a[1] == 0xFF9B && a[2] == 0 && a[3] == 0 && a[4] == 0 && a[5] == 0;
    const bool isatap = (a[4] & 0xFCFFU) == 0 && a[5] == 0x5EFE;
    if (translated || nat64 || isatap) {
        return is_guarded_ipv4(join(a[6], a[7]));
    }
    if (a[0] == 0x2002) {  // 6to4
        return is_guarded_ipv4(join(a[1], a[2]));
    }
    if (a[0] == 0x2001 && a[1] == 0) {  // Teredo: its server, and its client with the bits flipped
        return is_guarded_ipv4(join(a[2], a[3])) || is_guarded_ipv4(~join(a[6], a[7]));
    }
    return false;
}

}  // namespace

bool is_guarded_address(std::string_view ip) {
    const auto address = parse_address(ip);
    if (!address) {
        return true;
    }
    if (address->ipv4) {
        return is_guarded_ipv4(join(address->pieces[0], address->pieces[1]));
    }
    return any_contains(guarded_ranges_ipv6, *address) || embeds_guarded_ipv4(address->pieces);
}

std::optional<AddressRange> parse_address_range(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address) {
        return std::nullopt;
    }
    const unsigned bits_max = address->ipv4 ? 32 : 128;
    if (slash == std::string_view::npos) {
        return AddressRange{address->ipv4, address->pieces, bits_max};
    }
    const std::string_view digits = text.substr(slash + 1);
    if (digits.empty() || digits.size() > 3) {
        return std::nullopt;
    }
    unsigned bits = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        bits = bits * 10 + static_cast<unsigned>(c - '0');
    }
    if (bits > bits_max) {
        return std::nullopt;
    }
    return AddressRange{address->ipv4, address->pieces, bits};
}

bool contains_address(const AddressRange& range, std::string_view ip) {
    const auto address = parse_address(ip);
    return address && contains(range, *address);
}

bool may_connect(std::string_view ip, std::span<const AddressRange> allowed) {
    if (!is_guarded_address(ip)) {
        return true;
    }
    return std::any_of(allowed.begin(), allowed.end(),
                       [&](const AddressRange& range) { return contains_address(range, ip); });
}

}  // namespace khabard
