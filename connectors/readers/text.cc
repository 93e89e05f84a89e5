#include "connectors/readers/text.h"

#include <utility>

namespace khabard {

bool claims_text(const Document& document) {
    return document.content_type.empty() || document.content_type.compare(0, 5, "text/") == 0 ||
           document.content_type == "application/octet-stream";
}

Result<RawFeed> read_text(const Document& document, const ReadOptions&) {
    if (document.text.str().find_first_not_of(" \t\r\n") == std::string::npos) {
        return Error{Fault::malformed, document.url, "the document is empty"};
    }
    RawItem item;
    item.raw_text = document.text.str();
    if (!document.url.empty()) {
        item.link = document.url;
        item.links.push_back(document.url);
    }
    item.position = 1;
    RawFeed feed{"text", true, {}, {}, {}, {}, {}};
    feed.items.push_back(std::move(item));
    return feed;
}

}  // namespace khabard
