#pragma once

// Unicode normal forms. NFC is what display text is in; compatibility forms are asked for single
// code points only, when fold tables are built: no transliterator, no NFKC of whole texts.

#include <string>
#include <string_view>

namespace khabard {

// REQUIRES for all: `text` is valid UTF-8.

// Behind a base letter stand at most so many combining marks; nfc() drops what follows the first
// of them. No language needs more (stream-safe text of UAX #15 has as many), and sorting endless
// runs takes time that grows with their square.
inline constexpr int nfc_marks_max = 30;

// Text that is NFC already is recognised by a quick check (about 200 MB/s) and copied.
std::string nfc(std::string_view text);
// Whether it is, however many marks.
bool is_nfc(std::string_view text);

// The code point after NFKC_Casefold and a full canonical decomposition, without its nonspacing
// marks, then composed again: U+00C9 -> "e", U+FEFB -> lam + alef, U+00AD -> nothing.
std::u32string compatibility_fold(char32_t code_point);

// The code point after NFKC; nothing is dropped.
std::u32string compatibility_form(char32_t code_point);

// "ICU 1.2.3", for --version.
std::string icu_version();

}  // namespace khabard
