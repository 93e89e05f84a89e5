#include "daemon/dates/machine_date.h"

#include "daemon/dates/civil.h"

#include <algorithm>
#include <cstdint>

namespace khabard {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr int year_alone_min = 1900;
constexpr int year_alone_max = 2100;
constexpr std::int64_t unix_seconds_max = 4'102'444'800;  // 2100

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return text_.empty(); }
    std::size_t digits_ahead() const {
        const auto end = std::find_if_not(text_.begin(), text_.end(), is_digit);
        return static_cast<std::size_t>(end - text_.begin());
    }
    // A number of `least` to `most` digits, or nothing.
    std::optional<int> number(std::size_t least, std::size_t most) {
        const std::size_t count = std::min(digits_ahead(), most);
        if (count < least) {
            return std::nullopt;
        }
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return value;
    }
    bool take(std::string_view any_of) {
        if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }
    bool next_is(char c) const { return !text_.empty() && text_.front() == c; }
    std::string_view rest() const { return text_; }

private:
    std::string_view text_;
};

struct Date {
    sys_days day;
    bool basic;     // without marks
    bool complete;  // down to the day
};

std::optional<sys_days> week_day(int year, int week, int day) {
    if (week < 1 || week > 53 || day < 1 || day > 7) {
        return std::nullopt;
    }
    // The fourth of January is always in the first week.
    const auto fourth = day_of(year, 1, 4, false);
    if (!fourth) {
        return std::nullopt;
    }
    const int from_monday = (weekday_of(*fourth) + 6) % 7;
    return *fourth - days{from_monday} + days{7 * (week - 1) + day - 1};
}

std::optional<sys_days> ordinal_day(int year, int day) {
    const auto first = day_of(year, 1, 1, false);
    const auto next = day_of(year + 1, 1, 1, false);
    if (!first || !next || day < 1 || *first + days{day - 1} >= *next) {
        return std::nullopt;
    }
    return *first + days{day - 1};
}

std::optional<Date> placed(std::optional<sys_days> day, bool basic, bool complete) {
    return day ? std::optional(Date{*day, basic, complete}) : std::nullopt;
}

std::optional<Date> read_week(Reader& in, int year, bool basic) {
    const auto week = in.number(2, 2);
    if (!week || in.take("-") == basic) {
        return std::nullopt;
    }
    const auto day = in.number(1, 1);
    return day ? placed(week_day(year, *week, *day), basic, true) : std::nullopt;
}

std::optional<Date> read_basic(Reader& in, int year) {
    if (in.take("Ww")) {
        return read_week(in, year, true);
    }
    if (in.digits_ahead() == 3) {
        return placed(ordinal_day(year, *in.number(3, 3)), true, true);
    }
    const auto month = in.number(2, 2);
    const auto day = in.number(2, 2);
    return month && day ? placed(day_of(year, *month, *day, false), true, true) : std::nullopt;
}

std::optional<Date> read_extended(Reader& in, int year) {
    if (in.take("Ww")) {
        return read_week(in, year, false);
    }
    if (in.digits_ahead() == 3) {
        return placed(ordinal_day(year, *in.number(3, 3)), false, true);
    }
    const auto month = in.number(1, 2);
    if (!month) {
        return std::nullopt;
    }
    if (!in.take("-")) {
        return placed(day_of(year, *month, 1, false), false, false);
    }
    const auto day = in.number(1, 2);
    return day ? placed(day_of(year, *month, *day, false), false, true) : std::nullopt;
}

// The digits behind "12:30:15."; nullopt: there are none.
std::optional<std::chrono::milliseconds> read_fraction(Reader& in) {
    const std::size_t count = std::min<std::size_t>(in.digits_ahead(), 3);
    if (count == 0) {
        return std::nullopt;
    }
    int milliseconds = *in.number(1, 3);
    for (std::size_t i = count; i < 3; ++i) {
        milliseconds *= 10;
    }
    while (in.digits_ahead() > 0) {
        static_cast<void>(in.number(1, 9));
    }
    return std::chrono::milliseconds{milliseconds};
}

// Seconds and their fraction; a leap second is the one before.
std::optional<std::chrono::milliseconds> read_seconds(Reader& in, bool basic) {
    const auto second = in.number(basic ? 2 : 1, 2);
    if (!second || *second > 60) {
        return std::nullopt;
    }
    const std::chrono::seconds whole{std::min(*second, 59)};
    if (!in.take(".,")) {
        return whole;
    }
    const auto fraction = read_fraction(in);
    return fraction ? std::optional(whole + *fraction) : std::nullopt;
}

std::optional<TimeItem> read_time(Reader& in, bool basic) {
    const auto hour = in.number(basic ? 2 : 1, 2);
    const bool colon = in.take(":");
    const auto minute = in.number(basic ? 2 : 1, 2);
    if (!hour || !minute || colon == basic || *hour > 24 || *minute > 59) {
        return std::nullopt;
    }
    TimeItem time{std::chrono::hours{*hour} + minutes{*minute}, DatePrecision::minute, false, true};
    if (basic ? in.digits_ahead() > 0 : in.take(":")) {
        const auto seconds = read_seconds(in, basic);
        if (!seconds) {
            return std::nullopt;
        }
        time.precision = DatePrecision::second;
        time.since_midnight += *seconds;
    }
    if (time.since_midnight > std::chrono::hours{24}) {
        return std::nullopt;
    }
    return time;
}

std::optional<ZoneItem> read_zone(Reader& in) {
    if (in.take("Zz")) {
        return ZoneItem{minutes{0}, {}};
    }
    const bool west = in.next_is('-');
    if (!in.take("+-")) {
        return std::nullopt;
    }
    const auto hour = in.number(2, 2);
    static_cast<void>(in.take(":"));
    const auto minute = in.number(2, 2);
    if (!hour || *hour > 23 || minute.value_or(0) > 59) {
        return std::nullopt;
    }
    static_cast<void>(in.take("Zz"));  // "-05:00Z" means the offset
    const minutes offset{*hour * 60 + minute.value_or(0)};
    return ZoneItem{west ? -offset : offset, {}};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Ten digits of seconds or thirteen of milliseconds since 1970.
std::optional<ReadDate> unix_time(std::string_view text) {
    Reader in(text);
    const std::size_t digits = in.digits_ahead();
    if ((digits != 10 && digits != 13) || digits != text.size()) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char c : text) {
        value = value * 10 + (c - '0');
    }
    const std::int64_t milliseconds = digits == 10 ? value * 1000 : value;
    if (milliseconds > unix_seconds_max * 1000) {
        return std::nullopt;
    }
    return ReadDate{.at = Instant{std::chrono::milliseconds{milliseconds}},
                    .precision = DatePrecision::second,
                    .zone_assumed = false,
                    .relative = false,
                    .hijri_converted = false};
}

// "2026": its first day.
std::optional<ReadDate> year_alone(int year, const DateContext& context) {
    const auto day = day_of(year, 1, 1, false);
    if (!day || year < year_alone_min || year > year_alone_max) {
        return std::nullopt;
    }
    return make_read_date(*day, nullptr, nullptr, context);
}

}  // namespace

std::optional<ReadDate> read_machine_date(std::string_view text, const DateContext& context) {
    text = trimmed(text);
    if (text.size() < 4 || !is_digit(text.front())) {
        return std::nullopt;
    }
    if (const auto read = unix_time(text)) {
        return read;
    }
    Reader in(text);
    const auto year = in.number(4, 4);
    if (!year || *year < 1000) {
        return std::nullopt;
    }
    if (in.at_end()) {
        return year_alone(*year, context);
    }
    const auto date = in.take("-") ? read_extended(in, *year) : read_basic(in, *year);
    if (!date) {
        return std::nullopt;
    }
    if (in.at_end()) {
        return make_read_date(date->day, nullptr, nullptr, context);
    }
    // Twelve or fourteen digits go on without a mark.
    const bool goes_on = date->basic && is_digit(in.rest().front());
    if (!date->complete || (!goes_on && !in.take("Tt "))) {
        return std::nullopt;
    }
    const auto time = read_time(in, date->basic);
    static_cast<void>(in.take(" "));
    const auto zone = time ? read_zone(in) : std::nullopt;
    if (!time || !in.at_end()) {
        return std::nullopt;
    }
    return make_read_date(date->day, &*time, zone ? &*zone : nullptr, context);
}

}  // namespace khabard
