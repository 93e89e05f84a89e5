#pragma once

// The fold tables as the tokenizer reads them: one flat array over the basic plane per fold, so a
// code point costs one look-up. Built once, from fold_table.cc and the Unicode character database.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace khabard {

enum class Fold : std::uint8_t { dedup, theme };

// What stands in a table: a code unit that the letter or digit becomes, or one of these.
inline constexpr char16_t fold_deleted = 0;    // marks and invisible characters: as if not there
inline constexpr char16_t fold_break = 1;      // between words
inline constexpr char16_t fold_full_stop = 2;  // ends a word, and perhaps a sentence
inline constexpr char16_t fold_sentence_end = 3;
inline constexpr char16_t fold_line_end = 4;
inline constexpr char16_t fold_separator = 5;  // within numbers; else between words
inline constexpr char16_t fold_first_letter = 0x20;
inline constexpr char16_t fold_expansion = 0xE000;  // + index into expansions (ligatures)

using FoldTable = std::array<char16_t, 0x10000>;

struct FoldMap {
    FoldTable dedup;
    FoldTable theme;
    std::vector<std::u16string> expansions;

    const FoldTable& table(Fold fold) const { return fold == Fold::dedup ? dedup : theme; }
};

const FoldMap& fold_map();

}  // namespace khabard
