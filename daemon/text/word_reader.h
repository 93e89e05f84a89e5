#pragma once

// Cuts a text into folded words with their places and sentences: the hot loop under every match
// key. It allocates nothing per word.

#include "daemon/text/fold_map.h"
#include "daemon/text/utf8_buffer.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace khabard {

struct FoldedWord {
    std::size_t offset;      // in the text, bytes
    std::size_t length;      // there
    bool number;             // digits, perhaps with decimal points
    bool bare;               // nothing in it was passed over: no marks, no tatweel
    std::uint32_t sentence;  // as numbered by the reader
};

class WordReader {
public:
    // `text` is valid UTF-8 and outlives the reader. Sentences are numbered from
    // `first_sentence`.
    WordReader(std::string_view text, Fold fold, std::uint32_t first_sentence = 0);

    // Moves to the next word; false when there is none. After true, word() and folded() hold it.
    bool next();

    const FoldedWord& word() const noexcept { return word_; }
    // Valid until the next call of next().
    std::string_view folded() const noexcept { return folded_.view(); }

    // The number that the sentence after this text bears.
    std::uint32_t next_sentence() const noexcept { return sentence_ + (sentence_used_ ? 1U : 0U); }

private:
    enum class Kind : std::uint8_t { arabic, digit, other };

    bool skip_separators();
    void read_word();
    const std::u16string* expansion(char16_t unit) const;
    Kind kind_of(char16_t unit) const;
    bool parts_word(Kind kind) const;
    void append(char16_t unit);
    void append_letter(char16_t unit);
    bool passes_within_number(char16_t unit, std::size_t at);
    void full_stop();
    bool is_abbreviation() const;

    std::string_view text_;
    const FoldMap& map_;
    const FoldTable& table_;
    std::size_t at_ = 0;
    Utf8Buffer folded_;
    FoldedWord word_{.offset = 0, .length = 0, .number = false, .bare = true, .sentence = 0};
    Kind kind_ = Kind::other;
    char16_t last_unit_ = 0;
    std::size_t run_ = 0;  // how often last_unit_ stands at the end of the word
    std::uint32_t sentence_;
    bool sentence_used_ = false;  // a word of this sentence was read
    bool sentence_ended_ = false;
};

}  // namespace khabard
