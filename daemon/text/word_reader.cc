#include "daemon/text/word_reader.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/text/fold_table.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <array>
#include <vector>

namespace khabard {

namespace {

char16_t unit_of(const FoldTable& table, char32_t c) noexcept {
    return c < table.size() ? table[c] : fold_break;
}

bool is_ascii_digit(char16_t unit) noexcept {
    return unit >= '0' && unit <= '9';
}

bool is_folded_arabic(char16_t unit) noexcept {
    return unit >= 0x0600 && unit < 0x0780;
}

std::size_t digits_at(std::string_view text, std::size_t at) noexcept {
    std::size_t count = 0;
    while (count < 4) {
        const CodePoint c = code_point_at(text, at);
        if (c.length == 0 || !is_digit(c.value)) {
            break;
        }
        at += c.length;
        ++count;
    }
    return count;
}

// Folded Latin words after which a full stop ends no sentence.
constexpr std::array<std::string_view, 16> latin_abbreviations{
    "co",  "corp", "dr", "gen",  "inc", "jr",  "ltd", "mr",
    "mrs", "ms",   "no", "prof", "rev", "sen", "st",  "vs"};

// Hashes of given_names() in both folds.
bool is_given_name(std::string_view folded) {
    static const std::vector<std::uint64_t> hashes = [] {
        std::vector<std::uint64_t> found;
        const NameRows rows = given_names();
        for (std::size_t i = 0; i < rows.count; ++i) {
            for (const Fold fold : {Fold::dedup, Fold::theme}) {
                WordReader reader(rows.names[i], fold);
                if (reader.next()) {
                    found.push_back(hash64(reader.folded()));
                }
            }
        }
        std::sort(found.begin(), found.end());
        return found;
    }();
    return std::binary_search(hashes.begin(), hashes.end(), hash64(folded));
}

}  // namespace

WordReader::WordReader(std::string_view text, Fold fold, std::uint32_t first_sentence)
    : text_(text), map_(fold_map()), table_(map_.table(fold)), sentence_(first_sentence) {}

bool WordReader::next() {
    do {
        if (!skip_separators()) {
            return false;
        }
        read_word();
    } while (folded_.empty());
    if (sentence_ended_ && sentence_used_) {
        ++sentence_;
    }
    sentence_ended_ = false;
    sentence_used_ = true;
    word_.sentence = sentence_;
    return true;
}

// Moves to the first letter or digit, and notes on the way whether a sentence ended.
bool WordReader::skip_separators() {
    while (at_ < text_.size()) {
        const CodePoint c = code_point_at(text_, at_);
        const char16_t unit = unit_of(table_, c.value);
        if (unit >= fold_first_letter) {
            return true;
        }
        if (unit == fold_full_stop) {
            full_stop();
        } else if (unit == fold_sentence_end || unit == fold_line_end) {
            sentence_ended_ = true;
        } else if (unit == fold_deleted && is_arabic_language_letter(c.value)) {
            return true;  // a hamza that only the dedup fold drops begins a word
        }
        at_ += c.length;
    }
    return false;
}

// Three and more of the same Arabic letter are elongation and count as one.
inline void WordReader::append_letter(char16_t unit) {
    run_ = unit == last_unit_ && is_folded_arabic(unit) ? run_ + 1 : 1;
    last_unit_ = unit;
    if (run_ > 3) {
        return;
    }
    if (run_ == 3) {
        folded_.shrink(folded_.size() - 2);
        return;
    }
    folded_.put(unit);
}

void WordReader::read_word() {
    folded_.clear();
    last_unit_ = 0;
    run_ = 0;
    word_.offset = at_;
    word_.bare = true;
    const std::string_view text = text_;
    std::size_t at = at_;
    std::size_t end = at;
    while (at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        const char16_t unit = unit_of(table_, c.value);
        if (is_folded_arabic(unit) && (kind_ == Kind::arabic || folded_.empty())) {
            kind_ = Kind::arabic;  // nearly every letter
            append_letter(unit);
        } else if (unit >= fold_first_letter) {
            const Kind kind = kind_of(unit);
            if (parts_word(kind)) {
                break;
            }
            // "F16" is a word with a digit, "16" a number.
            kind_ = folded_.empty() || kind_ == Kind::digit ? kind : kind_;
            append(unit);
        } else if (unit == fold_deleted || passes_within_number(unit, at)) {
            word_.bare = false;
        } else {
            break;
        }
        at += c.length;
        end = at;
    }
    at_ = at;
    word_.length = end - word_.offset;
    word_.number = !folded_.empty() && kind_ == Kind::digit;
}

const std::u16string* WordReader::expansion(char16_t unit) const {
    const bool is_one = unit >= fold_expansion && unit < fold_expansion + map_.expansions.size();
    return is_one ? &map_.expansions[unit - fold_expansion] : nullptr;
}

WordReader::Kind WordReader::kind_of(char16_t unit) const {
    const std::u16string* letters = expansion(unit);
    const char16_t first = letters != nullptr ? letters->front() : unit;
    return is_ascii_digit(first)     ? Kind::digit
           : is_folded_arabic(first) ? Kind::arabic
                                     : Kind::other;
}

// Arabic is never joined to digits or Latin letters, however it was typed.
bool WordReader::parts_word(Kind kind) const {
    return !folded_.empty() && kind != kind_ && (kind == Kind::arabic || kind_ == Kind::arabic);
}

void WordReader::append(char16_t unit) {
    const std::u16string* letters = expansion(unit);
    if (letters == nullptr) {
        append_letter(unit);
        return;
    }
    for (const char16_t letter : *letters) {
        append_letter(letter);
    }
}

// A decimal point stays in the number, a thousands separator vanishes from it; both only between
// digits.
bool WordReader::passes_within_number(char16_t unit, std::size_t at) {
    if (folded_.empty() || kind_ != Kind::digit || !is_ascii_digit(last_unit_)) {
        return false;
    }
    const CodePoint separator = code_point_at(text_, at);
    const std::size_t digits = digits_at(text_, at + separator.length);
    if (digits == 0) {
        return false;
    }
    if (separator.value == '.' || separator.value == arabic_decimal_separator) {
        folded_.put('.');
        return true;
    }
    return unit == fold_separator && digits == 3;
}

// The full stop at at_, seen from between two words.
void WordReader::full_stop() {
    const CodePoint after = code_point_at(text_, at_ + code_point_at(text_, at_).length);
    const bool word_before = !folded_.empty() && word_.offset + word_.length == at_;
    if (!word_before) {
        sentence_ended_ = true;
        return;
    }
    if (after.length != 0 && unit_of(table_, after.value) >= fold_first_letter &&
        !is_arabic_letter(after.value)) {
        return;  // "example.com", "U.S", "Node.js"
    }
    if (!is_abbreviation()) {
        sentence_ended_ = true;
    }
}

// Whether a full stop after the word just read is part of it: single letters (initials, the
// agencies' dotted names), listed Latin abbreviations, a given name cut from its family name.
bool WordReader::is_abbreviation() const {
    const std::string_view surface = text_.substr(word_.offset, word_.length);
    if (!word_.number && count_code_points(surface) == 1) {
        return true;
    }
    if (static_cast<unsigned char>(folded().front()) < 0x80) {
        return std::find(latin_abbreviations.begin(), latin_abbreviations.end(), folded()) !=
               latin_abbreviations.end();
    }
    return is_given_name(folded());
}

}  // namespace khabard
