#include "daemon/text/glue.h"

#include "daemon/text/glue_table.h"
#include "daemon/text/unicode.h"

#include <algorithm>

namespace khabard {

namespace {

bool is_letter_or_mark(char32_t c) noexcept {
    return is_arabic_language_letter(c) || is_arabic_mark(c);
}

// Arabic letters from `at` on, marks left out.
std::size_t letters_after(std::string_view text, std::size_t at) noexcept {
    std::size_t count = 0;
    for (CodePoint c = code_point_at(text, at); is_letter_or_mark(c.value);
         c = code_point_at(text, at)) {
        count += is_arabic_mark(c.value) ? 0U : 1U;
        at += c.length;
    }
    return count;
}

// The letters and marks that end before `at`.
std::string_view word_before(std::string_view text, std::size_t at) noexcept {
    std::size_t start = at;
    for (CodePoint c = code_point_before(text, start); is_letter_or_mark(c.value);
         c = code_point_before(text, start)) {
        start -= c.length;
    }
    return text.substr(start, at - start);
}

std::string_view word_after(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    for (CodePoint c = code_point_at(text, end); is_letter_or_mark(c.value);
         c = code_point_at(text, end)) {
        end += c.length;
    }
    return text.substr(at, end - at);
}

std::size_t letters(std::string_view word) noexcept {
    return letters_after(word, 0);
}

// The characters without blanks around `at`.
std::string_view run_around(std::string_view text, std::size_t at) noexcept {
    const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
    std::size_t start = at;
    while (start > 0 && !is_blank(text[start - 1])) {
        --start;
    }
    std::size_t end = at;
    while (end < text.size() && !is_blank(text[end])) {
        ++end;
    }
    return text.substr(start, end - start);
}

class Splitter {
public:
    Splitter(std::string_view text, GlueCounts& counts) : text_(text), counts_(counts) {}

    std::string split() {
        std::string out;
        out.reserve(text_.size() + 16);
        std::size_t copied = 0;
        while (at_ < text_.size()) {
            const CodePoint c = code_point_at(text_, at_);
            at_ += c.length;
            if (std::size_t* counter = counter_after(c.value)) {
                while (is_arabic_mark(code_point_at(text_, at_).value)) {
                    previous_ = code_point_at(text_, at_).value;
                    at_ += code_point_at(text_, at_).length;
                }
                out.append(text_.substr(copied, at_ - copied));
                out += ' ';
                copied = at_;
                ++*counter;
            } else {
                previous_ = c.value;
            }
        }
        return out.append(text_.substr(copied));
    }

private:
    // The counter of the rule by which a blank belongs after `c` (and its marks); nullptr: none.
    // at_ is behind `c`.
    std::size_t* counter_after(char32_t c) {
        switch (c) {
            case teh_marbuta: return after_teh_marbuta() ? &counts_.teh_marbuta : nullptr;
            case alef: return after_tanwin_alef() ? &counts_.tanwin : nullptr;
            case fathatan: return after_fathatan() ? &counts_.tanwin : nullptr;
            case alef_maksura: return after_maksura() ? &counts_.alef_maksura : nullptr;
            case '(': open_parenthesis_ = at_; return nullptr;
            case left_guillemet: open_guillemet_ = at_; return nullptr;
            case ')': return after_closing(open_parenthesis_) ? &counts_.punctuation : nullptr;
            case right_guillemet:
                return after_closing(open_guillemet_) ? &counts_.punctuation : nullptr;
            case '\n':
                open_parenthesis_ = none;
                open_guillemet_ = none;
                return nullptr;
            case '.': return after_full_stop() ? &counts_.punctuation : nullptr;
            case '!':
            case ':':
            case ellipsis: return after_punctuation(1) ? &counts_.punctuation : nullptr;
            default: return nullptr;
        }
    }

    std::size_t word_letters_before(std::size_t at) const {
        return letters(word_before(text_, at));
    }

    bool after_teh_marbuta() const {
        // One letter after it is a slip of the keyboard, not a word.
        return letters_after(text_, at_) >= 2 && code_point_at(text_, at_).value != hamza &&
               word_letters_before(at_) >= 3;
    }

    // Fathatan before its alef, as most keyboards' owners write it.
    bool after_tanwin_alef() const {
        return previous_ == fathatan && word_letters_before(at_) >= 3 && starts_word(at_);
    }

    // Fathatan after its alef. After any other letter it may be a misplaced shadda.
    bool after_fathatan() const {
        return previous_ == alef && word_letters_before(at_) >= 3 && starts_word(at_);
    }

    bool starts_word(std::size_t at) const {
        const CodePoint next = code_point_at(text_, at);
        return is_arabic_language_letter(next.value) && letters_after(text_, at) >= 3;
    }

    bool after_maksura() const {
        const std::string_view rest = word_after(text_, at_);
        return letters(rest) >= 3 && !is_pronoun_ending(rest) &&
               is_word_on_maksura(word_before(text_, at_));
    }

    bool after_closing(std::size_t& opened) {
        const bool matched = opened != none && text_.substr(opened, at_ - opened).find('\n') ==
                                                   std::string_view::npos;
        const std::size_t inside = matched ? at_ - opened : 0;
        opened = none;
        constexpr std::size_t inside_min = 6;  // "(wa)" before a verb is part of its word
        return matched && inside >= inside_min && letters_after(text_, at_) >= 2;
    }

    bool after_punctuation(std::size_t length) const {
        const std::size_t before = at_ - code_point_before(text_, at_).length * length;
        return word_letters_before(before) >= 3 && letters_after(text_, at_) >= 2 &&
               !is_address(run_around(text_, before));
    }

    // A full stop also stands in names of agencies and domains; two or more close a headline's
    // half.
    bool after_full_stop() const {
        if (code_point_before(text_, at_ - 1).value == '.') {
            return letters_after(text_, at_) >= 2 && !is_address(run_around(text_, at_ - 1));
        }
        const std::string_view run = run_around(text_, at_ - 1);
        const auto stops = std::count(run.begin(), run.end(), '.');
        const bool trailing = run.ends_with('.');
        return stops - (trailing ? 1 : 0) == 1 && word_letters_before(at_ - 1) >= 4 &&
               letters_after(text_, at_) >= 4 && !is_address(run) &&
               !is_domain_ending(word_after(text_, at_));
    }

    static bool is_address(std::string_view run) {
        return run.find("://") != std::string_view::npos || run.starts_with("www.") ||
               run.find('@') != std::string_view::npos || run.find('/') != std::string_view::npos;
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::string_view text_;
    GlueCounts& counts_;
    std::size_t at_ = 0;
    char32_t previous_ = 0;  // the code point before the one that ends at at_
    std::size_t open_parenthesis_ = none;
    std::size_t open_guillemet_ = none;
};

}  // namespace

std::string split_glued(std::string_view text, GlueCounts* counts) {
    GlueCounts unwanted;
    return Splitter(text, counts != nullptr ? *counts : unwanted).split();
}

}  // namespace khabard
