#include "daemon/lib/toml/table_reader.h"

#include <charconv>
#include <cstddef>
#include <limits>
#include <system_error>

namespace khabard {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};

// From the largest to the smallest: a duration names each at most once, in this order.
constexpr Unit units[] = {
    {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1},
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::int64_t total = 0;
    const Unit* next = std::begin(units);
    if (text.empty()) {
        return std::nullopt;
    }
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc{} || !is_digit(text.front())) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        std::size_t name_length = 0;
        while (name_length < text.size() && !is_digit(text[name_length])) {
            ++name_length;
        }
        const std::string_view name = text.substr(0, name_length);
        while (next != std::end(units) && next->name != name) {
            ++next;
        }
        if (next == std::end(units) || count > (most - total) / next->milliseconds) {
            return std::nullopt;
        }
        total += count * next->milliseconds;
        ++next;
        text.remove_prefix(name_length);
    }
    return std::chrono::milliseconds{total};
}

std::string format_duration(std::chrono::milliseconds duration) {
    std::int64_t left = duration.count();
    if (left == 0) {
        return "0s";
    }
    std::string out;
    if (left < 0) {
        out = "-";
    }
    for (const Unit& unit : units) {
        const std::int64_t count = left / unit.milliseconds;
        left -= count * unit.milliseconds;
        if (count != 0) {
            out += std::to_string(count < 0 ? -count : count);
            out += unit.name;
        }
    }
    return out;
}

}  // namespace khabard
