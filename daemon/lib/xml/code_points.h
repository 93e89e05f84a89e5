#pragma once

// The few things that HTML and XML readers must know about code points. For this folder only.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace khabard {

// Cuts `text` to at most `bytes_max` bytes without cutting a code point.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

void append_code_point(std::string& out, std::uint32_t code_point);

// What a code point means when a page writes it: the HTML standard reads U+0080-U+009F as
// windows-1252. 0: nothing.
std::uint32_t windows_1252_meaning(std::uint32_t code_point);

// The text of a numeric reference, so read; empty when XML has no such character.
std::string character_reference(std::uint32_t code_point);

// `text` without the ASCII controls that XML forbids, C1 controls read as windows-1252.
void append_without_controls(std::string& out, std::string_view text);

}  // namespace khabard
