#include "connectors/readers/xml_feed/xml_feed.h"

#include "connectors/readers/xml_feed/feed_tree.h"
#include "connectors/readers/xml_feed/rules.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

using Node = FeedTree::Node;

enum class Dialect : std::uint8_t { rss, rdf, atom, cdf };

// RSS versions as inspect names them; what is not in the list is plain "rss".
std::string rss_format(std::string_view version) {
    std::string digits;
    for (const char character : version) {
        if (character >= '0' && character <= '9') {
            digits.push_back(character);
        }
    }
    if (digits == "2" || digits == "20" || digits == "200" || digits == "201") {
        return "rss20";
    }
    if (digits.size() >= 3 && digits.compare(0, 2, "09") == 0) {
        return "rss" + digits.substr(0, 3);
    }
    return digits == "10" ? "rss10" : "rss";
}

std::string rdf_format(const XmlDocument& xml) {
    const bool netscape =
        std::any_of(xml.spaces.begin(), xml.spaces.end(), [](const std::string& name) {
            return name.find("netscape.com/rdf/simple/0.9") != std::string::npos;
        });
    return netscape ? "rss090" : "rss10";
}

std::string atom_format(const FeedTree& tree, Node root) {
    const std::string version = tree.attribute(root, "version").value_or("");
    const std::string& space = tree.xml().spaces[tree.xml().nodes[root].space];
    const bool modern = space.find("2005/") != std::string::npos || space.empty();
    return version.compare(0, 2, "0.") == 0 || !modern ? "atom03" : "atom10";
}

struct Root {
    Node node;
    Dialect dialect;
    std::string format;
};

// The element that makes the document a feed: the first of its kind, whatever junk is around it.
std::optional<Root> find_root(const FeedTree& tree) {
    const auto& nodes = tree.xml().nodes;
    for (Node i = 1; i < nodes.size(); ++i) {
        if (!nodes[i].is_element()) {
            continue;
        }
        const std::string& name = nodes[i].name;
        if (equal_ignoring_case(name, "rss")) {
            return Root{i, Dialect::rss, rss_format(tree.attribute(i, "version").value_or(""))};
        }
        if (equal_ignoring_case(name, "rdf")) {
            return Root{i, Dialect::rdf, rdf_format(tree.xml())};
        }
        if (equal_ignoring_case(name, "feed") ||
            (tree.space(i) == Space::atom && equal_ignoring_case(name, "entry"))) {
            return Root{i, Dialect::atom, atom_format(tree, i)};
        }
        if (equal_ignoring_case(name, "channel")) {
            const bool cdf = tree.attribute(i, "href").has_value() ||
                             tree.attribute(i, "lastmod").has_value() ||
                             tree.attribute(i, "base").has_value();
            return Root{i, cdf ? Dialect::cdf : Dialect::rss, cdf ? "cdf" : "rss"};
        }
    }
    return std::nullopt;
}

template <class Rule, class Target>
void apply_rules(const FeedTree& tree, const std::vector<Node>& nodes, std::span<const Rule> rules,
                 Target& target) {
    for (const Rule& rule : rules) {
        for (const Node node : nodes) {
            if (tree.is(node, rule.space, rule.name)) {
                rule.apply(tree, node, target);
            }
        }
    }
}

// Children of the item, and what media groups hold.
std::vector<Node> statements_of(const FeedTree& tree, Node item) {
    std::vector<Node> out = tree.children(item);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (tree.is(out[i], Space::media, "group") || tree.is(out[i], Space::media, "content")) {
            const std::vector<Node> inner = tree.children(out[i]);
            out.insert(out.end(), inner.begin(), inner.end());
        }
    }
    return out;
}

// What follows from the statements of the item itself.
void complete_item(Dialect dialect, RawItem& item) {
    if (dialect == Dialect::atom && !item.link.has_value() && item.id.has_value() &&
        (item.id->compare(0, 7, "http://") == 0 || item.id->compare(0, 8, "https://") == 0)) {
        item.link = item.id;
    }
    for (const Enclosure& enclosure : item.enclosures) {
        if (enclosure.type.compare(0, 6, "image/") == 0) {
            set_once(item.image, enclosure.url);
        }
    }
}

// RFC 4287: the authors of the feed are those of an entry that names none.
void inherit_authors(const RawFeedMeta& feed, RawItem& item) {
    if (item.author.has_value() || !feed.author.has_value()) {
        return;
    }
    item.author = feed.author;
    for (const Statement& statement : feed.further) {
        if (statement.name.compare(0, 7, "author_") == 0) {
            add_statement(item.further, statement.name, statement.value);
        }
    }
    item.authors = feed.authors;
}

RawItem read_item(const FeedTree& tree, Node node, Dialect dialect) {
    RawItem item;
    const std::vector<Node> statements = statements_of(tree, node);
    if (dialect == Dialect::atom) {
        apply_rules(tree, statements, atom_item_rules(), item);
        apply_rules(tree, statements, rss_item_rules(), item);
    } else {
        apply_rules(tree, statements, rss_item_rules(), item);
        apply_rules(tree, statements, atom_item_rules(), item);
    }
    apply_rules(tree, statements, extension_item_rules(), item);
    if (dialect == Dialect::rdf) {
        if (const auto about = tree.attribute(node, "about")) {
            set_once(item.id, *about);
            set_once(item.link, tree.absolute(node, *about));
        }
    }
    if (dialect == Dialect::cdf) {
        if (const auto href = tree.attribute(node, "href")) {
            set_once(item.link, tree.absolute(node, *href));
        }
        set_once(item.updated, tree.attribute(node, "lastmod"));
    }
    set_once(item.language, tree.language(node));
    complete_item(dialect, item);
    return item;
}

RawItem read_tombstone(const FeedTree& tree, Node node) {
    RawItem item;
    item.withdrawn = true;
    item.id = tree.attribute(node, "ref");
    item.updated = tree.attribute(node, "when");
    apply_rules(tree, tree.children(node), atom_item_rules(), item);
    return item;
}

void read_items(const FeedTree& tree, Dialect dialect, std::size_t entries_max, RawFeed& feed) {
    const auto& nodes = tree.xml().nodes;
    const bool sound = tree.xml().wellformed;
    std::uint64_t position = 0;
    for (Node i = 1; i < nodes.size(); ++i) {
        const bool tombstone = tree.is(i, Space::tombstone, "deleted-entry");
        const bool quoted = sound && tree.in_item(i);
        if (!nodes[i].is_element() || (!tombstone && (!tree.is_item(i) || quoted))) {
            continue;
        }
        ++position;
        if (entries_max != 0 && position > entries_max) {
            feed.warnings.push_back("the feed has more than " + std::to_string(entries_max) +
                                    " entries; the rest was left out");
            return;
        }
        RawItem item = tombstone ? read_tombstone(tree, i) : read_item(tree, i, dialect);
        if (dialect == Dialect::atom) {
            inherit_authors(feed.feed, item);
        }
        item.position = position;
        feed.items.push_back(std::move(item));
    }
}

// XML is UTF-8 or UTF-16, or it names its encoding: what had to be guessed was not well-formed.
bool is_encoding_sound(const Document& document) {
    const bool unicode = document.encoding.compare(0, 4, "utf-") == 0;
    return document.replaced == 0 && (unicode || document.encoding_reason != "statistics");
}

void read_feed_statements(const FeedTree& tree, const Root& root, RawFeed& feed) {
    std::vector<Node> statements;
    const Node channel = tree.child(root.node, Space::plain, "channel");
    if (channel != 0) {
        statements = tree.children(channel);
        if (const auto about = tree.attribute(channel, "about")) {
            feed.feed.id = *about;
        }
    }
    // RSS 0.90 and 1.0 put the image beside the channel; Atom has no channel at all.
    const std::vector<Node> beside = tree.children(root.node);
    statements.insert(statements.end(), beside.begin(), beside.end());
    if (root.dialect == Dialect::atom) {
        apply_rules(tree, statements, atom_feed_rules(), feed);
        apply_rules(tree, statements, rss_feed_rules(), feed);
    } else {
        apply_rules(tree, statements, rss_feed_rules(), feed);
        apply_rules(tree, statements, atom_feed_rules(), feed);
    }
    apply_rules(tree, statements, extension_feed_rules(), feed);
    if (root.dialect == Dialect::cdf) {
        set_once(feed.feed.link, tree.attribute(root.node, "href"));
    }
    const std::string language = tree.language(channel != 0 ? channel : root.node);
    set_once(feed.feed.language, language);
}

}  // namespace

std::string first_element_name(std::string_view text) {
    constexpr std::size_t searched_bytes = std::size_t{64} * 1024;
    text = text.substr(0, searched_bytes);
    std::size_t at = text.find('<');
    while (at != std::string_view::npos && at + 1 < text.size()) {
        const std::string_view rest = text.substr(at);
        const auto letter = static_cast<unsigned char>(rest[1] | 0x20);
        if (letter >= 'a' && letter <= 'z') {
            std::string name(rest.substr(1, rest.find_first_of(" \t\r\n/>", 1) - 1));
            name.erase(0, name.find(':') + 1);
            std::transform(name.begin(), name.end(), name.begin(), [](char character) {
                const bool upper = character >= 'A' && character <= 'Z';
                return upper ? static_cast<char>(character + ('a' - 'A')) : character;
            });
            return name;
        }
        const bool comment = rest.substr(0, 4) == "<!--";
        const std::size_t end = text.find(comment ? "-->" : ">", at);
        at = end == std::string_view::npos ? end : text.find('<', end);
    }
    return {};
}

bool claims_xml_feed(const Document& document) {
    const std::string& text = document.text.str();
    const std::string name = first_element_name(text);
    constexpr std::string_view roots[] = {"rss", "rdf", "feed", "channel", "entry", "item"};
    if (std::find(std::begin(roots), std::end(roots), name) != std::end(roots)) {
        return true;
    }
    // A server's own complaints ("<br /><b>Warning</b>: ...") may stand before the feed.
    constexpr std::size_t searched_bytes = std::size_t{8} * 1024;
    constexpr std::string_view starts[] = {"<rss ", "<rdf:RDF ", "<feed "};
    const std::string_view head = std::string_view(text).substr(0, searched_bytes);
    return !name.empty() && name != "html" && name != "head" && name != "body" &&
           std::any_of(std::begin(starts), std::end(starts), [head](std::string_view start) {
               return head.find(start) != std::string_view::npos;
           });
}

Result<RawFeed> read_xml_feed(const Document& document, const ReadOptions& options) {
    XmlLimits limits;
    limits.depth_max = options.limits.xml_depth_max;
    limits.attribute_bytes_max = options.limits.attribute_bytes_max;
    XmlDocument xml = parse_xml(document.text.str(), limits);
    FeedTree tree(xml, document);
    std::optional<Root> root = find_root(tree);
    if (!root.has_value() && xml.document_element() != 0) {
        root = Root{xml.document_element(), Dialect::rss, "rss"};
    }
    if (!root.has_value()) {
        return Error{Fault::malformed, document.url, "there is no element of a feed in it"};
    }
    RawFeed feed{root->format, xml.wellformed, {}, {}, {}, {}, std::move(xml.warnings)};
    read_feed_statements(tree, *root, feed);
    feed.wellformed &= is_encoding_sound(document);
    if (feed.feed.link.has_value()) {
        tree.set_fallback_base(*feed.feed.link);
    }
    read_items(tree, root->dialect, options.entries_max, feed);
    return feed;
}

}  // namespace khabard
