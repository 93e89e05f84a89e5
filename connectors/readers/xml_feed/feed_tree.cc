#include "connectors/readers/xml_feed/feed_tree.h"

#include "connectors/readers/xml_feed/base64.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::string_view blanks = " \t\r\n\f";

char lower(char character) {
    const bool upper = character >= 'A' && character <= 'Z';
    return upper ? static_cast<char>(character + ('a' - 'A')) : character;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool is_word(char character) {
    const char letter = lower(character);
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

// "a &amp; b", "&#1605;": an ampersand with a name or number and its semicolon.
bool is_reference(std::string_view text) {
    std::size_t i = 1;
    if (i < text.size() && text[i] == '#') {
        ++i;
    }
    const std::size_t begin = i;
    while (i < text.size() && is_word(text[i])) {
        ++i;
    }
    return i > begin && i < text.size() && text[i] == ';';
}

bool is_line_break(char character) {
    return character == '\n' || character == '\r' || character == '\t';
}

bool is_web_address(std::string_view text) {
    return equal_ignoring_case(text.substr(0, 7), "http://") ||
           equal_ignoring_case(text.substr(0, 8), "https://");
}

enum class Construct { plain, html, inline_markup, base64 };

// How Atom 1.0 (type) and 0.3 (mode, type) say what stands inside.
Construct atom_construct(const FeedTree& tree, FeedTree::Node node) {
    std::string type = tree.attribute(node, "type").value_or("");
    std::transform(type.begin(), type.end(), type.begin(), lower);
    const std::string mode = tree.attribute(node, "mode").value_or("");
    if (mode == "base64") {
        return Construct::base64;
    }
    const bool xml_type = type == "xhtml" || ends_with(type, "+xml") || ends_with(type, "/xml");
    if (mode != "escaped" && (xml_type || has_elements(tree.xml(), node))) {
        return Construct::inline_markup;
    }
    if (type == "html" || type == "text/html" || xml_type) {
        return Construct::html;
    }
    if (type.empty() || type == "text" || starts_with(type, "text/")) {
        // Atom 0.3 put escaped markup under its default type, text/plain, as often as not.
        const bool markup = mode == "escaped" && holds_markup(tree.text(node));
        return markup ? Construct::html : Construct::plain;
    }
    return type.find('/') != std::string::npos ? Construct::base64 : Construct::plain;
}

// What stands inside, without the one <div> that Atom 1.0 wraps around XHTML.
std::string unwrapped_markup(const FeedTree& tree, FeedTree::Node node) {
    const std::vector<FeedTree::Node> children = tree.children(node);
    const bool wrapped = children.size() == 1 && tree.is(children[0], Space::xhtml, "div");
    return std::string(trimmed(inner_markup(tree.xml(), wrapped ? children[0] : node)));
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

bool holds_markup(std::string_view text) {
    std::size_t at = text.find_first_of("<&");
    while (at != std::string_view::npos) {
        const char next = at + 1 < text.size() ? text[at + 1] : ' ';
        const bool tag = text[at] == '<' && (is_word(next) || next == '/' || next == '!');
        if (tag || (text[at] == '&' && is_reference(text.substr(at, 40)))) {
            return true;
        }
        at = text.find_first_of("<&", at + 1);
    }
    return false;
}

FeedTree::FeedTree(const XmlDocument& xml, const Document& document)
    : xml_(xml), document_(document) {
    for (const std::string& name : xml.spaces) {
        spaces_.push_back(space_meaning(name));
    }
    // A document element without a namespace that is known still is what its name says.
    const Node root = xml.document_element();
    Space& own = spaces_[xml.nodes[root].space];
    if (own == Space::other || own == Space::plain) {
        own = equal_ignoring_case(xml.nodes[root].name, "feed") ? Space::atom : Space::plain;
    }
}

bool FeedTree::is(Node node, Space space, std::string_view name) const {
    return xml_.nodes[node].is_element() && this->space(node) == space &&
           equal_ignoring_case(xml_.nodes[node].name, name);
}

bool FeedTree::is_item(Node node) const {
    const Space meaning = space(node);
    return (meaning == Space::plain || meaning == Space::atom) &&
           (is(node, meaning, "item") || is(node, meaning, "entry"));
}

std::vector<FeedTree::Node> FeedTree::children(Node node) const {
    std::vector<Node> out;
    for (Node i = node + 1; i < xml_.nodes[node].end; i = xml_.nodes[i].end) {
        if (xml_.nodes[i].is_element() && !is_item(i)) {
            out.push_back(i);
        }
    }
    return out;
}

FeedTree::Node FeedTree::child(Node node, Space space, std::string_view name) const {
    for (Node i = node + 1; i < xml_.nodes[node].end; i = xml_.nodes[i].end) {
        if (is(i, space, name)) {
            return i;
        }
    }
    return 0;
}

std::optional<std::string> FeedTree::attribute(Node node, std::string_view name) const {
    std::optional<std::string> any;
    for (const XmlAttribute& attribute : xml_.nodes[node].attributes) {
        if (equal_ignoring_case(attribute.name, name)) {
            if (attribute.space == 0) {
                return std::string(trimmed(attribute.value));
            }
            any = trimmed(attribute.value);
        }
    }
    return any;
}

std::string FeedTree::text(Node node) const {
    return std::string(trimmed(text_content(xml_, node)));
}

std::optional<std::string> FeedTree::stated(Node node) const {
    std::string out = text(node);
    if (out.empty()) {
        return std::nullopt;
    }
    return out;
}

RawText FeedTree::rss_text(Node node) const {
    if (has_elements(xml_, node)) {
        return {std::string(trimmed(inner_markup(xml_, node))), Markup::html};
    }
    std::string out = text(node);
    const Markup markup = holds_markup(out) ? Markup::html : Markup::plain;
    return {std::move(out), markup};
}

RawText FeedTree::atom_text(Node node) const {
    switch (atom_construct(*this, node)) {
        case Construct::plain: return {text(node), Markup::plain};
        case Construct::html: return {text(node), Markup::html};
        case Construct::inline_markup: return {unwrapped_markup(*this, node), Markup::html};
        case Construct::base64: break;
    }
    const std::optional<std::string> decoded = decode_base64(text(node));
    std::string out = decoded.has_value() ? *decoded : text(node);
    const Markup markup = holds_markup(out) ? Markup::html : Markup::plain;
    return {std::move(out), markup};
}

const std::string* FeedTree::xml_attribute(Node node, std::string_view name) const {
    for (const XmlAttribute& attribute : xml_.nodes[node].attributes) {
        if (attribute.name == name && spaces_[attribute.space] == Space::xml) {
            return &attribute.value;
        }
    }
    return nullptr;
}

std::string FeedTree::base(Node node) const {
    std::vector<const std::string*> bases;  // from the inside out
    for (Node i = node; i != 0; i = xml_.nodes[i].parent) {
        if (const std::string* stated = xml_attribute(i, "base")) {
            bases.push_back(stated);
        }
    }
    std::string out = document_.url.empty() ? fallback_base_ : document_.url;
    for (auto stated = bases.rbegin(); stated != bases.rend(); ++stated) {
        if (const auto resolved = resolve_url(trimmed(**stated), out)) {
            out = *resolved;
        }
    }
    return out;
}

std::string FeedTree::absolute(Node node, std::string_view reference) const {
    std::string text(trimmed(reference));
    text.erase(std::remove_if(text.begin(), text.end(), is_line_break), text.end());
    if (is_web_address(text)) {
        return text;  // as published
    }
    return resolve_url(text, base(node)).value_or(text);
}

std::optional<std::string> FeedTree::link(Node node) const {
    const std::string reference = text(node);
    if (reference.empty()) {
        return std::nullopt;
    }
    return absolute(node, reference);
}

std::optional<std::string> FeedTree::identifier(Node node) const {
    std::optional<std::string> written = stated(node);
    bool based = false;
    for (Node i = node; i != 0 && !based; i = xml_.nodes[i].parent) {
        based = xml_attribute(i, "base") != nullptr;
    }
    return written.has_value() && based ? absolute(node, *written) : written;
}

std::string FeedTree::language(Node node) const {
    for (Node i = node; i != 0; i = xml_.nodes[i].parent) {
        if (const std::string* stated = xml_attribute(i, "lang")) {
            std::string language(trimmed(*stated));
            std::replace(language.begin(), language.end(), '_', '-');
            return language;
        }
    }
    return {};
}

bool FeedTree::in_item(Node node) const {
    for (Node i = xml_.nodes[node].parent; i != 0; i = xml_.nodes[i].parent) {
        if (is_item(i)) {
            return true;
        }
    }
    return false;
}

}  // namespace khabard
