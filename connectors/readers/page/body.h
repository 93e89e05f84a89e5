#pragma once

// Finds the article on a page: the element that holds most of the prose and little else. The method
// is our own, in the spirit of Readability and trafilatura: blocks of prose vote for the elements
// around them, names of classes and the landmarks of HTML are hints, links count against.

#include "daemon/lib/xml/html.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct PageBody {
    std::vector<std::string> paragraphs;  // plain text in reading order; empty: no article
    std::size_t prose_chars;              // code points of prose in them
    std::size_t link_chars;               // within links on the whole page: many on a front page
    double teaser_share;                  // of the page's prose that stands in teasers
};

// `title` is left out where it is repeated as the first heading.
PageBody find_page_body(const HtmlDocument& document, std::string_view title);

}  // namespace khabard
