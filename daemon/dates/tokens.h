#pragma once

// The text of a date cut into numbers, words and marks, each with its place in the text. Digits of
// every script are one number; marks have an ASCII stand-in; invisible characters are passed over.

#include "daemon/dates/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

enum class TokenKind : std::uint8_t { number, word, mark };

struct DateToken {
    TokenKind kind;
    bool glued;           // no blank stands before it
    bool conjunction;     // a leading "wa" was taken off
    bool ascii;           // no other letters
    char mark;            // - / . , : ( ) + | ; or another ASCII mark; 0 when it is none
    std::uint8_t digits;  // of a number, capped
    std::int64_t value;   // of a number, capped
    std::size_t begin;    // bytes in the text
    std::size_t end;
    std::size_t text_begin;  // of a word, in TokenList::folded
    std::size_t text_end;
    std::span<const VocabularyEntry> entries;  // of a word that the vocabulary knows
};

struct TokenList {
    std::string folded;
    std::vector<DateToken> tokens;

    std::size_t size() const noexcept { return tokens.size(); }
    std::string_view word(std::size_t index) const noexcept {
        const DateToken& token = tokens[index];
        return std::string_view(folded).substr(token.text_begin, token.text_end - token.text_begin);
    }
    bool is_number(std::size_t index) const noexcept {
        return index < size() && tokens[index].kind == TokenKind::number;
    }
    bool is_word(std::size_t index) const noexcept {
        return index < size() && tokens[index].kind == TokenKind::word;
    }
    bool is_mark(std::size_t index, char mark) const noexcept {
        return index < size() && tokens[index].mark == mark;
    }
    bool is_any_mark(std::size_t index, std::string_view marks) const noexcept {
        return index < size() && tokens[index].kind == TokenKind::mark &&
               marks.find(tokens[index].mark) != std::string_view::npos;
    }
    bool is_glued(std::size_t index) const noexcept {
        return index < size() && tokens[index].glued;
    }
};

// Reads at most the first `count_max` tokens: a date has fewer.
inline constexpr std::size_t token_count_max = 96;
TokenList tokenize_date(std::string_view text, std::size_t count_max = token_count_max);

// A word or phrase of one kind in the list.
struct WordMatch {
    int value;
    const WordRow* row;
    std::size_t end;  // the token after it
};

// The longest phrase of that kind that begins at `index`.
std::optional<WordMatch> find_word(const TokenList& list, std::size_t index, DateWordKind kind);

}  // namespace khabard
