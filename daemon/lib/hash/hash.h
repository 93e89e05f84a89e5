#pragma once

// XXH3, the only hash of the house. Its value is part of record ids and of the state file: the
// algorithm is frozen upstream and must never be exchanged without a new schema version.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct Hash128 {
    std::uint64_t high;
    std::uint64_t low;

    friend bool operator==(const Hash128&, const Hash128&) = default;
    friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

std::uint64_t hash64(std::string_view bytes) noexcept;
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) noexcept;
Hash128 hash128(std::string_view bytes) noexcept;

// One hash of two, in that order; a bijection of neither.
std::uint64_t combine64(std::uint64_t first, std::uint64_t second) noexcept;

// 32 and 16 lower-case hex digits, most significant first.
std::string to_hex(Hash128 hash);
std::string to_hex(std::uint64_t hash);

// The inverse of to_hex(Hash128); nullopt unless it is 32 hex digits.
std::optional<Hash128> hash128_from_hex(std::string_view hex) noexcept;

// "xxHash 1.2.3", for --version.
std::string hash_version();

}  // namespace khabard
