#include "daemon/text/arabic_score.h"

#include "daemon/text/arabic_score_table.h"
#include "daemon/text/unicode.h"

namespace khabard {

namespace {

constexpr double bits_per_unit = 1.0 / 8.0;
constexpr double foreign_penalty = -100.0;  // in units of the table
constexpr double arabic_mean_min = -4.9;
constexpr double short_mean_min = -5.3;  // of less than 20 letters
constexpr std::size_t letters_min = 4;
constexpr std::size_t short_letters = 20;

std::size_t class_of(char32_t c) noexcept {
    if (c >= 0x0621 && c <= 0x063A) {
        return c - 0x0621 + 1;
    }
    if (c >= 0x0641 && c <= 0x064A) {
        return c - 0x0641 + 27;
    }
    return 0;
}

bool belongs_in_prose(char32_t c) noexcept {
    return c < 0x80 || c == 0xA0 || c == left_guillemet || c == right_guillemet || c == 0xD7 ||
           c == 0xF7 || c == arabic_comma || c == arabic_semicolon || c == arabic_question_mark ||
           c == 0x066A || is_digit(c) || (c >= 0x200C && c <= 0x2026);
}

}  // namespace

void ArabicScore::add(char32_t c) noexcept {
    if (c == tatweel || is_arabic_mark(c)) {
        return;
    }
    const std::size_t current = class_of(c);
    const bool latin = c < 0x80 && is_latin_letter(c);
    const bool joined = (current != 0 && latin_before_) || (previous_ != 0 && latin);
    latin_before_ = latin;
    if (joined || (current == 0 && !belongs_in_prose(c))) {
        ++foreign_;
        ++steps_;
        sum_ += foreign_penalty;
        previous_ = current;
        return;
    }
    if (current != 0 || previous_ != 0) {
        sum_ += arabic_score_table()[previous_][current];
        ++steps_;
    }
    letters_ += current != 0 ? 1U : 0U;
    previous_ = current;
}

double ArabicScore::mean() const noexcept {
    return steps_ == 0 ? foreign_penalty : sum_ * bits_per_unit / static_cast<double>(steps_);
}

bool ArabicScore::is_arabic() const noexcept {
    return letters_ >= letters_min &&
           mean() >= (letters_ < short_letters ? short_mean_min : arabic_mean_min);
}

ArabicScore arabic_score(std::string_view text) noexcept {
    ArabicScore score;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        score.add(c.value);
        at += c.length;
    }
    return score;
}

}  // namespace khabard
