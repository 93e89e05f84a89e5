#include "daemon/stages/line.h"

#include "daemon/text/unicode.h"
#include "daemon/text/utf8_buffer.h"

#include <algorithm>
#include <utility>

namespace khabard {

namespace {

constexpr char32_t alef_with_madda = 0x0622;
constexpr char32_t alef_with_hamza_above = 0x0623;
constexpr char32_t alef_with_hamza_below = 0x0625;
constexpr char32_t alef_wasla = 0x0671;
constexpr char32_t keheh = 0x06A9;

// A sentence of fewer words may be a headline that happens to end in a stop.
constexpr std::size_t prose_words_min = 7;
// No headline is longer.
constexpr std::size_t prose_words_without_stop_min = 23;
constexpr std::size_t credit_bytes_max = 80;

// Most of the text: asked first, because classes of other letters are looked up.
bool is_plain_letter(char32_t c) {
    return is_arabic_language_letter(c);
}

char32_t fold_letter(char32_t c) {
    switch (c) {
        case alef_with_madda:
        case alef_with_hamza_above:
        case alef_with_hamza_below:
        case alef_wasla: return alef;
        case alef_maksura:
        case farsi_yeh: return yeh;
        case teh_marbuta: return heh;
        case keheh: return kaf;
        default: break;
    }
    if (is_plain_letter(c)) {
        return c;
    }
    if (is_digit(c)) {
        return U'0' + static_cast<char32_t>(digit_number(c));
    }
    return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

bool is_skipped(char32_t c) {
    return c == tatweel || is_arabic_mark(c) || is_invisible(c);
}

// Builds the key with the way back. A key is at most twice as long as its text: a blank before
// every sign.
class KeyWriter {
public:
    explicit KeyWriter(std::size_t text_bytes)
        : key_(2 * text_bytes), offsets_(2 * text_bytes + 1) {}

    bool empty() const { return key_.empty(); }

    void put(char32_t c, std::size_t offset) {
        std::size_t at = key_.size();
        key_.put(c);
        for (; at < key_.size(); ++at) {
            offsets_[at] = static_cast<std::uint32_t>(offset);
        }
    }

    // The same behind a blank, unless the key begins here.
    void put_apart(char32_t c, std::size_t offset) {
        if (!empty()) {
            put(U' ', offset);
        }
        put(c, offset);
    }

    FoldedLine finish(std::size_t text_bytes) {
        offsets_[key_.size()] = static_cast<std::uint32_t>(text_bytes);
        offsets_.resize(key_.size() + 1);
        return {key_.take(), std::move(offsets_)};
    }

private:
    Utf8Buffer key_;
    std::vector<std::uint32_t> offsets_;
};

bool is_closing(char32_t c) {
    return c == U'"' || c == U'\'' || c == U')' || c == U']' || c == right_guillemet ||
           c == 0x201D || c == 0x2019 || is_space(c) || is_skipped(c);
}

bool is_stop(char32_t c) {
    return c == U'.' || c == urdu_full_stop;
}

bool is_question(char32_t c) {
    return c == U'?' || c == arabic_question_mark || c == U'!';
}

bool ends_sentence(std::string_view text) {
    const std::string_view trimmed = trim(text);
    return is_stop(code_point_before(trimmed, trimmed.size()).value);
}

void judge_end(std::string_view text, LineShape& shape) {
    std::size_t end = text.size();
    const std::size_t bracket = text.ends_with(')') ? text.rfind('(') : std::string_view::npos;
    if (bracket != std::string_view::npos && text.size() - bracket <= credit_bytes_max &&
        ends_sentence(text.substr(0, bracket))) {
        end = bracket;  // a credit behind the sentence
    }
    CodePoint last = code_point_before(text, end);
    while (last.length > 0 && is_closing(last.value)) {
        end -= last.length;
        last = code_point_before(text, end);
    }
    if (last.length == 0) {
        return;
    }
    const char32_t before = code_point_before(text, end - last.length).value;
    shape.trails_off = last.value == ellipsis || (is_stop(last.value) && is_stop(before));
    shape.full_stop = is_stop(last.value) && !shape.trails_off;
    shape.question = is_question(last.value);
}

}  // namespace

FoldedLine fold_line(std::string_view text) {
    KeyWriter line(text.size());
    bool in_word = false;
    bool after_digit = false;  // the last thing appended was a digit
    bool parted = false;       // punctuation but no blank came since
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = code_point_at(text, i);
        const std::size_t here = i;
        i += c.length;
        const bool plain = is_plain_letter(c.value);
        if (!plain && is_skipped(c.value)) {
            continue;
        }
        if (plain || is_word_character(c.value)) {
            const bool digit = is_digit(c.value);
            const bool joined = in_word || (digit && after_digit && parted);
            if (!joined && !line.empty()) {
                line.put(U' ', here);
            }
            line.put(fold_letter(c.value), here);
            in_word = true;
            after_digit = digit;
            parted = false;
            continue;
        }
        in_word = false;
        const bool blank = is_space(c.value);
        const bool between_digits = after_digit && !blank && is_digit(code_point_at(text, i).value);
        if ((c.value == U':' || c.value == U'|') && !between_digits) {
            line.put_apart(U':', here);
            after_digit = false;
        }
        parted = between_digits;
        after_digit = after_digit && between_digits;
    }
    return line.finish(text.size());
}

std::string name_key(std::string_view text) {
    Utf8Buffer key;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = code_point_at(text, i);
        i += c.length;
        if (is_plain_letter(c.value) || (!is_skipped(c.value) && is_word_character(c.value))) {
            key.put(fold_letter(c.value));
        }
    }
    return key.take();
}

std::vector<std::string_view> key_words(std::string_view key) {
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    while (begin < key.size()) {
        const std::size_t end = std::min(key.find(' ', begin), key.size());
        words.push_back(key.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

LineShape line_shape(std::string_view text) {
    LineShape shape{.words = 0,
                    .arabic_letters = 0,
                    .other_letters = 0,
                    .digits = 0,
                    .full_stop = false,
                    .question = false,
                    .trails_off = false,
                    .inner_stop = false};
    bool in_word = false;
    char32_t previous = 0;
    const std::size_t end = std::min(text.size(), shaped_bytes_max);
    for (std::size_t i = 0; i < end;) {
        const CodePoint c = code_point_at(text, i);
        i += c.length;
        bool word = true;
        if (is_plain_letter(c.value)) {
            ++shape.arabic_letters;
        } else if (is_space(c.value)) {
            in_word = false;
            word = false;
            shape.inner_stop = shape.inner_stop || (is_stop(previous) && i < text.size());
        } else if (is_digit(c.value)) {
            ++shape.digits;
        } else if (is_word_character(c.value)) {
            ++(is_arabic_letter(c.value) ? shape.arabic_letters : shape.other_letters);
        } else {
            word = false;
        }
        if (word && !in_word) {
            in_word = true;
            ++shape.words;
        }
        previous = c.value;
    }
    judge_end(text, shape);
    return shape;
}

Line make_line(std::string text, BlockRole role) {
    const std::size_t wanted = text.size() > folded_bytes_max ? folded_start_bytes : text.size();
    FoldedLine folded = fold_line(std::string_view(text).substr(0, cut_length(text, wanted)));
    const LineShape shape = line_shape(text);
    return Line{std::move(text), role, std::move(folded), shape, false};
}

bool is_prose(const Line& line) {
    const LineShape& shape = line.shape;
    return shape.words >= prose_words_without_stop_min ||
           (shape.full_stop && shape.words >= prose_words_min);
}

std::string_view skip_ornaments(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const CodePoint c = code_point_at(text, begin);
        const bool opening = c.value == U'"' || c.value == U'(' || c.value == U'[' ||
                             c.value == U'\'' || c.value == U'#' || c.value == left_guillemet ||
                             c.value == 0x201C || c.value == 0x2018 || c.value == U'@' ||
                             c.value == U'$' || c.value == U'<';
        if (opening || is_word_character(c.value)) {
            break;
        }
        begin += c.length;
    }
    return text.substr(begin);
}

}  // namespace khabard
