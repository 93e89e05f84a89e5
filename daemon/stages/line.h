#pragma once

// A line of text as cleaning sees it: folded for comparing with patterns, with the way back to the
// bytes of the text, and its shape, by which furniture is told from prose without knowing a word.

#include "daemon/model/article.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// `key`: words joined by single blanks. Alef, yeh and heh families are unified, Latin is in lower
// case, digits are ASCII; marks, tatweel and punctuation are gone, but ':' and '|' stand as a word
// ':' of their own, and digits parted by punctuation are one number ("14:05" is 1405).
// `offsets[i]` is the byte of the text that key byte i comes from; one more entry marks the end.
struct FoldedLine {
    std::string key;
    std::vector<std::uint32_t> offsets;
};

FoldedLine fold_line(std::string_view text);

// The key of a name, without blanks: "A F P", "A.F.P." and "AFP" are one.
std::string name_key(std::string_view text);

std::vector<std::string_view> key_words(std::string_view key);

// Beyond this nothing more is counted; a line so long is prose.
inline constexpr std::size_t shaped_bytes_max = 1200;

struct LineShape {
    std::size_t words;
    std::size_t arabic_letters;
    std::size_t other_letters;
    std::size_t digits;
    bool full_stop;   // ends in one full stop, closing quotes and brackets aside
    bool question;    // ends in a question or exclamation mark
    bool trails_off;  // ends in an ellipsis, or in several stops
    bool inner_stop;  // a sentence ends inside
};

LineShape line_shape(std::string_view text);

// Longer lines are folded at their start only: they are prose, and what a rule can say of them
// stands there.
inline constexpr std::size_t folded_bytes_max = 480;
inline constexpr std::size_t folded_start_bytes = 240;

// A line with its fold and shape.
struct Line {
    std::string text;
    BlockRole role;
    FoldedLine folded;
    LineShape shape;
    bool removed;

    bool empty() const { return removed || text.empty(); }
};

Line make_line(std::string text, BlockRole role);

// Running text: a sentence with its full stop, or too long to be anything else.
bool is_prose(const Line& line);

// `text` without blanks, bullets, emoji and other ornaments in front.
std::string_view skip_ornaments(std::string_view text);

}  // namespace khabard
