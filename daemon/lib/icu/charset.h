#pragma once

// Character encodings by their WHATWG names, through ICU's converters. UTF-8 is not among them:
// it needs no converter (text/unicode.h).

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// The encoding that a label of an HTTP header or a document stands for: "ISO-8859-1" ->
// "windows-1252", "utf8" -> "utf-8". Blanks around it and case do not count. nullopt: no such
// label.
std::optional<std::string> encoding_of_label(std::string_view label);

struct ConvertedText {
    std::string text;      // valid UTF-8
    std::size_t replaced;  // byte sequences that became U+FFFD
};

// REQUIRES: `encoding` is a result of encoding_of_label other than "utf-8", or "ibm720". A byte
// order mark is text here; the caller takes it off.
ConvertedText convert_to_utf8(std::string_view bytes, std::string_view encoding);

// What each byte stands for; U+FFFD for none. nullptr when `encoding` has longer sequences.
using SingleByteTable = std::array<char32_t, 256>;
const SingleByteTable* single_byte_table(std::string_view encoding);

struct DetectedCharset {
    std::string encoding;  // WHATWG name
    int confidence;        // 0-100, ICU's own measure
};

// What ICU's detector takes the bytes for, for texts that are not Arabic (it does not know the
// letter frequencies of news, so Arabic is better judged by text/arabic_score.h).
std::optional<DetectedCharset> detect_charset(std::string_view bytes);

}  // namespace khabard
