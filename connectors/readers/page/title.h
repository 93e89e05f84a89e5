#pragma once

// The headline of a page, without the name of its site.

#include "daemon/lib/xml/html.h"

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// What is known besides the document; each may be empty.
struct TitleHints {
    std::string social;    // og:title and the like
    std::string headline;  // JSON-LD
    std::string site_name;
};

std::optional<std::string> choose_title(const HtmlDocument& document, const TitleHints& hints);

// "Headline - Site" -> "Headline"; a text without a site's name at its end stays as it is.
std::string without_site_suffix(std::string_view title, std::string_view site_name);

}  // namespace khabard
