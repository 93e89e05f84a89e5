#include "daemon/dates/date_fold.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace khabard {
namespace {

constexpr char32_t arabic_letter_mark = 0x061C;
constexpr char32_t alef_madda = 0x0622;
constexpr char32_t alef_hamza_above = 0x0623;
constexpr char32_t waw_hamza = 0x0624;
constexpr char32_t alef_hamza_below = 0x0625;
constexpr char32_t yeh_hamza = 0x0626;
constexpr char32_t alef = 0x0627;
constexpr char32_t teh_marbuta = 0x0629;
constexpr char32_t tatweel = 0x0640;
constexpr char32_t kaf = 0x0643;
constexpr char32_t heh = 0x0647;
constexpr char32_t waw = 0x0648;
constexpr char32_t alef_maksura = 0x0649;
constexpr char32_t yeh = 0x064A;
constexpr char32_t fathatan = 0x064B;
constexpr char32_t last_harakah = 0x065F;
constexpr char32_t superscript_alef = 0x0670;
constexpr char32_t alef_wasla = 0x0671;
constexpr char32_t keheh = 0x06A9;
constexpr char32_t heh_doachashmee = 0x06BE;
constexpr char32_t heh_goal = 0x06C1;
constexpr char32_t farsi_yeh = 0x06CC;
constexpr char32_t ae = 0x06D5;
constexpr char32_t hamza = 0x0621;
constexpr char32_t replacement_character = 0xFFFD;
constexpr char32_t lam_alef_first = 0xFEF5;
constexpr char32_t lam_alef_last = 0xFEFC;
constexpr char32_t presentation_forms_b = 0xFE80;

// U+00C0 to U+017F without their accents; a blank is no letter.
constexpr std::string_view latin_bases =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr char32_t latin_bases_begin = 0x00C0;

struct Pair {
    char32_t from;
    char32_t to;
};

// The first code point of each letter's presentation forms (Unicode, Arabic Presentation Forms-B).
constexpr std::array<Pair, 40> presentation_forms{{
    {0xFE80, 0x0621}, {0xFE81, 0x0622}, {0xFE83, 0x0623}, {0xFE85, 0x0624}, {0xFE87, 0x0625},
    {0xFE89, 0x0626}, {0xFE8D, 0x0627}, {0xFE8F, 0x0628}, {0xFE93, 0x0629}, {0xFE95, 0x062A},
    {0xFE99, 0x062B}, {0xFE9D, 0x062C}, {0xFEA1, 0x062D}, {0xFEA5, 0x062E}, {0xFEA9, 0x062F},
    {0xFEAB, 0x0630}, {0xFEAD, 0x0631}, {0xFEAF, 0x0632}, {0xFEB1, 0x0633}, {0xFEB5, 0x0634},
    {0xFEB9, 0x0635}, {0xFEBD, 0x0636}, {0xFEC1, 0x0637}, {0xFEC5, 0x0638}, {0xFEC9, 0x0639},
    {0xFECD, 0x063A}, {0xFED1, 0x0641}, {0xFED5, 0x0642}, {0xFED9, 0x0643}, {0xFEDD, 0x0644},
    {0xFEE1, 0x0645}, {0xFEE5, 0x0646}, {0xFEE9, 0x0647}, {0xFEED, 0x0648}, {0xFEEF, 0x0649},
    {0xFEF1, 0x064A}, {0xFEF5, 0x0644}, {0xFEF7, 0x0644}, {0xFEF9, 0x0644}, {0xFEFB, 0x0644},
}};

// Greek vowels with tonos or dialytika, and final sigma.
constexpr std::array<Pair, 18> greek_bases{{
    {0x0386, 0x03B1},
    {0x0388, 0x03B5},
    {0x0389, 0x03B7},
    {0x038A, 0x03B9},
    {0x038C, 0x03BF},
    {0x038E, 0x03C5},
    {0x038F, 0x03C9},
    {0x0390, 0x03B9},
    {0x03AA, 0x03B9},
    {0x03AC, 0x03B1},
    {0x03AD, 0x03B5},
    {0x03AE, 0x03B7},
    {0x03AF, 0x03B9},
    {0x03C2, 0x03C3},
    {0x03CA, 0x03B9},
    {0x03CC, 0x03BF},
    {0x03CD, 0x03C5},
    {0x03CE, 0x03C9},
}};

char32_t letter_of_presentation_form(char32_t c) noexcept {
    const auto after =
        std::upper_bound(presentation_forms.begin(), presentation_forms.end(), c,
                         [](char32_t value, const Pair& pair) { return value < pair.from; });
    return std::prev(after)->to;
}

bool is_dropped(char32_t c) noexcept {
    return c == tatweel || (c >= fathatan && c <= last_harakah) || c == superscript_alef ||
           c == hamza || c == arabic_letter_mark || c == 0x00AD ||          // soft hyphen
           (c >= 0x0300 && c <= 0x036F) || (c >= 0x0610 && c <= 0x061A) ||  // combining marks
           (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06DE && c != 0x06E9) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

char32_t fold_arabic(char32_t c) noexcept {
    switch (c) {
        case alef_madda:
        case alef_hamza_above:
        case alef_hamza_below:
        case alef_wasla: return alef;
        case waw_hamza: return waw;
        case yeh_hamza:
        case alef_maksura:
        case farsi_yeh: return yeh;
        case teh_marbuta:
        case heh_doachashmee:
        case heh_goal:
        case ae: return heh;
        case keheh: return kaf;
        default: return c;
    }
}

char32_t fold_european(char32_t c) noexcept {
    if (c >= latin_bases_begin && c < latin_bases_begin + latin_bases.size()) {
        const char base = latin_bases[c - latin_bases_begin];
        return base == ' ' ? c : static_cast<char32_t>(base);
    }
    if (c >= 0x0386 && c <= 0x03CE) {
        for (const Pair& pair : greek_bases) {
            if (pair.from == c) {
                return pair.to;
            }
        }
        return c >= 0x0391 && c <= 0x03A9 ? c + 0x20 : c;
    }
    if (c >= 0x0410 && c <= 0x042F) {  // Cyrillic capitals
        return c + 0x20;
    }
    return c;
}

bool continues(std::string_view text, std::size_t offset) noexcept {
    return offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
}

}  // namespace

FoldedPoint point_at(std::string_view text, std::size_t offset) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto low = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
    const unsigned char lead = byte(offset);
    if (lead < 0x80U) {
        return {static_cast<char32_t>(lead), 1};
    }
    if (lead >= 0xC2U && lead < 0xE0U && continues(text, offset + 1)) {
        return {((lead & 0x1FU) << 6U) | low(offset + 1), 2};
    }
    if (lead >= 0xE0U && lead < 0xF0U && continues(text, offset + 1) &&
        continues(text, offset + 2)) {
        return {((lead & 0x0FU) << 12U) | (low(offset + 1) << 6U) | low(offset + 2), 3};
    }
    if (lead >= 0xF0U && lead < 0xF5U && continues(text, offset + 1) &&
        continues(text, offset + 2) && continues(text, offset + 3)) {
        return {((lead & 0x07U) << 18U) | (low(offset + 1) << 12U) | (low(offset + 2) << 6U) |
                    low(offset + 3),
                4};
    }
    return {replacement_character, 1};
}

char32_t fold_for_dates(char32_t c) noexcept {
    if (c < 0x80) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
    if (c >= presentation_forms_b && c <= lam_alef_last) {
        c = letter_of_presentation_form(c);
    }
    if (is_dropped(c)) {
        return 0;
    }
    return c >= 0x0600 && c < 0x0700 ? fold_arabic(c) : fold_european(c);
}

bool folds_to_lam_alef(char32_t c) noexcept {
    return c >= lam_alef_first && c <= lam_alef_last;
}

int digit_of(char32_t c) noexcept {
    for (const char32_t zero :
         {char32_t{'0'}, char32_t{0x0660}, char32_t{0x06F0}, char32_t{0xFF10}}) {
        if (c >= zero && c <= zero + 9) {
            return static_cast<int>(c - zero);
        }
    }
    return -1;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6U));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12U));
        put(0x80 | ((c >> 6U) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18U));
        put(0x80 | ((c >> 12U) & 0x3F));
        put(0x80 | ((c >> 6U) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

std::string fold_words_for_dates(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const FoldedPoint c = point_at(text, at);
        at += c.length;
        if (const char32_t folded = fold_for_dates(c.value); folded != 0) {
            append_utf8(out, folded);
        }
        if (folds_to_lam_alef(c.value)) {
            append_utf8(out, alef);
        }
    }
    return out;
}

}  // namespace khabard
