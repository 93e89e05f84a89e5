#include "daemon/lib/hash/hash.h"

#include <xxhash.h>

#include <array>

namespace khabard {

namespace {

void append_hex(std::string& out, std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) {
        out += digits[(value >> shift) & 0xF];
    }
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::uint64_t hash64(std::string_view bytes) noexcept {
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) noexcept {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) noexcept {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return Hash128{.high = hash.high64, .low = hash.low64};
}

std::uint64_t combine64(std::uint64_t first, std::uint64_t second) noexcept {
    const std::array<std::uint64_t, 2> both{first, second};
    return XXH3_64bits(both.data(), sizeof(both));
}

std::string to_hex(Hash128 hash) {
    std::string out;
    out.reserve(32);
    append_hex(out, hash.high);
    append_hex(out, hash.low);
    return out;
}

std::string to_hex(std::uint64_t hash) {
    std::string out;
    append_hex(out, hash);
    return out;
}

std::optional<Hash128> hash128_from_hex(std::string_view hex) noexcept {
    if (hex.size() != 32) {
        return std::nullopt;
    }
    std::array<std::uint64_t, 2> halves{};
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const int digit = hex_digit(hex[i]);
        if (digit < 0) {
            return std::nullopt;
        }
        halves[i / 16] = halves[i / 16] << 4 | static_cast<std::uint64_t>(digit);
    }
    return Hash128{.high = halves[0], .low = halves[1]};
}

std::string hash_version() {
    const unsigned number = XXH_versionNumber();  // 10000 * major + 100 * minor + release
    return "xxHash " + std::to_string(number / 10000) + "." + std::to_string(number / 100 % 100) +
           "." + std::to_string(number % 100);
}

}  // namespace khabard
