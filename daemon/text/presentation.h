#pragma once

// Arabic presentation forms, which old systems and copies from PDF files leave in texts.

#include <string>

namespace khabard {

// The nominal letters of a presentation form; nullptr when `code_point` is none or is kept as it
// is: the pious formulas, the rial sign and the ornate parentheses are signs, not letters.
// Forms of bare marks have no letters: the result is empty.
const std::u32string* presentation_letters(char32_t code_point);

}  // namespace khabard
