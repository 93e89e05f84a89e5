#include "daemon/text/presentation.h"

#include "daemon/lib/icu/normalize.h"
#include "daemon/text/unicode.h"

#include <optional>
#include <vector>

namespace khabard {

namespace {

constexpr char32_t forms_a_first = 0xFB50;
constexpr char32_t forms_a_last = 0xFD3D;
constexpr char32_t ligatures_first = 0xFD50;
constexpr char32_t ligatures_last = 0xFDC7;
constexpr char32_t allah_ligature = 0xFDF2;
constexpr char32_t forms_b_first = 0xFE70;
constexpr char32_t forms_b_last = 0xFEFC;

bool is_form(char32_t c) noexcept {
    return (c >= forms_a_first && c <= forms_a_last) ||
           (c >= ligatures_first && c <= ligatures_last) || c == allah_ligature ||
           (c >= forms_b_first && c <= forms_b_last);
}

// NFKC gives a blank (isolated) or a tatweel (medial) to carry a mark; neither belongs in a word,
// and an isolated mark belongs to none.
std::optional<std::u32string> letters_of(char32_t form) {
    const std::u32string nominal = compatibility_form(form);
    if (nominal == std::u32string(1, form)) {
        return std::nullopt;  // unassigned, or a sign without decomposition
    }
    if (nominal.front() == ' ') {
        return std::u32string{};
    }
    std::u32string letters;
    for (const char32_t c : nominal) {
        if (c != tatweel) {
            letters.push_back(c);
        }
    }
    return letters;
}

using Table = std::vector<std::optional<std::u32string>>;

const Table& table() {
    static const Table forms = [] {
        Table made(forms_b_last - forms_a_first + 1);
        for (char32_t c = forms_a_first; c <= forms_b_last; ++c) {
            if (is_form(c)) {
                made[c - forms_a_first] = letters_of(c);
            }
        }
        return made;
    }();
    return forms;
}

}  // namespace

const std::u32string* presentation_letters(char32_t code_point) {
    if (code_point < forms_a_first || code_point > forms_b_last) {
        return nullptr;
    }
    const std::optional<std::u32string>& letters = table()[code_point - forms_a_first];
    return letters ? &*letters : nullptr;
}

}  // namespace khabard
