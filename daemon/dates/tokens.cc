#include "daemon/dates/tokens.h"

#include "daemon/dates/date_fold.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::int64_t number_max = 1'000'000'000'000'000;
constexpr char32_t alef = 0x0627;
constexpr std::string_view waw_utf8 = "\xD9\x88";
constexpr std::string_view al_utf8 = "\xD8\xA7\xD9\x84";
constexpr std::string_view li_utf8 = "\xD9\x84";
constexpr std::string_view bi_utf8 = "\xD8\xA8";

bool is_blank(char32_t c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

// 0: a letter. Marks beyond ASCII get their ASCII stand-in, ';' when they have none.
char mark_of(char32_t c) noexcept {
    if (c < 0x80) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? '\0' : static_cast<char>(c);
    }
    switch (c) {
        case 0x060C:  // Arabic comma
        case 0x3001:
        case 0xFF0C: return ',';
        case 0x066B:  // Arabic decimal separator
            return '.';
        case 0x2212:  // minus
        case 0x00AD:
        case 0x5E74:  // Chinese, Japanese and Korean "year" and "month" part numbers as dashes do
        case 0x6708:
        case 0xB144:
        case 0xC6D4: return '-';
        case 0x2236:  // ratio
        case 0xFF1A: return ':';
        case 0x2022:  // bullet
        case 0x00B7: return '|';
        case 0x2044:  // fraction slash
        case 0xFF0F: return '/';
        case 0x00D7:
        case 0x00F7:
        case 0x061B:  // Arabic semicolon
        case 0x061F:  // Arabic question mark
        case 0x06D4:  // Urdu full stop
            return ';';
        default: break;
    }
    if (c >= 0x2010 && c <= 0x2015) {  // hyphens and dashes
        return '-';
    }
    const bool punctuation = c < 0xC0 || (c >= 0x066A && c <= 0x066D) ||
                             (c >= 0x2016 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                             c == 0xFFFD;
    return punctuation ? ';' : '\0';
}

// Chinese, Japanese and Korean "day" after a number says nothing more.
bool is_day_sign(char32_t c) noexcept {
    return c == 0x65E5 || c == 0xC77C;
}

class Tokenizer {
public:
    Tokenizer(std::string_view text, std::size_t count_max) : text_(text), count_max_(count_max) {}

    TokenList run() {
        list_.tokens.reserve(32);
        while (at_ < text_.size() && list_.size() < count_max_) {
            const FoldedPoint c = point_at(text_, at_);
            if (is_blank(c.value) || (after_number_ && is_day_sign(c.value))) {
                glued_ = false;
                at_ += c.length;
            } else if (fold_for_dates(c.value) == 0) {
                at_ += c.length;
            } else if (digit_of(c.value) >= 0) {
                read_number();
            } else if (const char mark = mark_of(c.value); mark != '\0') {
                add_mark(mark, c.length);
            } else {
                read_word();
            }
        }
        find_meanings();
        return std::move(list_);
    }

private:
    DateToken make(TokenKind kind, std::size_t begin) {
        DateToken token{.kind = kind,
                        .glued = glued_,
                        .conjunction = false,
                        .ascii = false,
                        .mark = '\0',
                        .digits = 0,
                        .value = 0,
                        .begin = begin,
                        .end = at_,
                        .text_begin = list_.folded.size(),
                        .text_end = list_.folded.size(),
                        .entries = {}};
        glued_ = true;
        after_number_ = kind == TokenKind::number;
        return token;
    }

    void add_mark(char mark, std::size_t length) {
        const std::size_t begin = at_;
        at_ += length;
        DateToken token = make(TokenKind::mark, begin);
        token.mark = mark;
        list_.tokens.push_back(token);
    }

    void read_number() {
        const std::size_t begin = at_;
        std::int64_t value = 0;
        unsigned digits = 0;
        while (at_ < text_.size()) {
            const FoldedPoint c = point_at(text_, at_);
            const int digit = digit_of(c.value);
            if (digit < 0 && (c.value < 0x80 || fold_for_dates(c.value) != 0)) {
                break;
            }
            if (digit >= 0) {
                value = std::min(value * 10 + digit, number_max);
                digits = std::min(digits + 1, 99U);
            }
            at_ += c.length;
        }
        DateToken token = make(TokenKind::number, begin);
        token.value = value;
        token.digits = static_cast<std::uint8_t>(digits);
        list_.tokens.push_back(token);
    }

    // Letters, and the dots of an abbreviation of single letters ("a.m.").
    void read_word() {
        const std::size_t begin = at_;
        const std::size_t text_begin = list_.folded.size();
        std::size_t letters = 0;
        bool ascii = true;
        bool dotted = true;
        while (at_ < text_.size()) {
            const FoldedPoint c = point_at(text_, at_);
            if (c.value == '.' && dotted && letters == 1 && begins_single_letter(at_ + 1)) {
                list_.folded.push_back('.');
                letters = 0;
                ++at_;
                continue;
            }
            const char32_t folded = fold_for_dates(c.value);
            if (folded != 0) {
                if (c.value != '_' &&
                    (is_blank(c.value) || digit_of(c.value) >= 0 || mark_of(c.value) != '\0')) {
                    break;
                }
                append_utf8(list_.folded, folded);
                ++letters;
                if (folds_to_lam_alef(c.value)) {
                    append_utf8(list_.folded, alef);
                }
                ascii = ascii && c.value < 0x80;
                dotted = dotted && letters == 1;
            }
            at_ += c.length;
        }
        const bool is_dotted = list_.folded.find('.', text_begin) != std::string::npos;
        if (is_dotted && at_ < text_.size() && text_[at_] == '.') {
            ++at_;
        }
        DateToken token = make(TokenKind::word, begin);
        token.text_begin = text_begin;
        token.text_end = list_.folded.size();
        token.ascii = ascii;
        list_.tokens.push_back(token);
    }

    // A letter with no other letter after it.
    bool begins_single_letter(std::size_t at) const {
        if (at >= text_.size()) {
            return false;
        }
        const FoldedPoint c = point_at(text_, at);
        const auto is_letter = [](char32_t value) {
            return !is_blank(value) && digit_of(value) < 0 && mark_of(value) == '\0';
        };
        if (!is_letter(c.value)) {
            return false;
        }
        const std::size_t next = at + c.length;
        return next >= text_.size() || !is_letter(point_at(text_, next).value);
    }

    void find_meanings() {
        for (std::size_t i = 0; i < list_.size(); ++i) {
            DateToken& token = list_.tokens[i];
            if (token.kind != TokenKind::word) {
                continue;
            }
            token.entries = entries_beginning_with(list_.word(i));
            if (!token.entries.empty() || token.ascii) {
                continue;
            }
            find_without_prefixes(i);
        }
    }

    // "wa", then "bi" or "li", then "al" are taken off until the rest means something; a word that
    // never does keeps them.
    void find_without_prefixes(std::size_t index) {
        DateToken& token = list_.tokens[index];
        const std::size_t whole = token.text_begin;
        const auto drop = [&](std::string_view prefix) {
            const std::string_view word = list_.word(index);
            if (!token.entries.empty() || !word.starts_with(prefix) ||
                word.size() <= prefix.size() + 2) {
                return false;
            }
            token.text_begin += prefix.size();
            token.entries = entries_beginning_with(list_.word(index));
            return true;
        };
        const bool conjunction = drop(waw_utf8);
        static_cast<void>(drop(bi_utf8) || drop(li_utf8));
        static_cast<void>(drop(al_utf8));
        if (token.entries.empty()) {
            token.text_begin = whole;
        } else {
            token.conjunction = conjunction;
        }
    }

    std::string_view text_;
    std::size_t count_max_;
    TokenList list_;
    std::size_t at_ = 0;
    bool glued_ = false;
    bool after_number_ = false;
};

}  // namespace

TokenList tokenize_date(std::string_view text, std::size_t count_max) {
    return Tokenizer(text, count_max).run();
}

std::optional<WordMatch> find_word(const TokenList& list, std::size_t index, DateWordKind kind) {
    if (!list.is_word(index)) {
        return std::nullopt;
    }
    for (const VocabularyEntry& entry : list.tokens[index].entries) {
        if (entry.row->kind != kind) {
            continue;
        }
        std::size_t next = index + 1;
        std::string_view rest = entry.key;
        rest.remove_prefix(std::min(rest.size(), list.word(index).size()));
        bool matches = true;
        while (matches && !rest.empty()) {
            rest.remove_prefix(1);
            const std::string_view wanted = rest.substr(0, rest.find(' '));
            matches = list.is_word(next) && list.word(next) == wanted;
            rest.remove_prefix(wanted.size());
            ++next;
        }
        if (matches) {
            return WordMatch{entry.row->value, entry.row, next};
        }
    }
    return std::nullopt;
}

}  // namespace khabard
