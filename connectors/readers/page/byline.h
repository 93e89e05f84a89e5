#pragma once

// Who wrote an article, from the visible byline.

#include "daemon/lib/xml/html.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// A name without "By", roles, addresses and dates; empty when what is left is no name (a URL, a
// sentence).
std::string clean_author(std::string_view text);

// The names in rel=author links, author microdata and elements whose class says byline or author.
std::vector<std::string> byline_authors(const HtmlDocument& document);

}  // namespace khabard
