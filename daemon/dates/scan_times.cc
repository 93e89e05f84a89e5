#include "daemon/dates/amounts.h"
#include "daemon/dates/scan_parts.h"
#include "daemon/lib/icu/time_zone.h"

#include <string>
#include <utility>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Clock {
    int hour;
    int minute;
    int second;
    int millisecond;
    bool has_seconds;
    std::size_t end;
};

bool is_short_number(const TokenList& list, std::size_t index) {
    return list.is_number(index) && list.tokens[index].digits <= 2;
}

int value_at(const TokenList& list, std::size_t index) {
    return static_cast<int>(list.tokens[index].value);
}

// Digits after the seconds: ".5", ",123456".
int read_fraction(const TokenList& list, std::size_t& index) {
    if (!list.is_any_mark(index, ".,") || !list.is_glued(index) || !list.is_number(index + 1) ||
        !list.is_glued(index + 1)) {
        return 0;
    }
    const DateToken& digits = list.tokens[index + 1];
    index += 2;
    std::int64_t value = digits.value;
    int count = digits.digits;
    for (; count > 3; --count) {
        value /= 10;
    }
    for (; count < 3; ++count) {
        value *= 10;
    }
    return static_cast<int>(value % 1000);
}

// 15:04, 15:04:05.123, 15h04; after "o'clock" also 15.04.
std::optional<Clock> digits_with_marks(const TokenList& list, std::size_t index, bool after_word) {
    if (!is_short_number(list, index)) {
        return std::nullopt;
    }
    const std::size_t mark = index + 1;
    const bool letter_h = list.is_word(mark) && list.word(mark) == "h" && list.is_glued(mark);
    const bool dot = after_word && list.is_mark(mark, '.') && list.is_glued(mark + 1);
    if (!list.is_mark(mark, ':') && !letter_h && !dot) {
        return std::nullopt;
    }
    if (!is_short_number(list, mark + 1)) {
        return letter_h ? std::optional(Clock{value_at(list, index), 0, 0, 0, false, mark + 1})
                        : std::nullopt;
    }
    Clock clock{value_at(list, index), value_at(list, mark + 1), 0, 0, false, mark + 2};
    if (list.is_mark(clock.end, ':') && is_short_number(list, clock.end + 1)) {
        clock.second = value_at(list, clock.end + 1);
        clock.has_seconds = true;
        clock.end += 2;
        clock.millisecond = read_fraction(list, clock.end);
        if (list.is_mark(clock.end, ':') && list.is_glued(clock.end) &&
            is_short_number(list, clock.end + 1)) {  // frames
            clock.end += 2;
        }
    }
    return clock;
}

// "and a half", "and 15 minutes", "less a quarter": minutes after the hour, negative before it.
std::optional<Amount> minutes_in_words(const TokenList& list, std::size_t index) {
    int sign = 1;
    if (const auto minus = find_word(list, index, DateWordKind::minus)) {
        sign = -1;
        index = minus->end;
    } else if (const auto bare = find_word(list, index, DateWordKind::conjunction)) {
        index = bare->end;
    } else if (!list.is_word(index) || !list.tokens[index].conjunction) {
        return std::nullopt;
    }
    if (const auto fraction = find_word(list, index, DateWordKind::fraction)) {
        return Amount{sign * fraction->value, true, fraction->end};
    }
    const auto amount = read_amount(list, index, Joining::allowed);
    if (!amount || amount->value > 59) {
        return std::nullopt;
    }
    std::size_t end = amount->end;
    for (const DateWordKind kind : {DateWordKind::unit, DateWordKind::unit_plural}) {
        const auto unit = find_word(list, end, kind);
        if (unit && unit->value == static_cast<int>(TimeUnit::minute)) {
            end = unit->end;
            break;
        }
    }
    return Amount{sign * amount->value, true, end};
}

// The hour in words or bare digits with what follows it.
std::optional<Clock> hour_and_words(const TokenList& list, std::size_t index) {
    const auto hour = read_amount(list, index, Joining::refused);
    if (!hour || hour->value > 24 || (!hour->in_words && list.tokens[index].digits > 2)) {
        return std::nullopt;
    }
    Clock clock{hour->value, 0, 0, 0, false, hour->end};
    if (const auto more = minutes_in_words(list, hour->end)) {
        clock.minute = more->value;
        clock.end = more->end;
    }
    return clock;
}

std::optional<WordMatch> read_day_part(const TokenList& list, std::size_t index) {
    if (list.is_any_mark(index, ",-(")) {
        ++index;
    }
    if (const auto part = find_word(list, index, DateWordKind::day_part)) {
        return part;
    }
    const auto filler = find_word(list, index, DateWordKind::filler);
    return filler ? find_word(list, filler->end, DateWordKind::day_part) : std::nullopt;
}

int hour_in_day(int hour, DayPart part) {
    switch (part) {
        case DayPart::am: return hour == 12 ? 0 : hour;
        case DayPart::pm: return hour < 12 ? hour + 12 : hour;
        case DayPart::noon: return hour <= 5 ? hour + 12 : hour;
        case DayPart::night:
            if (hour == 12) {
                return 0;
            }
            return hour >= 6 && hour < 12 ? hour + 12 : hour;
    }
    return hour;
}

Item make_time(std::size_t first, Clock clock, const std::optional<WordMatch>& part) {
    const bool in_range = clock.hour <= 24 && clock.minute <= 59 && clock.second <= 60 &&
                          (clock.hour < 24 || (clock.minute == 0 && clock.second == 0));
    if (part) {
        clock.hour = hour_in_day(clock.hour, static_cast<DayPart>(part->value));
        clock.end = part->end;
    }
    const int second = clock.second == 60 ? 59 : clock.second;  // a leap second
    const milliseconds since_midnight = hours{clock.hour} + minutes{clock.minute} +
                                        seconds{second} + milliseconds{clock.millisecond};
    return Item{
        first, clock.end,
        TimeItem{.since_midnight = since_midnight,
                 .precision = clock.has_seconds ? DatePrecision::second : DatePrecision::minute,
                 .has_day_part = part.has_value(),
                 .valid = in_range}};
}

// "15:04", the letters of both zones that an offset follows, or nothing.
std::optional<minutes> read_offset(const TokenList& list, std::size_t index, std::size_t& end) {
    if (list.is_mark(index, ':')) {
        ++index;
    }
    if (!list.is_any_mark(index, "+-") || !list.is_number(index + 1) || !list.is_glued(index + 1)) {
        return std::nullopt;
    }
    const DateToken& number = list.tokens[index + 1];
    int total = 0;
    end = index + 2;
    if (number.digits == 4) {
        total = static_cast<int>(number.value / 100 * 60 + number.value % 100);
        if (number.value % 100 > 59) {
            return std::nullopt;
        }
    } else if (number.digits <= 2) {
        total = static_cast<int>(number.value) * 60;
        if (list.is_mark(end, ':') && list.is_glued(end) && is_short_number(list, end + 1)) {
            total += value_at(list, end + 1);
            end += 2;
        }
    } else {
        return std::nullopt;
    }
    // "-12-2026" and "- 3 February" are no offsets.
    const bool date_follows =
        (list.is_any_mark(end, "-/.") && list.is_number(end + 1) && list.is_glued(end + 1)) ||
        find_word(list, end, DateWordKind::month).has_value();
    if (total > 14 * 60 || date_follows) {
        return std::nullopt;
    }
    return minutes{list.is_mark(index, '-') ? -total : total};
}

// Europe/Brussels, as it stands in the text.
std::optional<Item> named_zone(const ZoneScan& scan, std::size_t index) {
    const TokenList& list = scan.list;
    std::size_t end = index + 1;
    while (list.is_mark(end, '/') && list.is_glued(end) && list.is_word(end + 1) &&
           list.is_glued(end + 1) && list.tokens[end + 1].ascii) {
        end += 2;
    }
    if (end == index + 1 || !list.tokens[index].ascii) {
        return std::nullopt;
    }
    // "Etc/GMT+3" carries its offset in the name.
    if (list.is_any_mark(end, "+-") && list.is_glued(end) && list.is_number(end + 1) &&
        list.is_glued(end + 1)) {
        end += 2;
    }
    const std::size_t begin = list.tokens[index].begin;
    std::string name(scan.text.substr(begin, list.tokens[end - 1].end - begin));
    if (!is_time_zone(name)) {
        return std::nullopt;
    }
    return Item{index, end, ZoneItem{std::nullopt, std::move(name)}};
}

std::optional<Item> abbreviated_zone(const TokenList& list, std::size_t index, ZonePlace place) {
    const auto zone = find_word(list, index, DateWordKind::zone_offset);
    const std::string_view name = list.word(index);
    const bool universal = name == "gmt" || name == "utc";  // means nothing else anywhere
    if (!zone || (place == ZonePlace::anywhere && !universal) ||
        (place == ZonePlace::after_date && name.size() < 3)) {
        return std::nullopt;
    }
    std::size_t end = zone->end;
    minutes offset{zone->value};
    if (zone->value == 0) {  // "GMT+0300"
        std::size_t after = end;
        if (const auto more = read_offset(list, end, after)) {
            offset = *more;
            end = after;
        }
    }
    return Item{index, end, ZoneItem{offset, {}}};
}

// The zone of a place; behind "Greenwich" there may be an offset from it.
Item zone_of(const TokenList& list, std::size_t index, const WordMatch& found) {
    std::size_t after = found.end;
    if (found.row->zone == "Etc/UTC") {
        if (const auto more = read_offset(list, found.end, after)) {
            return Item{index, after, ZoneItem{*more, {}}};
        }
    }
    return Item{index, found.end, ZoneItem{std::nullopt, std::string(found.row->zone)}};
}

// What stands behind "time of": a place, an offset, or a place that nobody listed.
Item zone_behind_lead(const TokenList& list, std::size_t index, std::size_t lead_end) {
    const std::size_t at = list.is_mark(lead_end, '(') ? lead_end + 1 : lead_end;
    if (const auto found = find_word(list, at, DateWordKind::zone_place)) {
        return zone_of(list, index, *found);
    }
    if (const auto offset = find_word(list, at, DateWordKind::zone_offset)) {
        return Item{index, offset->end, ZoneItem{minutes{offset->value}, {}}};
    }
    return Item{index, list.is_word(at) ? at + 1 : at, ZoneItem{std::nullopt, {}}};
}

// "time of Cairo", "time of Greenwich +3"; the place alone after a time.
std::optional<Item> place_zone(const TokenList& list, std::size_t index, ZonePlace place) {
    const auto local = find_word(list, index, DateWordKind::zone_local);
    auto found = find_word(list, index, DateWordKind::zone_place);
    const auto lead = find_word(list, index, DateWordKind::zone_lead);
    if (found && lead && lead->end > found->end) {
        found.reset();
    }
    const auto filler = find_word(list, index, DateWordKind::filler);
    if (filler && lead && filler->end > lead->end) {  // "time of publication"
        return std::nullopt;
    }
    const bool dotted = found && found->row->text.find('.') != std::string_view::npos;
    if (found && !lead && place != ZonePlace::after_time && !dotted) {
        return std::nullopt;
    }
    if (!found && local) {
        return Item{index, local->end, ZoneItem{std::nullopt, {}}};
    }
    if (found) {
        return zone_of(list, index, *found);
    }
    return lead ? std::optional(zone_behind_lead(list, index, lead->end)) : std::nullopt;
}

}  // namespace

std::optional<Item> scan_time(const TokenList& list, std::size_t index) {
    if (const auto clock = digits_with_marks(list, index, false)) {
        return make_time(index, *clock, read_day_part(list, clock->end));
    }
    if (const auto word = find_word(list, index, DateWordKind::clock)) {
        const std::size_t at = list.is_mark(word->end, ':') ? word->end + 1 : word->end;
        auto clock = digits_with_marks(list, at, true);
        if (!clock) {
            clock = hour_and_words(list, at);
        }
        if (clock) {
            return make_time(index, *clock, read_day_part(list, clock->end));
        }
        return std::nullopt;
    }
    // A dot parts hour and minute where a part of the day follows: "10.30 am".
    if (const auto dotted = digits_with_marks(list, index, true);
        dotted && dotted->hour <= 24 && dotted->minute <= 59) {
        if (const auto part = read_day_part(list, dotted->end)) {
            return make_time(index, *dotted, part);
        }
    }
    // Without "o'clock" an hour needs its part of the day: "3pm", "half past twelve in the
    // evening".
    const auto clock = hour_and_words(list, index);
    if (!clock) {
        return std::nullopt;
    }
    const auto part = read_day_part(list, clock->end);
    if (!part || list.is_any_mark(clock->end, ",-(")) {
        return std::nullopt;
    }
    return make_time(index, *clock, part);
}

std::optional<Item> scan_zone(const ZoneScan& scan, std::size_t index, ZonePlace place) {
    const TokenList& list = scan.list;
    if (place == ZonePlace::after_time) {
        std::size_t end = index;
        if (const auto offset = read_offset(list, index, end)) {
            return Item{index, end, ZoneItem{*offset, {}}};
        }
    }
    if (!list.is_word(index)) {
        return std::nullopt;
    }
    if (auto zone = named_zone(scan, index)) {
        return zone;
    }
    if (auto zone = abbreviated_zone(list, index, place)) {
        return zone;
    }
    return place_zone(list, index, place);
}

}  // namespace khabard
