#include "daemon/lib/xml/xml.h"

#include "daemon/lib/xml/xml_builder.h"

#include <libxml/xmlversion.h>

#include <algorithm>

namespace khabard {
namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (const char character : text) {
        switch (character) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out.push_back(character);
        }
    }
}

// Elements of HTML that have no end tag.
bool is_void(std::string_view name) {
    constexpr std::string_view names[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                          "input", "link", "meta", "source", "track", "wbr"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

void append_start_tag(std::string& out, const XmlNode& node) {
    out += "<" + node.name;
    for (const XmlAttribute& attribute : node.attributes) {
        out += " " + attribute.name + "=\"";
        append_escaped(out, attribute.value);
        out += "\"";
    }
    out += is_void(node.name) ? " />" : ">";
}

}  // namespace

const std::string* XmlNode::attribute(std::string_view local) const {
    const std::string* any = nullptr;
    for (const XmlAttribute& candidate : attributes) {
        if (candidate.name == local) {
            if (candidate.space == 0) {
                return &candidate.value;
            }
            any = &candidate.value;
        }
    }
    return any;
}

std::size_t XmlDocument::document_element() const {
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        if (nodes[i].is_element()) {
            return i;
        }
    }
    return 0;
}

XmlDocument parse_xml(std::string_view utf8, const XmlLimits& limits) {
    {
        XmlDocument document = parse_xml_strictly(utf8, limits);
        if (document.wellformed) {
            return document;
        }
    }  // what it saw is freed before the second reader starts
    return parse_xml_tolerantly(utf8, limits);
}

std::string text_content(const XmlDocument& document, std::size_t index) {
    std::string out;
    for (std::size_t i = index; i < document.nodes[index].end; ++i) {
        out += document.nodes[i].text;
    }
    return out;
}

std::string escape_xml(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

std::string inner_markup(const XmlDocument& document, std::size_t index) {
    std::string out;
    std::vector<std::size_t> open;  // elements whose end tag is due
    const auto close_before = [&](std::size_t position) {
        while (!open.empty() && document.nodes[open.back()].end <= position) {
            out += "</" + document.nodes[open.back()].name + ">";
            open.pop_back();
        }
    };
    for (std::size_t i = index + 1; i < document.nodes[index].end; ++i) {
        close_before(i);
        const XmlNode& node = document.nodes[i];
        if (!node.is_element()) {
            append_escaped(out, node.text);
            continue;
        }
        append_start_tag(out, node);
        if (!is_void(node.name)) {
            open.push_back(i);
        }
    }
    close_before(document.nodes[index].end);
    return out;
}

bool has_elements(const XmlDocument& document, std::size_t index) {
    for (std::size_t i = index + 1; i < document.nodes[index].end; ++i) {
        if (document.nodes[i].is_element()) {
            return true;
        }
    }
    return false;
}

std::string xml_version() {
    return std::string("libxml2 ") + LIBXML_DOTTED_VERSION;
}

}  // namespace khabard
