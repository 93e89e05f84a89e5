#pragma once

// The words that dates are made of, and the look-up of a word or phrase among them. The rows stand
// in the *_table.cc files here, in plain spelling, for
// linguists to review; they are folded (date_fold.h) and indexed at first use.

#include <cstdint>
#include <span>
#include <string_view>

namespace khabard {

enum class DateWordKind : std::uint8_t {
    month,          // value: 1 to 12
    hijri_month,    // value: 1 Muharram to 12 Dhu al-Hijja
    month_of_two,   // Kanun, Tishrin before a glued 1 or 2; value: the first of the two months
    weekday,        // value: 0 Sunday to 6 Saturday
    cardinal,       // value
    ordinal,        // value
    fraction,       // of an hour; value: minutes
    unit,           // of time; value: TimeUnit
    unit_dual,      // two of them
    unit_plural,    // means nothing without a number
    day_word,       // value: days from the day of the crawl
    now,            // the moment of the crawl
    back,           // "ago" before the amount
    ahead,          // "in" before the amount
    ago,            // "ago" after the amount
    half,           // "and a half" after the amount
    next,           // of the unit or weekday before
    previous,       //
    current,        // before or after it
    last,           // the last of a month
    minus,          // "to" a full hour
    day_part,       // value: DayPart
    clock,          // "o'clock" before the hour
    zone_lead,      // "time of" before a place
    zone_place,     // zone: IANA name
    zone_offset,    // value: minutes east of UTC
    zone_local,     // local time, which states no zone
    published,      // label
    updated,        // label
    matching,       // "corresponding to", between a day and its date
    hijri_era,      // after the year
    gregorian_era,  //
    month_word,     // "month" before its name or number
    of,             // between day, month and year
    filler,         // means nothing by itself
    day_suffix,     // "st", "nd", "th"
    conjunction,    // "and", when a number follows it without a blank
    agency,         // after the numbers of a dateline
};

enum class TimeUnit : std::uint8_t { second, minute, hour, day, week, month, year };

// noon: midday and the hours after it. night: evening until midnight, then the small hours.
enum class DayPart : std::uint8_t { am, pm, noon, night };

struct WordRow {
    std::string_view text;
    DateWordKind kind;
    int value = 0;
    std::string_view zone = {};
};

std::span<const WordRow> month_rows();
std::span<const WordRow> foreign_month_rows();
std::span<const WordRow> unit_rows();
std::span<const WordRow> word_rows();
std::span<const WordRow> date_label_rows();
std::span<const WordRow> number_rows();
std::span<const WordRow> zone_rows();

// A row with its folded text.
struct VocabularyEntry {
    std::string_view key;
    const WordRow* row;
};

// The entries that are `folded_word` or begin with it and a blank, longest first. They live as long
// as the program.
std::span<const VocabularyEntry> entries_beginning_with(std::string_view folded_word);

}  // namespace khabard
