#include "daemon/base/time.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>

namespace khabard {
namespace {

struct Fields {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
    int millisecond;
};

Fields split(Instant instant) {
    using namespace std::chrono;
    const auto lowest = sys_days{year{0} / January / 1};
    const auto highest = sys_days{year{9999} / December / 31} + days{1} - milliseconds{1};
    const Instant clamped = std::clamp(instant, Instant{lowest}, Instant{highest});
    const auto day_start = floor<days>(clamped);
    const year_month_day date{day_start};
    const hh_mm_ss time{clamped - day_start};
    return Fields{.year = int{date.year()},
                  .month = unsigned{date.month()},
                  .day = unsigned{date.day()},
                  .hour = static_cast<int>(time.hours().count()),
                  .minute = static_cast<int>(time.minutes().count()),
                  .second = static_cast<int>(time.seconds().count()),
                  .millisecond = static_cast<int>(time.subseconds().count())};
}

// Reads exactly `count` ASCII digits from the front of `text` and removes them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) {
        return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char digit = text[i];
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
    if (!take(text, ".")) {
        return std::chrono::milliseconds{0};
    }
    int milliseconds = 0;
    int scale = 100;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        milliseconds += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
        ++digits;
    }
    if (digits == 0) {
        return std::nullopt;
    }
    return std::chrono::milliseconds{milliseconds};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, "Zz")) {
        return std::chrono::minutes{0};
    }
    const bool east = !text.empty() && text.front() == '+';
    if (!take(text, "+-")) {
        return std::nullopt;
    }
    const auto hours = take_digits(text, 2);
    if (!hours || !take(text, ":")) {
        return std::nullopt;
    }
    const auto minutes = take_digits(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return east ? offset : -offset;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, "-")) {
        return std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || !take(text, "-")) {
        return std::nullopt;
    }
    const auto day = take_digits(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date};
}

std::optional<std::chrono::seconds> take_time(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) {
        return std::nullopt;
    }
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ":")) {
        return std::nullopt;
    }
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{std::min(*second, 59)};
}

}  // namespace

std::string format_rfc3339(Instant instant) {
    const Fields f = split(instant);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", f.year, f.month,
                  f.day, f.hour, f.minute, f.second, f.millisecond);
    return std::string(out.data());
}

std::string format_rfc3339_seconds(Instant instant) {
    const Fields f = split(instant);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", f.year, f.month, f.day,
                  f.hour, f.minute, f.second);
    return std::string(out.data());
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !take(text, "Tt ")) {
        return std::nullopt;
    }
    const auto time = take_time(text);
    if (!time) {
        return std::nullopt;
    }
    const auto fraction = take_fraction(text);
    if (!fraction) {
        return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return Instant{*date} + *time + *fraction - *offset;
}

}  // namespace khabard
