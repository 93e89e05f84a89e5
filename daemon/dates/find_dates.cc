#include "daemon/dates/date_fold.h"
#include "daemon/dates/dates.h"
#include "daemon/dates/resolve.h"

#include <algorithm>
#include <array>

namespace khabard {
namespace {

constexpr std::size_t window_before = 96;  // bytes, enough for a label, a weekday and a time
constexpr std::size_t window_after = 160;
constexpr std::size_t word_bytes_max = 32;

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
        if ((byte == 0xD9 || byte == 0xDB) && digit_value(code_point_at(text, at).value) >= 0) {
            return at;
        }
    }
    return text.size();
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        if (digit_value(c.value) < 0) {
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
        const CodePoint c = code_point_at(text, at);
        if (!holds(c.value)) {
            break;
        }
        at += c.length;
    }
    return at;
}

bool names_month(std::string_view word) {
    constexpr std::array kinds{WordKind::month, WordKind::hijri_month, WordKind::month_word,
                               WordKind::of, WordKind::day_suffix};
    const std::string folded = fold_words_for_dates(word);
    const auto entries = entries_beginning_with(folded);
    return std::any_of(entries.begin(), entries.end(), [&](const VocabularyEntry& entry) {
        return std::find(kinds.begin(), kinds.end(), entry.row->kind) != kinds.end();
    });
}

bool ends_word(char32_t c) {
    return c < 0x80 ? !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
                    : c == 0xA0 || c == 0x060C;
}

// Whether digits from `begin` to `end` can be the day or year of a date: a cheap look at what
// touches them, before a window is cut into tokens.
bool may_be_date(std::string_view text, std::size_t begin, std::size_t end) {
    const std::size_t blank_end = skip_while(text, end, is_space);
    if (blank_end < text.size() && is_dash(code_point_at(text, blank_end).value)) {
        const std::size_t number =
            skip_while(text, blank_end + code_point_at(text, blank_end).length, is_space);
        if (number < text.size() && digit_value(code_point_at(text, number).value) >= 0) {
            return true;
        }
    }
    const std::size_t word =
        skip_while(text, end, [](char32_t c) { return is_space(c) || is_dash(c) || c == ','; });
    std::size_t word_end = word;
    while (word_end < text.size() && word_end - word < word_bytes_max &&
           !ends_word(code_point_at(text, word_end).value)) {
        word_end += code_point_at(text, word_end).length;
    }
    if (names_month(text.substr(word, word_end - word))) {
        return true;
    }
    std::size_t before = begin;
    while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '.')) {
        --before;
    }
    std::size_t start = before;
    while (start > 0 && before - start < word_bytes_max &&
           (is_continuation(text[start - 1]) || !ends_word(code_point_at(text, start - 1).value))) {
        --start;
    }
    const auto digits = end - begin;
    return digits == 8 || names_month(text.substr(start, before - start));
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
    std::size_t at = next_digit(text, 0);
    while (at < text.size()) {
        const std::size_t digits_end = end_of_digits(text, at);
        std::size_t next = digits_end;
        if (digits_end - at <= 16 && may_be_date(text, at, digits_end)) {
            const Window window = window_around(text, at, done);
            const std::string_view piece = text.substr(window.begin, window.end - window.begin);
            const TokenList list = tokenize_date(piece);
            const Items items = scan_items(list, piece);
            for (const Candidate& candidate : resolve_dates(items, context, Surroundings::prose)) {
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
