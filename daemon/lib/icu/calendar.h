#pragma once

// The Umm al-Qura calendar of Saudi Arabia, which Arabic publication lines print beside or instead
// of the Gregorian one. ICU knows its months from 1300 to 1600 AH; other years are refused rather
// than guessed.

#include <chrono>
#include <optional>

namespace khabard {

struct HijriDate {
    int year;   // AH
    int month;  // 1 Muharram .. 12 Dhu al-Hijja
    int day;    // 1 .. 29 or 30

    bool operator==(const HijriDate&) const = default;
};

// nullopt: there is no such day, or the year is beyond the calendar's tables.
std::optional<std::chrono::sys_days> gregorian_day(const HijriDate& date);

// nullopt: before 1300 or after 1600 AH.
std::optional<HijriDate> hijri_date(std::chrono::sys_days day);

}  // namespace khabard
