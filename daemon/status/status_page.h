#pragma once

// A snapshot as a page for people, in HTML without scripts: it loads itself again every half
// minute, follows the reader's choice of dark or light, and shows Arabic from right to left where a
// cell holds Arabic. Everything that comes from outside is escaped.

#include "daemon/status/snapshot.h"

#include <string>
#include <string_view>

namespace khabard {

inline constexpr std::size_t feeds_on_page_max = 1000;  // the gravest; JSON has all of them

std::string status_page(const StatusSnapshot& status);

// Safe between tags and in quoted attributes.
std::string escape_html(std::string_view text);

}  // namespace khabard
