// HTTP dates. Lenient by looking at words instead of columns: a date is a day, a month name, a year
// and a time of day in any of the orders that RFC 9110 has.

#include "daemon/web/ascii.h"
#include "daemon/web/http_headers.h"

#include <array>
#include <cstddef>
#include <cstdio>

namespace khabard {
namespace {

constexpr std::array<std::string_view, 12> month_names = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
};
constexpr std::array<const char*, 7> day_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// All of `text` as a number of at most five digits.
std::optional<int> number(std::string_view text) {
    if (text.empty() || text.size() > 5) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text) {
        if (!is_ascii_digit(c)) {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

struct Parts {
    std::optional<int> day;
    std::optional<int> month;
    std::optional<int> year;
    std::optional<std::chrono::seconds> time;
    std::chrono::minutes offset{0};
};

std::optional<int> month_number(std::string_view word) {
    const std::string key = ascii_lower(word.substr(0, 3));
    for (std::size_t i = 0; i < month_names.size(); ++i) {
        if (month_names[i] == key) {
            return static_cast<int>(i) + 1;
        }
    }
    return std::nullopt;
}

// "08:49:37" or "08:49"; 60 is a leap second.
std::optional<std::chrono::seconds> time_of_day(std::string_view word) {
    const std::size_t first = word.find(':');
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t second = word.find(':', first + 1);
    const auto hours = number(word.substr(0, first));
    const auto minutes = number(word.substr(first + 1, second - first - 1));
    const auto seconds =
        second == std::string_view::npos ? std::optional<int>(0) : number(word.substr(second + 1));
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) {
        return std::nullopt;
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
           std::chrono::seconds{*seconds == 60 ? 59 : *seconds};
}

// "+0300" of a date that should have said GMT.
std::optional<std::chrono::minutes> zone_offset(std::string_view word) {
    if (word.size() != 5 || (word[0] != '+' && word[0] != '-')) {
        return std::nullopt;
    }
    const auto value = number(word.substr(1));
    if (!value) {
        return std::nullopt;
    }
    const auto offset = std::chrono::hours{*value / 100} + std::chrono::minutes{*value % 100};
    return word[0] == '-' ? -offset : offset;
}

void take_word(Parts& parts, std::string_view word) {
    if (const auto offset = zone_offset(word); offset && parts.time) {
        parts.offset = *offset;
    } else if (const auto time = time_of_day(word)) {
        parts.time = time;
    } else if (const auto value = number(word)) {
        // The first small number is the day; years have two digits in RFC 850 dates.
        if (!parts.day && word.size() <= 2) {
            parts.day = value;
        } else if (!parts.year) {
            parts.year = word.size() > 2 ? *value : *value + (*value < 70 ? 2000 : 1900);
        }
    } else if (const auto month = month_number(word); month && !parts.month) {
        parts.month = month;
    }
}

Parts read_words(std::string_view value) {
    Parts parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= value.size(); ++i) {
        // A dash parts a date ("06-Nov-94") but begins an offset ("-0300").
        const bool dash = i < value.size() && value[i] == '-' && i > start;
        const bool blank =
            i == value.size() || value[i] == ' ' || value[i] == ',' || value[i] == '\t';
        if (!dash && !blank) {
            continue;
        }
        if (i > start) {
            take_word(parts, value.substr(start, i - start));
        }
        start = i + 1;
    }
    return parts;
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view value) {
    const Parts parts = read_words(value);
    if (!parts.day || !parts.month || !parts.year || !parts.time) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*parts.year},
                                           std::chrono::month{static_cast<unsigned>(*parts.month)},
                                           std::chrono::day{static_cast<unsigned>(*parts.day)}};
    if (!date.ok() || *parts.year < 1 || *parts.year > 9999) {
        return std::nullopt;
    }
    return Instant{std::chrono::sys_days{date} + *parts.time - parts.offset};
}

std::string format_http_date(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    const std::string_view month = month_names[static_cast<unsigned>(date.month()) - 1];
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02u %c%c%c %04d %02d:%02d:%02d GMT",
                  day_names[std::chrono::weekday{day}.c_encoding()],
                  static_cast<unsigned>(date.day()), month[0] - 'a' + 'A', month[1], month[2],
                  static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

}  // namespace khabard
