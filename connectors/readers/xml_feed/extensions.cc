// The vocabularies that feeds of every dialect borrow: Dublin Core, Media RSS, iTunes, syndication,
// FeedBurner, admin.

#include "connectors/readers/xml_feed/rules.h"

#include <algorithm>

namespace khabard {
namespace {

using Node = FeedTree::Node;

void item_title(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.title, tree.rss_text(node));
}

void item_published(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.published, tree.stated(node));
}

void item_updated(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.updated, tree.stated(node));
}

void item_summary(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.summary, tree.rss_text(node));
}

void item_author(const FeedTree& tree, Node node, RawItem& item) {
    add_author(item, parse_person(tree.text(node)));
}

void item_category(const FeedTree& tree, Node node, RawItem& item) {
    add_once(item.categories, tree.text(node));
}

// A comma-separated list.
void add_keywords(std::vector<std::string>& categories, std::string_view keywords) {
    while (!keywords.empty()) {
        const std::size_t comma = std::min(keywords.find(','), keywords.size());
        add_once(categories, std::string(trimmed(keywords.substr(0, comma))));
        keywords.remove_prefix(std::min(comma + 1, keywords.size()));
    }
}

// itunes:category names itself in an attribute and nests.
void add_itunes_categories(const FeedTree& tree, Node node, std::vector<std::string>& categories) {
    add_once(categories, tree.attribute(node, "text").value_or(tree.text(node)));
    for (const Node child : tree.children(node)) {
        if (tree.is(child, Space::itunes, "category")) {
            add_once(categories, tree.attribute(child, "text").value_or(tree.text(child)));
        }
    }
}

std::string image_of(const FeedTree& tree, Node node) {
    for (const char* name : {"href", "url"}) {
        if (const auto reference = tree.attribute(node, name)) {
            return reference->empty() ? std::string() : tree.absolute(node, *reference);
        }
    }
    return tree.link(node).value_or("");
}

void item_image(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.image, image_of(tree, node));
}

void item_media_content(const FeedTree& tree, Node node, RawItem& item) {
    const std::string reference = tree.attribute(node, "url").value_or("");
    if (reference.empty()) {
        return;
    }
    const std::string url = tree.absolute(node, reference);
    const std::string type = tree.attribute(node, "type").value_or("");
    const bool image =
        tree.attribute(node, "medium").value_or("") == "image" || type.compare(0, 6, "image/") == 0;
    if (image) {
        set_once(item.image, url);
    }
    constexpr std::size_t enclosures_max = 500;
    const bool known =
        std::any_of(item.enclosures.begin(), item.enclosures.end(),
                    [&url](const Enclosure& enclosure) { return enclosure.url == url; });
    if (known || item.enclosures.size() >= enclosures_max) {
        return;
    }
    item.enclosures.push_back(Enclosure{url, type, tree.attribute(node, "fileSize").value_or("")});
}

constexpr ItemRule item_rules[] = {
    {Space::dublin_core, "title", item_title},
    {Space::dublin_core, "date", item_published},
    {Space::dublin_core, "issued", item_published},
    {Space::dublin_core, "created", item_published},
    {Space::dublin_core, "modified", item_updated},
    {Space::dublin_core, "creator", item_author},
    {Space::dublin_core, "author", item_author},
    {Space::dublin_core, "contributor", item_author},
    {Space::dublin_core, "subject", item_category},
    {Space::dublin_core, "description", item_summary},
    {Space::dublin_core, "abstract", item_summary},
    {Space::dublin_core, "language",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.language, tree.stated(node));
     }},
    {Space::dublin_core, "identifier",
     [](const FeedTree& tree, Node node, RawItem& item) { set_once(item.id, tree.stated(node)); }},
    {Space::dublin_core, "publisher",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_statement(item.further, "publisher", tree.text(node));
     }},
    {Space::dublin_core, "rights",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_statement(item.further, "rights", tree.text(node));
     }},
    {Space::feedburner, "origLink",
     [](const FeedTree& tree, Node node, RawItem& item) {
         if (const auto url = tree.link(node)) {
             add_once(item.links, *url);
             set_once(item.canonical_url, *url);  // the link leads to a counter
             set_once(item.link, *url);
         }
     }},
    {Space::itunes, "title", item_title},
    {Space::media, "title", item_title},
    {Space::itunes, "author", item_author},
    {Space::itunes, "summary", item_summary},
    {Space::itunes, "subtitle", item_summary},
    {Space::media, "description", item_summary},
    {Space::itunes, "image", item_image},
    {Space::media, "thumbnail", item_image},
    {Space::media, "content", item_media_content},
    {Space::itunes, "category",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_itunes_categories(tree, node, item.categories);
     }},
    {Space::media, "category", item_category},
    {Space::itunes, "keywords",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_keywords(item.categories, tree.text(node));
     }},
};

void feed_author(const FeedTree& tree, Node node, RawFeed& feed) {
    add_author(feed.feed, parse_person(tree.text(node)));
}

void feed_subtitle(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.subtitle, tree.rss_text(node).text);
}

void feed_image(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.image, image_of(tree, node));
}

// itunes:owner holds itunes:name and itunes:email.
void feed_owner(const FeedTree& tree, Node node, RawFeed& feed) {
    add_author(feed.feed, atom_person(tree, node));
}

constexpr FeedRule feed_rules[] = {
    {Space::dublin_core, "title",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.title, tree.rss_text(node).text);
     }},
    {Space::dublin_core, "description", feed_subtitle},
    {Space::dublin_core, "language",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.language, tree.stated(node));
     }},
    {Space::dublin_core, "creator", feed_author},
    {Space::dublin_core, "author", feed_author},
    {Space::dublin_core, "rights",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.rights, tree.stated(node));
     }},
    {Space::dublin_core, "date",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.updated, tree.stated(node));
     }},
    {Space::dublin_core, "modified",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.updated, tree.stated(node));
     }},
    {Space::dublin_core, "subject",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_once(feed.feed.categories, tree.text(node));
     }},
    {Space::dublin_core, "publisher",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "publisher", tree.text(node));
     }},
    {Space::itunes, "author", feed_author},
    {Space::itunes, "owner", feed_owner},
    {Space::itunes, "summary", feed_subtitle},
    {Space::itunes, "subtitle", feed_subtitle},
    {Space::itunes, "image", feed_image},
    {Space::media, "thumbnail", feed_image},
    {Space::media, "content", feed_image},
    {Space::itunes, "category",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_itunes_categories(tree, node, feed.feed.categories);
     }},
    {Space::itunes, "keywords",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_keywords(feed.feed.categories, tree.text(node));
     }},
    {Space::syndication, "updatePeriod",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.update_period, tree.stated(node));
     }},
    {Space::syndication, "updateFrequency",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.update_frequency, tree.stated(node));
     }},
    {Space::admin, "generatorAgent",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "generator",
                       tree.attribute(node, "resource").value_or(""));
     }},
};

}  // namespace

std::span<const ItemRule> extension_item_rules() {
    return item_rules;
}
std::span<const FeedRule> extension_feed_rules() {
    return feed_rules;
}

}  // namespace khabard
