#include "daemon/text/fold_map.h"

#include "daemon/lib/icu/code_point_class.h"
#include "daemon/lib/icu/normalize.h"
#include "daemon/text/fold_table.h"
#include "daemon/text/unicode.h"

#include <memory>

namespace khabard {

namespace {

constexpr char32_t plane_size = 0x10000;

// Scripts without case and without compatibility forms: they are taken as they are, which keeps
// the building of the tables at some milliseconds.
bool is_uniform(char32_t c) {
    return (c >= 0x0900 && c < 0x1000) || (c >= 0x3400 && c < 0xA000) ||
           (c >= 0xA000 && c < 0xA490) || (c >= 0xAC00 && c < 0xD7A4);
}

char16_t break_kind(char32_t c) {
    switch (c) {
        case '.':
        case urdu_full_stop: return fold_full_stop;
        case '!':
        case '?':
        case arabic_question_mark:
        case ellipsis: return fold_sentence_end;
        case '\n':
        case '\r':
        case 0x85:
        case 0x2028:
        case 0x2029: return fold_line_end;
        case ',':
        case arabic_decimal_separator:
        case arabic_thousands_separator: return fold_separator;
        default: return fold_break;
    }
}

// The letter rows apply to what compatibility folding leaves, so that presentation forms and
// ligatures pass through them as well.
std::u16string apply_rows(const std::u32string& folded, const FoldTable& letters) {
    std::u16string out;
    for (const char32_t c : folded) {
        if (c >= plane_size || code_point_class(c) == CodePointClass::mark || c == ' ' ||
            c == tatweel) {
            continue;
        }
        const char16_t unit = letters[c] != fold_break ? letters[c] : static_cast<char16_t>(c);
        if (unit != fold_deleted) {
            out.push_back(unit);
        }
    }
    return out;
}

char16_t fold_letter(char32_t c, const FoldTable& rows, std::vector<std::u16string>& expansions) {
    if (is_uniform(c)) {
        return static_cast<char16_t>(c);
    }
    const std::u16string folded = apply_rows(compatibility_fold(c), rows);
    if (folded.empty()) {
        return fold_deleted;
    }
    if (folded.size() == 1) {
        return folded.front();
    }
    expansions.push_back(folded);
    return static_cast<char16_t>(fold_expansion + expansions.size() - 1);
}

// Only what the rows say; fold_break elsewhere.
void fill_rows(FoldTable& table, bool for_dedup) {
    table.fill(fold_break);
    const FoldRows rows = fold_rows();
    for (std::size_t i = 0; i < rows.count; ++i) {
        const FoldRow& row = rows.rows[i];
        table[row.letter] = static_cast<char16_t>(for_dedup ? row.dedup : row.theme);
    }
}

void fill_table(FoldMap& map, FoldTable& table, bool for_dedup) {
    const auto rows = std::make_unique<FoldTable>();
    fill_rows(*rows, for_dedup);
    for (char32_t c = 0; c < plane_size; ++c) {
        switch (code_point_class(c)) {
            case CodePointClass::letter:
                table[c] = c == tatweel               ? fold_deleted
                           : (*rows)[c] != fold_break ? (*rows)[c]
                                                      : fold_letter(c, *rows, map.expansions);
                break;
            case CodePointClass::digit:
                table[c] = static_cast<char16_t>('0' + digit_value(c));
                break;
            case CodePointClass::mark: table[c] = fold_deleted; break;
            case CodePointClass::ignorable:
                // Controls are blanks in practice (tab, line feed); the rest is not there.
                table[c] = c < 0x20 || c == 0x85 ? break_kind(c) : fold_deleted;
                break;
            case CodePointClass::space:
            case CodePointClass::other: table[c] = break_kind(c); break;
        }
    }
}

std::unique_ptr<const FoldMap> make_map() {
    auto map = std::make_unique<FoldMap>();
    fill_table(*map, map->dedup, true);
    fill_table(*map, map->theme, false);
    return map;
}

}  // namespace

const FoldMap& fold_map() {
    static const std::unique_ptr<const FoldMap> map = make_map();
    return *map;
}

}  // namespace khabard
