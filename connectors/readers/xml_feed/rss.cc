// RSS 0.90-0.94, 1.0, 2.0 and CDF.

#include "connectors/readers/xml_feed/rules.h"

#include <utility>

namespace khabard {
namespace {

using Node = FeedTree::Node;

// Of several links the last counts, as for other readers, with its text or written as Atom does.
void item_link(const FeedTree& tree, Node node, RawItem& item) {
    std::optional<std::string> url = tree.link(node);
    if (!url.has_value() && tree.attribute(node, "href").has_value()) {
        url = std::exchange(item.link, std::nullopt);
        apply_atom_link(tree, node, item);
        set_once(item.link, std::move(url));
        return;
    }
    if (url.has_value()) {
        add_once(item.links, *url);
        item.link = std::move(url);
    }
}

// A guid is the link too, where there is no better one and it does not say otherwise.
void item_guid(const FeedTree& tree, Node node, RawItem& item) {
    const std::optional<std::string> id = tree.stated(node);
    if (!id.has_value()) {
        return;
    }
    set_once(item.id, id);
    const std::string permanent = tree.attribute(node, "isPermaLink").value_or("true");
    const bool address = id->compare(0, 4, "http") == 0 || id->compare(0, 1, "/") == 0;
    if (!equal_ignoring_case(permanent, "false") && address) {
        set_once(item.link, tree.absolute(node, *id));
    }
}

// Where <summary> stands beside it, the description is the text itself.
void item_description(const FeedTree& tree, Node node, RawItem& item) {
    if (tree.child(tree.xml().nodes[node].parent, Space::plain, "summary") != 0) {
        set_once(item.content, tree.rss_text(node));
    } else {
        set_once(item.summary, tree.rss_text(node));
    }
}

void item_summary(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.summary, tree.rss_text(node));
}

void item_enclosure(const FeedTree& tree, Node node, RawItem& item) {
    const std::string reference =
        tree.attribute(node, "url")
            .value_or(tree.attribute(node, "href").value_or(tree.text(node)));
    if (!reference.empty()) {
        item.enclosures.push_back(Enclosure{tree.absolute(node, reference),
                                            tree.attribute(node, "type").value_or(""),
                                            tree.attribute(node, "length").value_or("")});
    }
}

void item_source(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.source_title, tree.stated(node));
    if (const auto url = tree.attribute(node, "url")) {
        add_statement(item.further, "source_link", tree.absolute(node, *url));
    }
}

void item_content(const FeedTree& tree, Node node, RawItem& item) {
    const bool xhtml = tree.space(node) == Space::xhtml;
    add_statement(item.further, "content_type", xhtml ? "application/xhtml+xml" : "text/html");
    add_statement(item.further, "content_language", tree.language(node));
    set_once(item.content, tree.rss_text(node));
}

void item_category(const FeedTree& tree, Node node, RawItem& item) {
    add_once(item.categories, tree.rss_text(node).text);
}

void item_author(const FeedTree& tree, Node node, RawItem& item) {
    add_author(item, atom_person(tree, node));
}

void item_image(const FeedTree& tree, Node node, RawItem& item) {
    const Node url = tree.child(node, Space::plain, "url");
    set_once(item.image, url != 0 ? tree.link(url) : tree.link(node));
}

void item_language(const FeedTree& tree, Node node, RawItem& item) {
    set_once(item.language, tree.stated(node));
}

constexpr ItemRule item_rules[] = {
    {Space::plain, "title",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.title, tree.rss_text(node));
     }},
    {Space::plain, "link", item_link},
    {Space::atom, "link", apply_atom_link},
    {Space::plain, "guid", item_guid},
    {Space::plain, "id", item_guid},
    {Space::plain, "pubDate",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.published, tree.stated(node));
     }},
    {Space::plain, "lastmod",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.updated, tree.stated(node));
     }},
    {Space::plain, "summary", item_summary},
    {Space::plain, "description", item_description},
    {Space::plain, "abstract", item_summary},
    {Space::plain, "author", item_author},
    {Space::plain, "category", item_category},
    {Space::plain, "enclosure", item_enclosure},
    {Space::plain, "comments",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.comments, tree.link(node));
     }},
    {Space::plain, "source", item_source},
    {Space::content, "encoded", item_content},
    {Space::xhtml, "body", item_content},
    {Space::xhtml, "div", item_content},
    {Space::plain, "body", item_content},
    {Space::plain, "fullitem", item_content},
    {Space::plain, "content", item_content},
    {Space::plain, "image", item_image},
    {Space::plain, "language", item_language},
};

void feed_title(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.title, tree.rss_text(node).text);
}

void feed_link(const FeedTree& tree, Node node, RawFeed& feed) {
    std::optional<std::string> url = tree.link(node);
    if (!url.has_value() && tree.attribute(node, "href").has_value()) {
        url = std::exchange(feed.feed.link, std::nullopt);
        apply_atom_link(tree, node, feed);
        set_once(feed.feed.link, std::move(url));
        return;
    }
    if (url.has_value()) {
        feed.feed.link = std::move(url);
    }
}

void feed_image(const FeedTree& tree, Node node, RawFeed& feed) {
    const Node url = tree.child(node, Space::plain, "url");
    if (url != 0) {
        set_once(feed.feed.image, tree.link(url));
    } else if (!has_elements(tree.xml(), node)) {
        set_once(feed.feed.image, tree.link(node));
    }
}

void feed_author(const FeedTree& tree, Node node, RawFeed& feed) {
    add_author(feed.feed, atom_person(tree, node));
}

constexpr FeedRule feed_rules[] = {
    {Space::plain, "title", feed_title},
    {Space::plain, "link", feed_link},
    {Space::atom, "link", apply_atom_link},
    {Space::plain, "description",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.subtitle, tree.rss_text(node).text);
     }},
    {Space::plain, "tagline",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.subtitle, tree.rss_text(node).text);
     }},
    {Space::plain, "abstract",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.subtitle, tree.rss_text(node).text);
     }},
    {Space::plain, "language",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.language, tree.stated(node));
     }},
    {Space::plain, "copyright",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.rights, tree.rss_text(node).text);
     }},
    {Space::plain, "managingEditor", feed_author},
    {Space::plain, "author", feed_author},
    {Space::plain, "webMaster", feed_author},
    {Space::plain, "pubDate",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.published, tree.stated(node));
     }},
    {Space::plain, "lastBuildDate",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.updated, tree.stated(node));
     }},
    {Space::plain, "category",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_once(feed.feed.categories, tree.rss_text(node).text);
     }},
    {Space::plain, "image", feed_image},
    {Space::plain, "generator",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "generator", tree.rss_text(node).text);
     }},
    {Space::plain, "docs",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "docs", tree.link(node).value_or(""));
     }},
    {Space::plain, "ttl",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.ttl_minutes, tree.stated(node));
     }},
};

}  // namespace

std::span<const ItemRule> rss_item_rules() {
    return item_rules;
}
std::span<const FeedRule> rss_feed_rules() {
    return feed_rules;
}

}  // namespace khabard
