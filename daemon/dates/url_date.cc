#include "daemon/dates/civil.h"
#include "daemon/dates/dates.h"

#include <algorithm>

namespace khabard {
namespace {

constexpr int year_min = 1990;
constexpr int year_max = 2099;

struct Run {
    int value;
    std::size_t digits;
    std::size_t begin;
    std::size_t end;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The run of at most eight digits that begins at `at`; longer ones are ids.
std::optional<Run> run_at(std::string_view url, std::size_t at) {
    Run run{0, 0, at, at};
    while (run.end < url.size() && is_digit(url[run.end])) {
        if (++run.digits > 8) {
            return std::nullopt;
        }
        run.value = run.value * 10 + (url[run.end] - '0');
        ++run.end;
    }
    return run.digits == 0 ? std::nullopt : std::optional(run);
}

std::optional<ReadDate> read(int year, int month, int day) {
    const auto at = day_of(year, month, day, false);
    if (year < year_min || year > year_max || !at) {
        return std::nullopt;
    }
    return ReadDate{.at = Instant{*at},
                    .precision = DatePrecision::day,
                    .zone_assumed = true,
                    .relative = false,
                    .hijri_converted = false};
}

// 2026/1/23, 2026-01-23, 2026_01_23
std::optional<ReadDate> separated(std::string_view url, const Run& year) {
    const char mark = year.end < url.size() ? url[year.end] : '\0';
    if (year.digits != 4 || (mark != '/' && mark != '-' && mark != '_')) {
        return std::nullopt;
    }
    const auto month = run_at(url, year.end + 1);
    if (!month || month->digits > 2 || month->end >= url.size() || url[month->end] != mark) {
        return std::nullopt;
    }
    const auto day = run_at(url, month->end + 1);
    if (!day || day->digits > 2) {
        return std::nullopt;
    }
    return read(year.value, month->value, day->value);
}

// The name of the query parameter whose value begins at `at` speaks of a date.
bool is_date_parameter(std::string_view url, std::size_t at) {
    if (at < 5 || url[at - 1] != '=') {
        return false;
    }
    const std::string_view name = url.substr(at - 5, 4);
    return std::equal(name.begin(), name.end(), "date", [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
    });
}

std::optional<ReadDate> compact(std::string_view url, const Run& run) {
    if (run.digits != 8) {
        return std::nullopt;
    }
    if (const auto date = read(run.value / 10000, run.value / 100 % 100, run.value % 100)) {
        return date;
    }
    if (is_date_parameter(url, run.begin)) {
        return read(run.value % 10000, run.value / 10000 % 100, run.value / 1000000);
    }
    return std::nullopt;
}

}  // namespace

std::optional<ReadDate> date_in_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    std::size_t at = std::min(url.find('/', host), url.size());
    while (at < url.size()) {
        if (!is_digit(url[at])) {
            ++at;
            continue;
        }
        const auto run = run_at(url, at);
        const bool after_mark =
            at > 0 && std::string_view("/-_=.").find(url[at - 1]) != std::string_view::npos;
        if (run && after_mark) {
            if (const auto date = separated(url, *run)) {
                return date;
            }
            if (const auto date = compact(url, *run)) {
                return date;
            }
        }
        while (at < url.size() && is_digit(url[at])) {
            ++at;
        }
    }
    return std::nullopt;
}

}  // namespace khabard
