#pragma once

// Feed autodiscovery: the feeds that an HTML page names in its link elements. Pure.

#include "daemon/lib/xml/html.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct FeedLink {
    std::string url;    // absolute
    std::string type;   // media type, lower case
    std::string title;  // as written; may be empty
};

// In document order, each address once. `page_url` is the base until a base element comes.
std::vector<FeedLink> find_feed_links(const HtmlDocument& document, std::string_view page_url);

// The base for the relative links of a page: its first base element, else `page_url`.
std::string document_base(const HtmlDocument& document, std::string_view page_url);

}  // namespace khabard
