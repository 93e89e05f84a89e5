#pragma once

// Walking, measuring and building UTF-8 by code points. Everything here takes valid UTF-8 unless
// it says otherwise; on invalid bytes it stays in bounds and yields U+FFFD, one byte at a time.

#include <cstddef>
#include <string>
#include <string_view>

namespace khabard {

// Code points that rules name.
inline constexpr char32_t replacement_character = 0xFFFD;
inline constexpr char32_t arabic_comma = 0x060C;
inline constexpr char32_t arabic_semicolon = 0x061B;
inline constexpr char32_t arabic_question_mark = 0x061F;
inline constexpr char32_t hamza = 0x0621;
inline constexpr char32_t alef = 0x0627;
inline constexpr char32_t beh = 0x0628;
inline constexpr char32_t teh_marbuta = 0x0629;
inline constexpr char32_t teh = 0x062A;
inline constexpr char32_t tatweel = 0x0640;
inline constexpr char32_t feh = 0x0641;
inline constexpr char32_t kaf = 0x0643;
inline constexpr char32_t lam = 0x0644;
inline constexpr char32_t heh = 0x0647;
inline constexpr char32_t waw = 0x0648;
inline constexpr char32_t alef_maksura = 0x0649;
inline constexpr char32_t yeh = 0x064A;
inline constexpr char32_t fathatan = 0x064B;
inline constexpr char32_t kasratan = 0x064D;
inline constexpr char32_t arabic_decimal_separator = 0x066B;
inline constexpr char32_t arabic_thousands_separator = 0x066C;
inline constexpr char32_t farsi_yeh = 0x06CC;
inline constexpr char32_t urdu_full_stop = 0x06D4;
inline constexpr char32_t left_guillemet = 0x00AB;
inline constexpr char32_t right_guillemet = 0x00BB;
inline constexpr char32_t no_break_space = 0x00A0;
inline constexpr char32_t ellipsis = 0x2026;

struct CodePoint {
    char32_t value;
    std::size_t length;  // bytes it occupies; 0 past the end, and then `value` is 0
};

// REQUIRES: a byte stands at `offset` that is not ASCII.
CodePoint long_code_point_at(std::string_view text, std::size_t offset) noexcept;

// The code point that begins at `offset`. ASCII and the two bytes of Arabic are read in place:
// every walk over a text is made of this.
inline CodePoint code_point_at(std::string_view text, std::size_t offset) noexcept {
    if (offset >= text.size()) {
        return {0, 0};
    }
    const auto lead = static_cast<unsigned char>(text[offset]);
    if (lead < 0x80) {
        return {lead, 1};
    }
    if (lead >= 0xC2 && lead <= 0xDF && offset + 1 < text.size()) {
        const auto second = static_cast<unsigned char>(text[offset + 1]);
        if ((second & 0xC0) == 0x80) {
            return {static_cast<char32_t>((lead & 0x1F) << 6 | (second & 0x3F)), 2};
        }
    }
    return long_code_point_at(text, offset);
}

// The code point that ends before `offset`.
CodePoint code_point_before(std::string_view text, std::size_t offset) noexcept;

// Surrogates and values beyond U+10FFFF become U+FFFD. Texts are built with a Utf8Buffer.
void append_code_point(std::string& text, char32_t code_point);

bool is_valid_utf8(std::string_view text) noexcept;

struct RepairedUtf8 {
    std::string text;
    std::size_t replaced;  // maximal invalid sequences that became U+FFFD (as the WHATWG decoder)
};

// For bytes of any kind.
RepairedUtf8 repair_utf8(std::string_view bytes);

// The largest length <= bytes_max at which `text` can be cut between two code points.
std::size_t cut_length(std::string_view text, std::size_t bytes_max) noexcept;

std::size_t count_code_points(std::string_view text) noexcept;

// Letters of the Arabic script in any of its languages, nominal or presentation forms; no marks,
// no digits, no tatweel.
bool is_arabic_letter(char32_t code_point) noexcept;

// A letter of the Arabic language itself: U+0621-U+063A, U+0641-U+064A and U+0671.
constexpr bool is_arabic_language_letter(char32_t c) noexcept {
    return (c >= 0x0621 && c <= 0x063A) || (c >= 0x0641 && c <= 0x064A) || c == 0x0671;
}

// Harakat, combining hamza, superscript alef, honorific and Quranic marks.
constexpr bool is_arabic_mark(char32_t c) noexcept {
    return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x0610 && c <= 0x061A) ||
           (c >= 0x06D6 && c <= 0x06DC) || (c >= 0x06DF && c <= 0x06E4) ||
           (c >= 0x06E7 && c <= 0x06E8) || (c >= 0x06EA && c <= 0x06ED) ||
           (c >= 0x0897 && c <= 0x089F) || (c >= 0x08CA && c <= 0x08FF && c != 0x08E2);
}

constexpr bool is_latin_letter(char32_t c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7) ||
           (c >= 0x1E00 && c <= 0x1EFF);
}

// ASCII, Arabic-Indic and extended Arabic-Indic digits.
constexpr bool is_digit(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9);
}

// 0-9. REQUIRES: is_digit(c).
constexpr int digit_number(char32_t c) noexcept {
    return static_cast<int>(c >= 0x06F0 ? c - 0x06F0 : c >= 0x0660 ? c - 0x0660 : c - '0');
}

// Blanks and line ends of all kinds.
constexpr bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

// What nobody can see and display text never holds: bidi and zero width marks, soft hyphen,
// byte order mark, variation selectors beyond emoji, controls (but tab and line feed),
// private use, noncharacters. The zero width joiners are not among them: they depend on context.
bool is_invisible(char32_t code_point) noexcept;

// Any letter or digit of any script, as far as words are concerned.
bool is_word_character(char32_t code_point) noexcept;

// `text` without blanks (any of is_space) at its ends; a part of `text`.
std::string_view trim(std::string_view text) noexcept;

// Words: maximal runs without blanks that hold a letter or digit.
std::size_t count_words(std::string_view text) noexcept;

}  // namespace khabard
