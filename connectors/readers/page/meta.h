#pragma once

// What a page says about itself: JSON-LD, meta elements (Open Graph, Dublin Core and the many
// homegrown ones), microdata, link relations, the language of the document.

#include "daemon/lib/xml/html.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct PageMeta {
    std::optional<std::string> title;
    std::optional<std::string> site_name;
    std::optional<std::string> canonical_url;  // absolute
    std::optional<std::string> image;          // absolute
    std::optional<std::string> section;
    std::optional<std::string> language;
    std::optional<std::string> description;
    std::vector<std::string> authors;
    std::vector<std::string> keywords;
    std::vector<std::string> published;  // candidates as written, best first
    std::vector<std::string> modified;
    std::string article_body;          // JSON-LD articleBody; empty: not stated
    std::string robots = {};           // what robots may do with the page, as written
    std::string tdm_reservation = {};  // "1": text and data mining is reserved
    bool is_article;                   // JSON-LD or Open Graph says that the page is an article
};

PageMeta read_page_meta(const HtmlDocument& document, std::string_view base_url);

}  // namespace khabard
