#pragma once

// Match tokens: what is left of a word once it is folded for comparing. They know where the word
// stands in the display text, but not what it was; they compare and are never shown. Two folds
// exist (daemon/text/fold.h), so there are two types and no way from one
// to the other: dedupe drops hamza altogether, themes keep it.

#include "daemon/model/text.h"

#include <cstdint>
#include <vector>

namespace khabard {

// The field of an article that a token stands in.
enum class Zone : std::uint8_t { headline, summary, body };

struct Token {
    std::uint64_t hash;      // of the folded form
    ByteOffset offset;       // of the word in the display text of its zone
    std::uint32_t length;    // of the word there, in bytes
    std::uint32_t sentence;  // counts from 0 through headline, summary and body together
    Zone zone;
    bool number;  // the folded form consists of digits
};

// A token of the theme fold. `exact` is the hash of the word before letters were folded (NFC,
// harakat and tatweel dropped), for patterns that insist on the spelling.
struct ThemeToken {
    Token token;
    std::uint64_t exact;
};

struct DedupTokens {
    std::vector<Token> tokens;
};

struct ThemeTokens {
    std::vector<ThemeToken> tokens;
    std::uint32_t sentences;  // how many sentences there are
};

}  // namespace khabard
