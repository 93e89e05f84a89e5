#pragma once

// HTML as a flat array of nodes in document order. Any bytes that claim to be HTML give a document:
// unclosed and misnested tags are repaired, entities are resolved, comments and doctypes are left
// out. What is cut off by a limit is named in `warnings`. Nothing is fetched, no declared encoding
// is believed: the input is UTF-8.
//
// Walk the children of node `n`, whole subtrees skipped:
//
//     for (auto i = n + 1; i < document.nodes[n].end; i = document.nodes[i].end) ...
//
// and everything below it by ++i instead. libxml2 is used in html.cc only.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct HtmlLimits {
    std::size_t bytes_max = std::size_t{4} * 1024 * 1024;
    std::size_t nodes_max = 200'000;
    std::size_t depth_max = 256;  // deeper elements become children of the one at this depth
    std::size_t attribute_bytes_max = std::size_t{64} * 1024;  // longer values are cut
};

struct HtmlAttribute {
    std::string name;  // lower case
    std::string value;
};

enum class HtmlKind : std::uint8_t { element, text };

struct HtmlNode {
    HtmlKind kind;
    std::uint32_t parent;  // index; the root is its own parent
    std::uint32_t end;     // index after the last node of this subtree; of a text: its own + 1
    std::uint32_t depth;   // 0: the root
    std::string name;      // of an element, lower case; of the root and of texts: empty
    std::string text;      // of a text, blanks as written; script and style hold theirs unparsed
    std::vector<HtmlAttribute> attributes;

    bool is_element(std::string_view tag) const { return kind == HtmlKind::element && name == tag; }
    // Value of the attribute, or nullptr when it is absent. Valid as long as the node.
    const std::string* attribute(std::string_view attribute_name) const;
};

struct HtmlDocument {
    std::vector<HtmlNode> nodes;  // nodes[0] is the root; html, head and body are made up if absent
    bool truncated;               // a limit cut something off
    std::vector<std::string> warnings;
};

// ENSURES: nodes is not empty; every text is valid UTF-8 when `utf8` is.
HtmlDocument parse_html(std::string_view utf8, const HtmlLimits& limits);

// The texts below node `index`, joined as they stand; script and style are left out.
std::string text_content(const HtmlDocument& document, std::size_t index);

// The same for markup at hand: "a &amp; <b>b</b>" -> "a & b". Markup-free input costs no parse.
std::string strip_markup(std::string_view html);

// The character(s) of an HTML named reference ("nbsp", "hellip"), as UTF-8; empty: no such name.
std::string html_entity(std::string_view name);

}  // namespace khabard
