#pragma once

// Text has a type for each stage of its life, and each type is made only by the stage named:
//
//     RawBytes (fetch) -> Utf8 (decode; may hold markup) -> DisplayText (clean, compose)
//
// A record's headline, summary and body accept only DisplayText. What is folded for matching is
// kept as tokens (tokens.h) that hold hashes and places but no characters: folded text cannot
// reach a record, because the compiler will not let it. Who calls the two factories is checked by
// the tidy test.

#include "daemon/base/strong.h"

#include <cstddef>
#include <string>
#include <utility>

namespace khabard {

// A place in UTF-8 text counted in bytes; everything inside counts so.
using ByteOffset = Strong<std::size_t, struct ByteOffsetTag>;
// A place counted in code points; the record speaks so, and only stages/encode converts.
using CodePointOffset = Strong<std::size_t, struct CodePointOffsetTag>;

// Bytes as they came, of unknown charset.
struct RawBytes {
    std::string bytes;
};

// Valid UTF-8 (ENSURES of decode), possibly with markup, entities and debris.
class Utf8 {
public:
    // REQUIRES: `text` is valid UTF-8. Called by stages/decode and the readers.
    static Utf8 from_decoded(std::string text) { return Utf8(std::move(text)); }

    const std::string& str() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const Utf8&, const Utf8&) = default;

private:
    explicit Utf8(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

// Text for people: NFC, no markup, no control or bidi characters, orthography kept.
class DisplayText {
public:
    // Called by stages/clean and stages/compose, and by whoever restores what they once made.
    static DisplayText from_cleaned(std::string text) { return DisplayText(std::move(text)); }

    const std::string& str() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const DisplayText&, const DisplayText&) = default;

private:
    explicit DisplayText(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace khabard
