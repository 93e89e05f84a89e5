// Atom 1.0 (RFC 4287) and 0.3.

#include "connectors/readers/xml_feed/rules.h"

namespace khabard {
namespace {

using Node = FeedTree::Node;

std::string category_of(const FeedTree& tree, Node node) {
    for (const char* name : {"term", "label"}) {
        std::string value = tree.attribute(node, name).value_or("");
        if (!value.empty()) {
            return value;
        }
    }
    return tree.text(node);
}

void item_content(const FeedTree& tree, Node node, RawItem& item) {
    if (const auto source = tree.attribute(node, "src")) {
        set_once(item.link, tree.absolute(node, *source));
        return;
    }
    const std::string type = tree.attribute(node, "type").value_or("");
    add_statement(item.further, "content_type", type);
    add_statement(item.further, "content_language", tree.language(node));
    set_once(item.content, tree.atom_text(node));
}

void item_source(const FeedTree& tree, Node node, RawItem& item) {
    for (const Node child : tree.children(node)) {
        if (tree.is(child, Space::atom, "title")) {
            set_once(item.source_title, tree.atom_text(child).text);
        } else if (tree.is(child, Space::atom, "id")) {
            add_statement(item.further, "source_id", tree.text(child));
        } else if (tree.is(child, Space::atom, "link") &&
                   tree.attribute(child, "rel").value_or("alternate") == "alternate") {
            const std::string reference = tree.attribute(child, "href").value_or("");
            add_statement(item.further, "source_link", tree.absolute(child, reference));
        } else if (tree.is(child, Space::atom, "author") && item.authors.empty()) {
            add_author(item, atom_person(tree, child));
        }
    }
}

constexpr ItemRule item_rules[] = {
    {Space::atom, "title",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_statement(item.further, "title_language", tree.language(node));
         set_once(item.title, tree.atom_text(node));
     }},
    {Space::atom, "link", apply_atom_link},
    {Space::atom, "id",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.id, tree.identifier(node));
     }},
    {Space::atom, "published",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.published, tree.stated(node));
     }},
    {Space::atom, "issued",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.published, tree.stated(node));
     }},
    {Space::atom, "created",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.published, tree.stated(node));
     }},
    {Space::atom, "updated",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.updated, tree.stated(node));
     }},
    {Space::atom, "modified",
     [](const FeedTree& tree, Node node, RawItem& item) {
         set_once(item.updated, tree.stated(node));
     }},
    {Space::atom, "summary",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_statement(item.further, "summary_language", tree.language(node));
         set_once(item.summary, tree.atom_text(node));
     }},
    {Space::atom, "content", item_content},
    {Space::atom, "author",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_author(item, atom_person(tree, node));
     }},
    {Space::atom, "category",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_once(item.categories, category_of(tree, node));
     }},
    {Space::atom, "rights",
     [](const FeedTree& tree, Node node, RawItem& item) {
         add_statement(item.further, "rights", tree.atom_text(node).text);
     }},
    {Space::atom, "source", item_source},
};

void feed_subtitle(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.subtitle, tree.atom_text(node).text);
}

void feed_rights(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.rights, tree.atom_text(node).text);
}

void feed_updated(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.updated, tree.stated(node));
}

void feed_image(const FeedTree& tree, Node node, RawFeed& feed) {
    set_once(feed.feed.image, tree.link(node));
}

constexpr FeedRule feed_rules[] = {
    {Space::atom, "title",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "title_language", tree.language(node));
         set_once(feed.feed.title, tree.atom_text(node).text);
     }},
    {Space::atom, "link", apply_atom_link},
    {Space::atom, "id",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         set_once(feed.feed.id, tree.stated(node));
     }},
    {Space::atom, "subtitle", feed_subtitle},
    {Space::atom, "tagline", feed_subtitle},
    {Space::atom, "updated", feed_updated},
    {Space::atom, "modified", feed_updated},
    {Space::atom, "rights", feed_rights},
    {Space::atom, "copyright", feed_rights},
    {Space::atom, "author",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_author(feed.feed, atom_person(tree, node));
     }},
    {Space::atom, "category",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_once(feed.feed.categories, category_of(tree, node));
     }},
    {Space::atom, "logo", feed_image},
    {Space::atom, "icon", feed_image},
    {Space::atom, "generator",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "generator", tree.text(node));
     }},
    {Space::atom, "info",
     [](const FeedTree& tree, Node node, RawFeed& feed) {
         add_statement(feed.feed.further, "info", tree.atom_text(node).text);
     }},
};

}  // namespace

std::span<const ItemRule> atom_item_rules() {
    return item_rules;
}
std::span<const FeedRule> atom_feed_rules() {
    return feed_rules;
}

}  // namespace khabard
