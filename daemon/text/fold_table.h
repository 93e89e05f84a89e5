#pragma once

// The rows from which the fold tables are made. Letters that no row names keep themselves (Latin
// and other scripts after compatibility fold, case and diacritics gone).

#include <cstddef>

namespace khabard {

struct FoldRow {
    char32_t letter;
    char32_t dedup;  // 0: deleted
    char32_t theme;  // 0: deleted
};

struct FoldRows {
    const FoldRow* rows;
    std::size_t count;
};

FoldRows fold_rows() noexcept;

// Names that people are called by before their family name, of persons whose name is met cut in
// two by a full stop: a sentence does not end after them. Plain spelling.
struct NameRows {
    const char* const* names;
    std::size_t count;
};

NameRows given_names() noexcept;

}  // namespace khabard
