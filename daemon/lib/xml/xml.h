#pragma once

// XML as a flat array of nodes in document order, namespaces resolved, comments and instructions
// left out, references and CDATA resolved into text.
//
// A well-formed document is read by libxml2 (no DTD loading, no network, no entity expansion beyond
// plain declared text, every limit of the library on). What that refuses is read again by a
// tolerant reader of our own (xml_repair.cc) that leaves out as little as it can: stray ampersands
// and angle brackets are text, end tags close the nearest element of their name or nothing, junk
// before the prolog and control characters are skipped. `wellformed` tells which it was. No
// declared encoding is believed: the input is UTF-8.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct XmlLimits {
    std::size_t nodes_max = 1'000'000;
    std::size_t depth_max = 256;  // deeper elements become children of the one at this depth
    std::size_t attribute_bytes_max = std::size_t{64} * 1024;  // longer values are cut
};

struct XmlAttribute {
    std::uint32_t space;  // index into XmlDocument::spaces; 0: none
    std::string name;     // local
    std::string value;
};

enum class XmlKind : std::uint8_t { element, text };

struct XmlNode {
    XmlKind kind;
    std::uint32_t space;   // index into XmlDocument::spaces; 0: none
    std::uint32_t parent;  // index; the root is its own parent
    std::uint32_t end;     // index after the last node of this subtree
    std::uint32_t depth;   // 0: the root
    std::string name;      // of an element, local, case as written; of the root and texts: empty
    std::string text;      // of a text
    std::vector<XmlAttribute> attributes;

    bool is_element() const { return kind == XmlKind::element; }
    // Value of the attribute `local` without namespace, else with any; nullptr: absent.
    const std::string* attribute(std::string_view local) const;
};

struct XmlDocument {
    std::vector<XmlNode> nodes;  // nodes[0] is a root above the document element
    // Namespace names. [0] is "". A prefix that nobody declared stands for itself: "media".
    std::vector<std::string> spaces;
    bool wellformed;
    bool truncated;  // a limit cut something off
    std::vector<std::string> warnings;

    // The first element of the document; 0: there is none.
    std::size_t document_element() const;
};

// ENSURES: nodes and spaces are not empty.
XmlDocument parse_xml(std::string_view utf8, const XmlLimits& limits);

// The texts below node `index`, joined as they stand.
std::string text_content(const XmlDocument& document, std::size_t index);

// What stands inside node `index`, as HTML source: tags without prefixes and namespaces, text and
// attributes escaped.
std::string inner_markup(const XmlDocument& document, std::size_t index);

// `text` as it may stand in an element or between the double quotation marks of an attribute.
std::string escape_xml(std::string_view text);

// Whether node `index` holds elements.
bool has_elements(const XmlDocument& document, std::size_t index);

// "libxml2 1.2.3", for --version.
std::string xml_version();

}  // namespace khabard
