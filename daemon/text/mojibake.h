#pragma once

// Text that somebody before us decoded with the wrong charset, or escaped once too often, wholly or
// in its punctuation. Repaired only where the result is Arabic (or the punctuation of Arabic text),
// which other text does not become by accident.

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// nullopt: there is nothing to repair. Call it before to_display, which drops control characters
// that wrongly decoded text needs. Repaired are:
//  * UTF-8 read as windows-1252, iso-8859-1 or windows-1256, up to twice over;
//  * windows-1256 read as windows-1252 or iso-8859-1, when the whole text is;
//  * \uXXXX escapes that stand in the text, also without their backslashes.
// REQUIRES: valid UTF-8.
std::optional<std::string> repair_mojibake(std::string_view text);

}  // namespace khabard
