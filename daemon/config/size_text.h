#pragma once

// Sizes as people write them: "700000", "512KiB", "15MiB", "2GiB". Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// nullopt: not of that form, negative, or beyond 63 bits. One blank before the unit is fine.
std::optional<std::int64_t> parse_size(std::string_view text);

// In the largest unit that is exact: "15MiB", "700000".
std::string format_size(std::int64_t bytes);

}  // namespace khabard
