#pragma once

#include <cstddef>
#include <string_view>

namespace khabard {

struct LabelRow {
    std::string_view label;  // lower case
    std::string_view encoding;
};

struct LabelRows {
    const LabelRow* rows;
    std::size_t count;
};

// Sorted by label.
LabelRows label_rows() noexcept;

// A byte whose meaning on the web differs from ICU's converter.
struct ByteRow {
    std::string_view encoding;
    unsigned char byte;
    char32_t code_point;
};

struct ByteRows {
    const ByteRow* rows;
    std::size_t count;
};

ByteRows byte_rows() noexcept;

// The name under which ICU knows an encoding; `encoding` itself where that is the same. Empty: ICU
// does not know it, and byte_rows has all of it that is not as in iso-8859-1.
std::string_view icu_converter_name(std::string_view encoding) noexcept;

}  // namespace khabard
