#include "daemon/text/display.h"

#include "daemon/lib/icu/normalize.h"
#include "daemon/text/display_table.h"
#include "daemon/text/language.h"
#include "daemon/text/presentation.h"
#include "daemon/text/unicode.h"
#include "daemon/text/utf8_buffer.h"

namespace khabard {

namespace {

constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;

bool is_joiner(char32_t c) noexcept {
    return c == zero_width_non_joiner || c == zero_width_joiner;
}

bool is_line_end(char32_t c) noexcept {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Marks that no blank stands before in Arabic or Latin typography.
bool hugs_word_before(char32_t c) noexcept {
    return c == '.' || c == ':' || c == '!' || c == arabic_comma || c == arabic_semicolon ||
           c == arabic_question_mark;
}

bool wants_blank_after(char32_t c) noexcept {
    return c == arabic_comma || c == arabic_semicolon || c == arabic_question_mark;
}

bool is_ascii_alphanumeric(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Keheh, heh doachashmee, heh goal: letters that Persian and Urdu keyboards give for Arabic ones.
char32_t arabic_look_alike(char32_t c) noexcept {
    switch (c) {
        case 0x06A9: return kaf;
        case 0x06BE:
        case 0x06C1: return heh;
        case farsi_yeh: return yeh;
        default: return 0;
    }
}

class DisplayWriter {
public:
    DisplayWriter(std::string_view text, DisplayCounts& counts)
        : text_(text), counts_(counts), out_(text.size()) {}

    std::string write() {
        while (at_ < text_.size()) {
            const CodePoint c = code_point_at(text_, at_);
            at_ += c.length;
            take(c.value);
            copy_letters();
        }
        return out_.take();
    }

private:
    // Nothing happens to letters behind a letter, and most of a text is that.
    void copy_letters() {
        if (blank_ || !is_arabic_language_letter(last_)) {
            return;
        }
        const std::size_t begin = at_;
        for (CodePoint c = code_point_at(text_, at_); is_arabic_language_letter(c.value);
             c = code_point_at(text_, at_)) {
            last_ = c.value;
            at_ += c.length;
        }
        out_.append(text_.substr(begin, at_ - begin));
    }

    void take(char32_t c) {
        // NOLINTNEXTLINE(bugprone-branch-clone): the common case comes first
        if (is_arabic_language_letter(c)) {
            put(c);
        } else if (is_line_end(c)) {
            line_end(c);
        } else if (is_space(c)) {
            blank_ = true;
        } else if (c == tatweel) {
            tatweels();
        } else if (is_joiner(c)) {
            joiner(c);
        } else if (is_invisible(c)) {
            ++counts_.invisible_removed;
        } else if (const std::u32string* letters = presentation_letters(c)) {
            ++counts_.presentation_folded;
            for (const char32_t letter : *letters) {
                put(letter);
            }
        } else {
            put(c);
        }
    }

    void put(char32_t c) {
        const bool inside_line = last_ != 0 && last_ != '\n';
        const bool glued = wants_blank_after(last_) && (is_arabic_letter(c) || is_latin_letter(c));
        if (blank_ ? inside_line && !closes_up(c) : glued) {
            out_.put(' ');
        }
        blank_ = false;
        out_.put(c);
        last_ = c;
    }

    // Whether the blank between the last word and mark `c` goes. ".NET", ".5", ":)" keep it.
    bool closes_up(char32_t c) const {
        if (!hugs_word_before(c) || last_ == '-' || last_ == 0x2013 || last_ == 0x2014) {
            return false;
        }
        const char32_t next = next_visible();
        return c == '.'   ? !is_ascii_alphanumeric(next) && !is_digit(next)
               : c == ':' ? next != ')' && next != '(' && next != '/' && !is_digit(next)
                          : true;
    }

    void line_end(char32_t c) {
        if (c == '\r' && code_point_at(text_, at_).value == '\n') {
            return;
        }
        blank_ = false;
        out_.put('\n');
        last_ = '\n';
    }

    // Between letters tatweel is elongation and goes; after a letter one stays (the abbreviated
    // Hijri year, the article before a numeral); apart from letters it is a dash or
    // bullet, or carries a mark that is spoken of.
    void tatweels() {
        std::size_t run = 1;
        while (next_visible() == tatweel) {
            while (code_point_at(text_, at_).value != tatweel) {
                at_ += code_point_at(text_, at_).length;
                ++counts_.invisible_removed;
            }
            at_ += 2;
            ++run;
        }
        const bool after_letter = !blank_ && (is_arabic_letter(last_) || is_arabic_mark(last_));
        const char32_t next = next_visible();
        const bool carries = is_arabic_mark(next) && (!after_letter || hamza_among_marks());
        const bool elongation = !carries && (is_arabic_letter(next) || is_arabic_mark(next));
        const std::size_t wanted = carries || after_letter ? 1 : run;
        const std::size_t kept = elongation ? 0 : wanted;
        counts_.tatweel_removed += run - kept;
        for (std::size_t i = 0; i < kept; ++i) {
            put(tatweel);
        }
    }

    // Whether the marks that follow hold a combining hamza, which would move to the letter before.
    bool hamza_among_marks() const {
        for (std::size_t at = at_; at < text_.size();) {
            const CodePoint c = code_point_at(text_, at);
            if (c.value >= 0x0653 && c.value <= 0x0655) {
                return true;
            }
            if (!is_arabic_mark(c.value) && !is_invisible(c.value)) {
                return false;
            }
            at += c.length;
        }
        return false;
    }

    // Joiners matter inside words and inside emoji, nowhere else.
    void joiner(char32_t c) {
        const char32_t next = code_point_at(text_, at_).value;
        const bool in_word = is_arabic_letter(last_) && is_arabic_letter(next);
        const bool in_emoji = c == zero_width_joiner && last_ >= 0x2600 && next >= 0x2600 &&
                              !is_arabic_letter(last_) && !is_arabic_letter(next);
        if (!blank_ && (in_word || in_emoji)) {
            put(c);
        } else {
            ++counts_.invisible_removed;
        }
    }

    // The next code point that will be written, or whose blank or line end stands in between.
    char32_t next_visible() const {
        for (std::size_t at = at_; at < text_.size();) {
            const CodePoint c = code_point_at(text_, at);
            const std::u32string* letters = presentation_letters(c.value);
            const bool vanishes =
                letters != nullptr ? letters->empty() : is_joiner(c.value) || is_invisible(c.value);
            if (!vanishes || is_line_end(c.value)) {
                return letters != nullptr && !letters->empty() ? letters->front() : c.value;
            }
            at += c.length;
        }
        return 0;
    }

    std::string_view text_;
    DisplayCounts& counts_;
    Utf8Buffer out_;
    std::size_t at_ = 0;
    char32_t last_ = 0;   // what out_ ends with
    bool blank_ = false;  // blanks were read since
};

bool ends_in_maksura_word(const std::string& text) {
    std::size_t start = text.size();
    while (start > 0) {
        const CodePoint c = code_point_before(text, start);
        if (!is_arabic_letter(c.value)) {
            break;
        }
        start -= c.length;
    }
    return is_maksura_word(std::string_view(text).substr(start));
}

// What a Persian or Urdu keyboard leaves in Arabic: its own kaf, heh and yeh, and joiners. Their
// first bytes begin none of Arabic's own letters, so most texts are cleared at a glance.
bool has_keyboard_traces(std::string_view text) {
    const auto holds = [text](char lead) { return text.find(lead) != std::string_view::npos; };
    if (!holds('\xDA') && !holds('\xDB') && !holds('\xE2')) {
        return false;
    }
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (c.value >= 0x06A9 && (arabic_look_alike(c.value) != 0 || is_joiner(c.value))) {
            return true;
        }
        at += c.length;
    }
    return false;
}

// REQUIRES: `text` is Arabic; in other languages these letters and joiners are right.
std::string without_keyboard_traces(const std::string& text, DisplayCounts& counts) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const char32_t arabic = arabic_look_alike(c.value);
        at += c.length;
        if (is_joiner(c.value) && is_arabic_letter(code_point_at(text, at).value)) {
            ++counts.invisible_removed;
        } else if (arabic == 0) {
            append_code_point(out, c.value);
        } else {
            append_code_point(out, arabic);
            ++counts.persian_folded;
            if (c.value == farsi_yeh && !is_arabic_letter(code_point_at(text, at).value) &&
                ends_in_maksura_word(out)) {
                out.resize(out.size() - 2);
                append_code_point(out, alef_maksura);
            }
        }
    }
    return out;
}

}  // namespace

std::string to_display(std::string_view text, DisplayCounts* counts) {
    DisplayCounts unwanted;
    DisplayCounts& wanted = counts != nullptr ? *counts : unwanted;
    const std::string normal = nfc(text);
    const DisplayCounts before = wanted;
    std::string written = DisplayWriter(normal, wanted).write();
    if (wanted != before) {
        written = nfc(written);  // what is left has new neighbours; blanks alone change nothing
    }
    // One text in a hundred has such traces; the language is asked for only then.
    if (has_keyboard_traces(written) && identify_language(written).language == "ar") {
        return nfc(without_keyboard_traces(written, wanted));
    }
    return written;
}

}  // namespace khabard
