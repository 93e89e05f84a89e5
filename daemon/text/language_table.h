#pragma once

// Letters and words by which the languages of the Arabic script are told apart.

#include <cstddef>
#include <cstdint>

namespace khabard {

enum class ScriptLanguage : std::uint8_t {
    arabic,
    persian,
    urdu,
    pashto,
    kurdish,  // Sorani
    uyghur,
    sindhi,
    count,
};

// BCP 47: "ar", "fa", "ur", "ps", "ckb", "ug", "sd".
const char* script_language_code(ScriptLanguage language) noexcept;

struct OwnLetterRow {
    char32_t letter;  // U+0600-U+06FF
    ScriptLanguage language;
};

struct OwnLetterRows {
    const OwnLetterRow* rows;
    std::size_t count;
};

OwnLetterRows own_letter_rows() noexcept;

struct StopWordRow {
    const char* word;
    ScriptLanguage language;
};

struct StopWordRows {
    const StopWordRow* rows;
    std::size_t count;
};

StopWordRows stop_word_rows() noexcept;

}  // namespace khabard
