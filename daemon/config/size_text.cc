#include "daemon/config/size_text.h"

#include <charconv>
#include <cstddef>
#include <limits>
#include <system_error>

namespace khabard {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t bytes;
};

constexpr Unit units[] = {
    {"GiB", std::int64_t{1} << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}};

}  // namespace

std::optional<std::int64_t> parse_size(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count < 0) {
        return std::nullopt;
    }
    std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
    if (name.size() > 1 && name.front() == ' ') {
        name.remove_prefix(1);
    }
    for (const Unit& unit : units) {
        if (name == unit.name && count <= std::numeric_limits<std::int64_t>::max() / unit.bytes) {
            return count * unit.bytes;
        }
    }
    return std::nullopt;
}

std::string format_size(std::int64_t bytes) {
    for (const Unit& unit : units) {
        if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
            return std::to_string(bytes / unit.bytes) + std::string(unit.name);
        }
    }
    return std::to_string(bytes);
}

}  // namespace khabard
