#include "daemon/web/discovery.h"

#include "daemon/web/ascii.h"
#include "daemon/web/http_headers.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace khabard {
namespace {

// Whether the space-separated list `value` holds `word`, without regard to case.
bool has_word(std::string_view value, std::string_view word) {
    std::string current;
    for (std::size_t i = 0; i <= value.size(); ++i) {
        if (i == value.size() || is_ascii_space(value[i])) {
            if (current == word) {
                return true;
            }
            current.clear();
            continue;
        }
        current += ascii_lower(value[i]);
    }
    return false;
}

// "application/json" is not here: it is what WordPress calls its API.
bool is_feed_type(std::string_view type) {
    constexpr std::array<std::string_view, 7> feed_types = {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "text/xml",
        "application/xml",
        "text/rss+xml",
    };
    return std::find(feed_types.begin(), feed_types.end(), type) != feed_types.end();
}

std::string_view attribute_or_empty(const HtmlNode& node, std::string_view name) {
    const std::string* value = node.attribute(name);
    return value == nullptr ? std::string_view() : std::string_view(*value);
}

std::optional<std::string> base_of(const HtmlNode& node, std::string_view page_url) {
    const std::string* href = node.is_element("base") ? node.attribute("href") : nullptr;
    if (href == nullptr) {
        return std::nullopt;
    }
    return resolve_url(*href, page_url);
}

std::optional<FeedLink> feed_link_of(const HtmlNode& node, std::string_view base) {
    if (!node.is_element("link")) {
        return std::nullopt;
    }
    const std::string_view rel = attribute_or_empty(node, "rel");
    std::string type = parse_media_type(attribute_or_empty(node, "type")).type;
    const bool alternate = has_word(rel, "alternate") && is_feed_type(type);
    if (has_word(rel, "stylesheet") || (!alternate && !has_word(rel, "feed"))) {
        return std::nullopt;
    }
    const std::string* href = node.attribute("href");
    if (href == nullptr || href->empty()) {
        return std::nullopt;
    }
    auto url = resolve_url(*href, base);
    if (!url) {
        return std::nullopt;
    }
    return FeedLink{std::move(*url), std::move(type),
                    std::string(attribute_or_empty(node, "title"))};
}

}  // namespace

std::vector<FeedLink> find_feed_links(const HtmlDocument& document, std::string_view page_url) {
    std::vector<FeedLink> links;
    std::optional<std::string> base;  // a base counts for what comes after it
    for (const HtmlNode& node : document.nodes) {
        if (!base) {
            base = base_of(node, page_url);
        }
        auto link = feed_link_of(node, base ? std::string_view(*base) : page_url);
        const bool known = link && std::any_of(links.begin(), links.end(), [&](const FeedLink& l) {
                               return l.url == link->url;
                           });
        if (link && !known) {
            links.push_back(std::move(*link));
        }
    }
    return links;
}

std::string document_base(const HtmlDocument& document, std::string_view page_url) {
    for (const HtmlNode& node : document.nodes) {
        if (auto base = base_of(node, page_url)) {
            return std::move(*base);
        }
    }
    return std::string(page_url);
}

}  // namespace khabard
