#pragma once

// An XML document seen as a feed: namespaces by meaning instead of by URI, children, text, and
// links made absolute against xml:base. What the element tables are written in.

#include "daemon/lib/xml/xml.h"
#include "daemon/model/raw_feed.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {

// What a namespace is for. Feeds name the same vocabulary by many URIs, wrong ones included, and
// sometimes declare none at all: then the usual prefix decides.
enum class Space : std::uint8_t {
    plain,  // RSS of any version, or none
    atom,
    dublin_core,
    content,
    media,
    itunes,
    syndication,
    comments,  // slash, wfw, thr
    feedburner,
    admin,
    rdf,
    xhtml,
    xml,
    tombstone,
    sitemap,
    news,   // news sitemaps
    image,  // image sitemaps
    other,
};

// Of a namespace URI or, where nobody declared it, of its prefix (space_table.cc).
Space space_meaning(std::string_view name);

class FeedTree {
public:
    using Node = std::size_t;

    // Both outlive the tree.
    FeedTree(const XmlDocument& xml, const Document& document);

    const XmlDocument& xml() const { return xml_; }
    const Document& document() const { return document_; }

    // What relative links refer to when the document has no URL of its own.
    void set_fallback_base(std::string url) { fallback_base_ = std::move(url); }

    Space space(Node node) const { return spaces_[xml_.nodes[node].space]; }
    // Names are compared without regard to case.
    bool is(Node node, Space space, std::string_view name) const;

    // Child elements in order; items nested in an item by a missing end tag are none of them.
    std::vector<Node> children(Node node) const;
    // The first child of that name; 0: none.
    Node child(Node node, Space space, std::string_view name) const;

    // Value of the attribute, without a namespace before one with any; nullopt: absent.
    std::optional<std::string> attribute(Node node, std::string_view name) const;

    // Text below the node without blanks at its ends.
    std::string text(Node node) const;
    // The same where it is not empty.
    std::optional<std::string> stated(Node node) const;
    // A text of RSS: elements that somebody forgot to escape are kept as markup.
    RawText rss_text(Node node) const;
    // A text construct or content of Atom 1.0 or 0.3.
    RawText atom_text(Node node) const;

    // `reference` made absolute where it stands; as written when there is nothing to resolve it to.
    std::string absolute(Node node, std::string_view reference) const;
    // The link that the node's text is; nullopt when it is empty.
    std::optional<std::string> link(Node node) const;

    // The identifier that the node's text is: a relative one is made absolute where xml:base says
    // to what.
    std::optional<std::string> identifier(Node node) const;

    // xml:lang where the node stands; empty: not stated.
    std::string language(Node node) const;

    bool is_item(Node node) const;
    // Whether it stands in another item: a quotation in a sound document, a missing end tag in
    // others.
    bool in_item(Node node) const;

private:
    std::string base(Node node) const;
    const std::string* xml_attribute(Node node, std::string_view name) const;

    const XmlDocument& xml_;
    const Document& document_;
    std::vector<Space> spaces_;  // by index of XmlDocument::spaces
    std::string fallback_base_;
};

// Without ASCII blanks at the ends.
std::string_view trimmed(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right);
// Whether `text` holds tags or references, so that it must be read as markup.
bool holds_markup(std::string_view text);

}  // namespace khabard
