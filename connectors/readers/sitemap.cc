#include "connectors/readers/sitemap.h"

#include "connectors/readers/xml_feed/feed_tree.h"
#include "connectors/readers/xml_feed/rules.h"
#include "connectors/readers/xml_feed/xml_feed.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

using Node = FeedTree::Node;

bool is_named(const FeedTree& tree, Node node, std::string_view name) {
    return equal_ignoring_case(tree.xml().nodes[node].name, name);
}

void read_publication(const FeedTree& tree, Node node, RawItem& item) {
    for (const Node child : tree.children(node)) {
        if (is_named(tree, child, "name")) {
            set_once(item.source_title, tree.stated(child));
        } else if (is_named(tree, child, "language")) {
            set_once(item.language, tree.stated(child));
        }
    }
}

void read_news(const FeedTree& tree, Node node, RawItem& item) {
    for (const Node child : tree.children(node)) {
        if (is_named(tree, child, "title")) {
            set_once(item.title, tree.rss_text(child));
        } else if (is_named(tree, child, "publication_date")) {
            set_once(item.published, tree.stated(child));
        } else if (is_named(tree, child, "publication")) {
            read_publication(tree, child, item);
        } else if (is_named(tree, child, "keywords")) {
            std::string keywords = tree.text(child);
            std::string_view rest = keywords;
            while (!rest.empty()) {
                const std::size_t comma = std::min(rest.find(','), rest.size());
                add_once(item.categories, std::string(trimmed(rest.substr(0, comma))));
                rest.remove_prefix(std::min(comma + 1, rest.size()));
            }
        }
    }
}

// What <url> or <sitemap> states; an entry without an address is no entry.
RawItem read_entry(const FeedTree& tree, Node node) {
    RawItem item;
    for (const Node child : tree.children(node)) {
        const Space space = tree.space(child);
        if (space == Space::news && is_named(tree, child, "news")) {
            read_news(tree, child, item);
        } else if (space == Space::image && is_named(tree, child, "image")) {
            const Node location = tree.child(child, Space::image, "loc");
            set_once(item.image, location == 0 ? std::nullopt : tree.link(location));
        } else if (space != Space::image && space != Space::news && is_named(tree, child, "loc")) {
            set_once(item.link, tree.link(child));
        } else if (is_named(tree, child, "lastmod")) {
            set_once(item.updated, tree.stated(child));
        }
    }
    if (item.link.has_value()) {
        item.links.push_back(*item.link);
    }
    return item;
}

// Whether most lines (of the first 64 KiB) are addresses and nothing else, the first one included.
bool is_list_of_urls(std::string_view text) {
    constexpr std::size_t searched_bytes = std::size_t{64} * 1024;
    std::size_t lines = 0;
    std::size_t urls = 0;
    text = text.substr(0, searched_bytes);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            continue;
        }
        const bool web = line.compare(0, 7, "http://") == 0 || line.compare(0, 8, "https://") == 0;
        ++lines;
        urls += web && line.find_first_of(" \t{<") == std::string_view::npos ? 1 : 0;
        if (urls == 0) {
            return false;
        }
    }
    return urls * 2 > lines;
}

Result<RawFeed> read_text_sitemap(const Document& document, const ReadOptions& options) {
    RawFeed feed{"sitemap", true, {}, {}, {}, {}, {}};
    std::string_view rest = document.text.str();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const auto url = resolve_url(trimmed(rest.substr(0, end)), "");
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!url.has_value()) {
            continue;
        }
        if (options.entries_max != 0 && feed.items.size() == options.entries_max) {
            feed.warnings.emplace_back("the sitemap has too many entries; the rest was left out");
            break;
        }
        RawItem item;
        item.link = *url;
        item.links.push_back(*url);
        item.position = feed.items.size() + 1;
        feed.items.push_back(std::move(item));
    }
    return feed;
}

}  // namespace

bool claims_sitemap(const Document& document) {
    const std::string name = first_element_name(document.text.str());
    if (name == "urlset" || name == "sitemapindex") {
        return true;
    }
    const bool text = document.content_type.empty() || document.content_type == "text/plain";
    return name.empty() && text && is_list_of_urls(document.text.str());
}

Result<RawFeed> read_sitemap(const Document& document, const ReadOptions& options) {
    if (document.text.str().find('<') == std::string::npos) {
        return read_text_sitemap(document, options);
    }
    XmlLimits limits;
    limits.depth_max = options.limits.xml_depth_max;
    limits.attribute_bytes_max = options.limits.attribute_bytes_max;
    XmlDocument xml = parse_xml(document.text.str(), limits);
    const FeedTree tree(xml, document);
    const bool index = first_element_name(document.text.str()) == "sitemapindex";
    RawFeed feed{index ? "sitemapindex" : "sitemap", xml.wellformed, {}, {}, {}, {}, xml.warnings};
    std::uint64_t position = 0;
    for (Node i = 1; i < xml.nodes.size(); ++i) {
        const bool entry = xml.nodes[i].is_element() && tree.space(i) != Space::image &&
                           (is_named(tree, i, "url") || is_named(tree, i, "sitemap"));
        if (!entry) {
            continue;
        }
        RawItem item = read_entry(tree, i);
        if (!item.link.has_value()) {
            feed.warnings.emplace_back("an entry without <loc> was left out");
            continue;
        }
        item.position = ++position;
        if (options.entries_max != 0 && position > options.entries_max) {
            feed.warnings.push_back("the sitemap has more than " +
                                    std::to_string(options.entries_max) +
                                    " entries; the rest was left out");
            break;
        }
        if (is_named(tree, i, "sitemap")) {
            feed.followups.push_back(Followup{FollowupKind::child_sitemap, *item.link});
        }
        feed.items.push_back(std::move(item));
    }
    return feed;
}

}  // namespace khabard
