#pragma once

// What the world wrote, fit for a terminal or a line of log.

#include <string>
#include <string_view>

namespace khabard {

// `text` with a question mark for each control: C0, DEL, C1, and the bidirectional embeddings,
// overrides and isolates that could reorder a whole line. So nobody outside can paint on an
// operator's terminal or forge a line.
std::string printable(std::string_view text);

// `text` between quotation marks, for messages; it is not looked at.
std::string in_quotes(std::string_view text);

}  // namespace khabard
