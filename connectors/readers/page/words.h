#pragma once

// Words by which page templates, English and Arabic ones, name the parts of a page: what surrounds
// an article, and what holds it. The rows stand in words_table.cc.

#include "daemon/lib/xml/html.h"

#include <cstdint>
#include <string_view>

namespace khabard {

enum class PartRole : std::uint8_t {
    plain,     // says nothing
    content,   // holds the article: "entry-content", "article-body"
    likely,    // may hold it: "article", "content", "post"
    unlikely,  // surrounds it: "sidebar", "related"
    comments,  // of readers
};

// By the class and id of an element.
PartRole part_role(const HtmlNode& node);

// A line that belongs to the page and not to its article: "Share this", "Read more".
bool is_page_phrase(std::string_view line);

// The title of a page that stands in the place of another: "404 Not Found", "Just a moment...".
bool is_error_title(std::string_view title);

}  // namespace khabard
