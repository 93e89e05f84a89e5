#include "daemon/lib/icu/calendar.h"

#include "daemon/base/check.h"

#include <unicode/calendar.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace khabard {
namespace {

constexpr int first_year = 1300;
constexpr int last_year = 1600;
constexpr double milliseconds_per_day = 86'400'000.0;

// The first day of every month from Muharram 1300 to Muharram 1601, asked of ICU once: the look-up
// then costs nothing, and needs no calendar object per thread.
std::vector<std::chrono::sys_days> read_month_starts() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Calendar> calendar(
        icu::Calendar::createInstance(icu::Locale("ar@calendar=islamic-umalqura"), status));
    check(U_SUCCESS(status) != 0 && calendar != nullptr, "ICU has no Umm al-Qura calendar");
    calendar->setTimeZone(*icu::TimeZone::getGMT());
    std::vector<std::chrono::sys_days> starts;
    for (int month = 0; month <= (last_year - first_year + 1) * 12; ++month) {
        calendar->clear();
        calendar->set(first_year + month / 12, month % 12, 1);
        const double milliseconds = calendar->getTime(status);
        check(U_SUCCESS(status) != 0, "ICU cannot convert an Umm al-Qura month");
        starts.emplace_back(
            std::chrono::days{static_cast<int>(milliseconds / milliseconds_per_day)});
    }
    return starts;
}

const std::vector<std::chrono::sys_days>& month_starts() {
    static const std::vector<std::chrono::sys_days> starts = read_month_starts();
    return starts;
}

}  // namespace

std::optional<std::chrono::sys_days> gregorian_day(const HijriDate& date) {
    if (date.year < first_year || date.year > last_year || date.month < 1 || date.month > 12 ||
        date.day < 1) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>((date.year - first_year) * 12 + date.month - 1);
    const auto& starts = month_starts();
    const auto day = starts[index] + std::chrono::days{date.day - 1};
    if (day >= starts[index + 1]) {
        return std::nullopt;
    }
    return day;
}

std::optional<HijriDate> hijri_date(std::chrono::sys_days day) {
    const auto& starts = month_starts();
    if (day < starts.front() || day >= starts.back()) {
        return std::nullopt;
    }
    const auto next = std::upper_bound(starts.begin(), starts.end(), day);
    const auto index = static_cast<int>(std::distance(starts.begin(), next)) - 1;
    const auto start = starts[static_cast<std::size_t>(index)];
    return HijriDate{.year = first_year + index / 12,
                     .month = index % 12 + 1,
                     .day = static_cast<int>((day - start).count()) + 1};
}

}  // namespace khabard
