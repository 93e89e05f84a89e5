#include "daemon/dates/date_fold.h"
#include "daemon/dates/dates.h"
#include "daemon/dates/resolve.h"

#include <algorithm>
#include <initializer_list>

namespace khabard {
namespace {

constexpr std::size_t window_before = 96;  // bytes, enough for a label, a weekday and a time
constexpr std::size_t window_after = 160;
constexpr std::size_t word_bytes_max = 32;
constexpr std::size_t windows_max = 500;  // beyond, it is no article but a table of numbers

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The next digit at or after `at`, in bytes; text.size() when there is none. ASCII digits are one
// byte; Arabic-Indic ones are D9 A0..A9 and DB B0..B9.
std::size_t next_digit(std::string_view text, std::size_t at) {
    for (; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= '0' && byte <= '9') {
            return at;
        }
        if ((byte == 0xD9 || byte == 0xDB) && at + 1 < text.size()) {
            const auto low = static_cast<unsigned char>(text[at + 1]);
            const unsigned char zero = byte == 0xD9 ? 0xA0 : 0xB0;
            if (low >= zero && low <= zero + 9) {
                return at;
            }
        }
    }
    return text.size();
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const FoldedPoint c = point_at(text, at);
        if (digit_of(c.value) < 0) {
            break;
        }
        at += c.length;
    }
    return at;
}

bool is_dash(char32_t c) {
    return c == '-' || c == '/' || c == '.' || (c >= 0x2010 && c <= 0x2015);
}
bool is_space(char32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x200F || c == 0x200E;
}

std::size_t skip_while(std::string_view text, std::size_t at, bool (*holds)(char32_t)) {
    while (at < text.size()) {
        const FoldedPoint c = point_at(text, at);
        if (!holds(c.value)) {
            break;
        }
        at += c.length;
    }
    return at;
}

bool ends_word(char32_t c) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x80 && c != 0xA0 && c != 0x060C);
    return !letter;
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    while (at < text.size() && at - begin < word_bytes_max) {
        const FoldedPoint c = point_at(text, at);
        if (ends_word(c.value)) {
            break;
        }
        at += c.length;
    }
    return at;
}

bool is_any(std::string_view word, std::initializer_list<DateWordKind> kinds) {
    const auto entries = entries_beginning_with(fold_words_for_dates(word));
    return std::any_of(entries.begin(), entries.end(), [&](const VocabularyEntry& entry) {
        return std::find(kinds.begin(), kinds.end(), entry.row->kind) != kinds.end();
    });
}

// "of", "month" and "th" may stand between day and month.
bool month_follows(std::string_view text, std::size_t at) {
    const auto between = [](char32_t c) {
        return is_space(c) || is_dash(c) || c == ',' || c == 0x060C;
    };
    for (int words = 0; words < 3; ++words) {
        at = skip_while(text, at, between);
        const std::size_t end = end_of_word(text, at);
        const std::string_view word = text.substr(at, end - at);
        if (word.empty()) {
            return false;
        }
        if (is_any(word,
                   {DateWordKind::month, DateWordKind::hijri_month, DateWordKind::month_of_two})) {
            return true;
        }
        if (!is_any(word, {DateWordKind::of, DateWordKind::month_word, DateWordKind::day_suffix})) {
            return false;
        }
        at = end;
    }
    return false;
}

bool month_precedes(std::string_view text, std::size_t at) {
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '.')) {
        --at;
    }
    std::size_t start = at;
    while (start > 0 && at - start < word_bytes_max &&
           (is_continuation(text[start - 1]) || !ends_word(point_at(text, start - 1).value))) {
        --start;
    }
    return start < at && is_any(text.substr(start, at - start), {DateWordKind::month});
}

// The number after a dash, slash or dot at `at`, with or without blanks.
std::size_t number_after_dash(std::string_view text, std::size_t at) {
    at = skip_while(text, at, is_space);
    if (at >= text.size() || !is_dash(point_at(text, at).value)) {
        return text.size();
    }
    at = skip_while(text, at + point_at(text, at).length, is_space);
    const bool digit = at < text.size() && digit_of(point_at(text, at).value) >= 0;
    return digit ? at : text.size();
}

// Whether digits from `begin` to `end` can be the day or year of a date: a cheap look at what
// touches them, before a window is cut into tokens.
bool may_be_date(std::string_view text, std::size_t begin, std::size_t end) {
    const auto ascii_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (begin >= 2 && is_dash(point_at(text, begin - 1).value) && ascii_digit(text[begin - 2])) {
        return false;  // the middle of a chain, which was looked at from its first number
    }
    const std::size_t second = number_after_dash(text, end);
    if (second < text.size()) {
        const std::size_t second_end = end_of_digits(text, second);
        const std::size_t bracket = skip_while(text, second_end, is_space);
        return number_after_dash(text, second_end) < text.size() ||
               (bracket < text.size() && text[bracket] == '(') || month_follows(text, second_end);
    }
    return end - begin == 8 || month_follows(text, end) || month_precedes(text, begin);
}

struct Window {
    std::size_t begin;
    std::size_t end;
};

// A piece of the line around `at`, cut at blanks and never before `from`.
Window window_around(std::string_view text, std::size_t at, std::size_t from) {
    std::size_t begin = at;
    while (begin > from && at - begin < window_before && text[begin - 1] != '\n') {
        --begin;
    }
    if (begin > from && text[begin - 1] != '\n') {
        begin = std::min(text.find(' ', begin), at);
    }
    std::size_t end = std::min({text.size(), at + window_after, text.find('\n', at)});
    while (end < text.size() && is_continuation(text[end])) {
        ++end;
    }
    return {begin, end};
}

}  // namespace

std::vector<FoundDate> find_dates(std::string_view text, const DateContext& context) {
    std::vector<FoundDate> found;
    std::size_t done = 0;
    std::size_t windows = 0;
    std::size_t at = next_digit(text, 0);
    while (at < text.size() && windows < windows_max) {
        const std::size_t digits_end = end_of_digits(text, at);
        std::size_t next = digits_end;
        if (digits_end - at <= 16 && may_be_date(text, at, digits_end)) {
            ++windows;
            const Window window = window_around(text, at, done);
            const std::string_view piece = text.substr(window.begin, window.end - window.begin);
            const TokenList list = tokenize_date(piece);
            const Items items = scan_items(list, piece);
            for (const DateCandidate& candidate :
                 resolve_dates(items, context, DateSurroundings::prose)) {
                const std::size_t begin =
                    window.begin + list.tokens[items[candidate.first].first].begin;
                const std::size_t end =
                    window.begin + list.tokens[items[candidate.last].end - 1].end;
                if (begin >= done) {
                    found.push_back({candidate.date, begin, end - begin, candidate.label});
                    done = end;
                    next = std::max(next, end);
                }
            }
        }
        at = next_digit(text, next);
    }
    return found;
}

}  // namespace khabard
