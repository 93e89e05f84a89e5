#include "daemon/dates/amounts.h"
#include "daemon/dates/scan_parts.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr int hijri_year_min = 1340;  // in digits alone; a month name or an era needs no guess
constexpr int hijri_year_max = 1500;

struct Part {
    int value;
    std::size_t end;
};

struct Month {
    int value;
    bool hijri;
    bool latin;
    bool agrees;  // false: "January/March"
    std::size_t end;
};

std::optional<Month> month_name(const TokenList& list, std::size_t index) {
    if (const auto name = find_word(list, index, DateWordKind::month)) {
        return Month{name->value, false, list.tokens[index].ascii, true, name->end};
    }
    if (const auto name = find_word(list, index, DateWordKind::hijri_month)) {
        return Month{name->value, true, false, true, name->end};
    }
    // Kanun and Tishrin may have their number in a digit: "K2".
    const auto pair = find_word(list, index, DateWordKind::month_of_two);
    if (pair && list.is_number(pair->end) && list.is_glued(pair->end)) {
        const auto number = list.tokens[pair->end].value;
        if (number == 1 || number == 2) {
            const int month = number == 1 ? pair->value : pair->value % 12 + 1;
            return Month{month, false, false, true, pair->end + 1};
        }
    }
    return std::nullopt;
}

// A month by its name, by two names ("January/Kanun II", "Kanun II (January)") or by "month 10".
std::optional<Month> read_month(const TokenList& list, std::size_t index) {
    if (const auto word = find_word(list, index, DateWordKind::month_word)) {
        if (list.is_number(word->end) && list.tokens[word->end].digits <= 2 &&
            list.tokens[word->end].value >= 1 && list.tokens[word->end].value <= 12) {
            return Month{static_cast<int>(list.tokens[word->end].value), false, false, true,
                         word->end + 1};
        }
        index = word->end;
    }
    auto month = month_name(list, index);
    if (!month) {
        return std::nullopt;
    }
    const std::size_t mark = month->end;
    if (list.is_any_mark(mark, "/(-|")) {
        if (const auto other = month_name(list, mark + 1); other && other->hijri == month->hijri) {
            month->agrees = other->value == month->value;
            month->end = other->end;
            if (list.is_mark(mark, '(') && list.is_mark(month->end, ')')) {
                ++month->end;
            }
        }
    }
    return month;
}

// A year of four digits, or of two where `short_form` allows it, which is not the hour of a time.
std::optional<Part> read_year(const TokenList& list, std::size_t index, bool short_form) {
    if (list.is_any_mark(index, "'`") && list.is_glued(index + 1)) {
        ++index;
    }
    if (!list.is_number(index)) {
        return std::nullopt;
    }
    const DateToken& token = list.tokens[index];
    if (token.digits == 4 && token.value >= 1000) {
        return Part{static_cast<int>(token.value), index + 1};
    }
    const bool is_hour = list.is_mark(index + 1, ':') && list.is_number(index + 2);
    if (token.digits == 2 && short_form && !is_hour) {
        return Part{static_cast<int>(token.value) + (token.value < 50 ? 2000 : 1900), index + 1};
    }
    return std::nullopt;
}

struct Era {
    std::optional<bool> hijri;
    std::size_t end;
};

Era read_era(const TokenList& list, std::size_t index) {
    const std::size_t word = list.is_mark(index, '(') ? index + 1 : index;
    std::optional<bool> hijri;
    std::size_t end = index;
    if (const auto era = find_word(list, word, DateWordKind::hijri_era)) {
        hijri = true;
        end = era->end;
    } else if (const auto gregorian = find_word(list, word, DateWordKind::gregorian_era)) {
        hijri = false;
        end = gregorian->end;
    }
    if (end != index && word != index && list.is_mark(end, ')')) {
        ++end;
    }
    return {hijri, end};
}

Item make_date(std::size_t first, std::size_t end, DateItem date) {
    if (date.day && (*date.day < 1 || *date.day > 31)) {
        date.valid = false;
    }
    if (date.month && (*date.month < 1 || *date.month > 12)) {
        date.valid = false;
    }
    return Item{first, end, date};
}

// A day that a month can follow: "31", "6th", "the thirty-first" in words.
std::optional<Part> read_day(const TokenList& list, std::size_t index) {
    const auto amount = read_amount(list, index, Joining::allowed);
    if (!amount || amount->value > 99 || (!amount->in_words && list.tokens[index].digits > 2)) {
        return std::nullopt;
    }
    std::size_t end = amount->end;
    if (const auto suffix = find_word(list, end, DateWordKind::day_suffix);
        suffix && list.is_glued(end)) {
        end = suffix->end;
    }
    return Part{amount->value, end};
}

// D month [Y]
std::optional<Item> day_month_year(const TokenList& list, std::size_t index) {
    const auto day = read_day(list, index);
    if (!day) {
        return std::nullopt;
    }
    const std::size_t at = skip_fillers(list, day->end, DateWordKind::of, "-/.,");
    const auto month = read_month(list, at);
    if (!month) {
        return std::nullopt;
    }
    DateItem date{std::nullopt, month->value, day->value, month->hijri, month->agrees};
    std::size_t end = month->end;
    const std::size_t year_at = skip_fillers(list, month->end, DateWordKind::of, "-/.,");
    if (const auto year = read_year(list, year_at, month->latin)) {
        date.year = year->value;
        const Era era = read_era(list, year->end);
        end = era.end;
    } else if (month->hijri && at != day->end && list.is_mark(day->end, '-')) {
        return std::nullopt;  // Safar is also the word for nil: "2-0"
    }
    return make_date(index, end, date);
}

// Y month D
std::optional<Item> year_month_day(const TokenList& list, std::size_t index) {
    const auto year = read_year(list, index, false);
    if (!year) {
        return std::nullopt;
    }
    const auto month = read_month(list, skip_fillers(list, year->end, DateWordKind::of, "-/.,"));
    if (!month) {
        return std::nullopt;
    }
    const auto day = read_day(list, skip_fillers(list, month->end, DateWordKind::of, "-/.,"));
    if (!day || day->value > 31) {
        return std::nullopt;
    }
    return make_date(index, day->end,
                     DateItem{year->value, month->value, day->value, month->hijri, month->agrees});
}

// month D [Y], month Y, or a month alone
std::optional<Item> month_first(const TokenList& list, std::size_t index) {
    const auto month = read_month(list, index);
    if (!month) {
        return std::nullopt;
    }
    DateItem date{std::nullopt, month->value, std::nullopt, month->hijri, month->agrees};
    const std::size_t next = skip_fillers(list, month->end, DateWordKind::of, ".,-/");
    if (const auto year = read_year(list, next, false)) {
        date.year = year->value;
        return make_date(index, read_era(list, year->end).end, date);
    }
    const auto day = read_day(list, next);
    const bool is_hour = day && list.is_mark(day->end, ':') && list.is_glued(day->end + 1);
    if (!day || is_hour || day->value > 31) {
        return make_date(index, month->end, date);
    }
    // "mar., 01 dec" begins with a weekday: the day belongs to the month after it.
    if (read_month(list, skip_fillers(list, day->end, DateWordKind::of, "-/.,"))) {
        return std::nullopt;
    }
    date.day = day->value;
    std::size_t end = day->end;
    const std::size_t year_at = skip_fillers(list, day->end, DateWordKind::of, ".,-/");
    if (const auto year = read_year(list, year_at, false)) {
        date.year = year->value;
        end = read_era(list, year->end).end;
    }
    return make_date(index, end, date);
}

bool is_short_number(const TokenList& list, std::size_t index) {
    return list.is_number(index) && list.tokens[index].digits <= 2;
}

// Another number behind the same mark: an address, a version, a telephone number.
bool chain_goes_on(const TokenList& list, std::size_t mark, char sign) {
    return list.is_mark(mark, sign) && list.is_glued(mark) && list.is_number(mark + 1) &&
           list.is_glued(mark + 1);
}

DateItem three_numbers(const DateToken& a, const DateToken& b, const DateToken& c) {
    int year = static_cast<int>(std::min<std::int64_t>(a.value, 9999));
    int month = static_cast<int>(std::min<std::int64_t>(b.value, 9999));
    int day = static_cast<int>(std::min<std::int64_t>(c.value, 9999));
    if (a.digits <= 2) {
        std::swap(year, day);
        if (month > 12 && day <= 12) {  // month first only where the other way is impossible
            std::swap(month, day);
        }
        if (c.digits == 2) {
            year += year < 50 ? 2000 : 1900;
        }
    }
    const bool hijri = year >= hijri_year_min && year <= hijri_year_max;
    return DateItem{year, month, day, hijri, true};
}

// D/M/Y, Y-M-D and their like, with one mark or, before a long year, blanks.
std::optional<Item> numeric_date(const TokenList& list, std::size_t index) {
    const bool marked = list.is_any_mark(index + 1, "-/.") && list.is_number(index + 2) &&
                        list.is_mark(index + 3, list.tokens[index + 1].mark) &&
                        list.is_number(index + 4);
    const std::size_t step = marked ? 2 : 1;
    const std::size_t last = index + 2 * step;
    if (!is_short_number(list, index + step) || !list.is_number(last)) {
        return std::nullopt;
    }
    const DateToken& a = list.tokens[index];
    const DateToken& c = list.tokens[last];
    const bool year_first = a.digits == 4 && c.digits <= 2;
    const bool year_last = a.digits <= 2 && c.digits == 4;
    bool glued = marked;
    for (std::size_t i = index + 1; i <= last; ++i) {
        glued = glued && list.is_glued(i);
    }
    if (!year_first && !year_last && !(glued && a.digits <= 2 && c.digits == 2)) {
        return std::nullopt;
    }
    if ((year_first ? a.value : c.value) < 1000 && (year_first || year_last)) {
        return std::nullopt;
    }
    if (!marked && (a.digits != 2 || list.tokens[index + 1].digits != 2 || !year_last)) {
        return std::nullopt;
    }
    if (marked && chain_goes_on(list, last + 1, list.tokens[index + 1].mark)) {
        return std::nullopt;
    }
    DateItem date = three_numbers(a, list.tokens[index + step], c);
    const Era era = read_era(list, last + 1);
    date.hijri = era.hijri.value_or(date.hijri);
    return make_date(index, era.end, date);
}

// D/M, which only a weekday, "corresponding to" or an agency in brackets makes a date.
std::optional<Item> number_pair(const TokenList& list, std::size_t index) {
    if (!is_short_number(list, index) || !list.is_any_mark(index + 1, "-/.") ||
        !is_short_number(list, index + 2)) {
        return std::nullopt;
    }
    int day = static_cast<int>(list.tokens[index].value);
    int month = static_cast<int>(list.tokens[index + 2].value);
    if (month > 12 && day <= 12) {
        std::swap(day, month);
    }
    if (day < 1 || day > 31 || month < 1 || month > 12 ||
        chain_goes_on(list, index + 3, list.tokens[index + 1].mark) ||
        read_month(list, index + 3)) {  // the second number is the day of a named month
        return std::nullopt;
    }
    const std::size_t bracket = index + 3;
    const bool agency = list.is_mark(bracket, '(') &&
                        find_word(list, bracket + 1, DateWordKind::agency).has_value();
    return Item{index, index + 3, PairItem{day, month, agency}};
}

// YYYYMMDD
std::optional<Item> compact_date(const TokenList& list, std::size_t index) {
    const DateToken& token = list.tokens[index];
    const int year = static_cast<int>(token.value / 10000);
    if (token.digits != 8 || year < 1990 || year > 2100 || list.is_mark(index + 1, ':')) {
        return std::nullopt;
    }
    const bool in_word = list.is_word(index + 1) && list.is_glued(index + 1);
    if (in_word || (index > 0 && list.is_word(index - 1) && token.glued)) {
        return std::nullopt;
    }
    Item item = make_date(index, index + 1,
                          DateItem{year, static_cast<int>(token.value / 100 % 100),
                                   static_cast<int>(token.value % 100), false, true});
    if (!item.as<DateItem>()->valid) {
        return std::nullopt;
    }
    return item;
}

}  // namespace

std::size_t skip_fillers(const TokenList& list, std::size_t index, DateWordKind kind,
                         std::string_view marks) {
    while (true) {
        if (list.is_any_mark(index, marks)) {
            ++index;
        } else if (const auto filler = find_word(list, index, kind);
                   filler && !list.tokens[index].conjunction) {
            index = filler->end;
        } else {
            return index;
        }
    }
}

std::optional<Item> scan_date(const TokenList& list, std::size_t index) {
    if (!list.is_number(index)) {
        if (auto item = month_first(list, index)) {
            return item;
        }
        return day_month_year(list, index);
    }
    for (const auto reader :
         {numeric_date, day_month_year, year_month_day, compact_date, number_pair}) {
        if (auto item = reader(list, index)) {
            return item;
        }
    }
    const DateToken& token = list.tokens[index];
    if (token.digits == 4 && token.value >= 1000) {
        return Item{index, read_era(list, index + 1).end, YearItem{static_cast<int>(token.value)}};
    }
    return std::nullopt;
}

}  // namespace khabard
