#pragma once

// The schema.org article that a page states in JSON-LD scripts.

#include "daemon/lib/xml/html.h"

#include <string>
#include <vector>

namespace khabard {

// Fields that are not stated are empty; values as written.
struct JsonLdArticle {
    std::string headline;
    std::vector<std::string> authors;
    std::string published;
    std::string modified;
    std::string section;
    std::string image;
    std::string publisher;
    std::string language;
    std::string body;
    std::vector<std::string> keywords;
    bool is_article;  // an article type was found; else the fields are those of a WebPage
};

// Scripts that are no valid JSON after small repairs (raw line ends in strings, HTML comments
// around the script) are passed over.
JsonLdArticle read_json_ld(const HtmlDocument& document);

}  // namespace khabard
