#include "daemon/lib/xml/xml_builder.h"

#include "daemon/lib/xml/code_points.h"
#include "daemon/lib/xml/html.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t entities_max = 256;
constexpr std::size_t entity_bytes_max = std::size_t{4} * 1024;
constexpr std::size_t expansion_bytes_max = std::size_t{1024} * 1024;
constexpr std::size_t spaces_max = 100;

}  // namespace

void XmlEntities::declare(std::string_view name, std::string_view text) {
    const bool known = std::any_of(entities_.begin(), entities_.end(),
                                   [name](const Entity& entity) { return entity.name == name; });
    if (!known && entities_.size() < entities_max && text.size() <= entity_bytes_max) {
        entities_.push_back(Entity{std::string(name), std::string(text)});
    }
}

const std::string* XmlEntities::resolve(const std::string& name) {
    for (const Entity& entity : entities_) {
        if (entity.name == name) {
            expanded_bytes_ += entity.text.size();
            return expanded_bytes_ <= expansion_bytes_max ? &entity.text : nullptr;
        }
    }
    html_ = html_entity(name);
    return html_.empty() ? nullptr : &html_;
}

XmlBuilder::XmlBuilder(const XmlLimits& limits)
    : limits_(limits), document_{{}, {std::string()}, false, false, {}} {
    document_.nodes.push_back(XmlNode{XmlKind::element, 0, 0, 1, 0, {}, {}, {}});
    stack_.push_back(Open{0, true});
}

std::uint32_t XmlBuilder::space(std::string_view name) {
    auto& spaces = document_.spaces;
    const auto found = std::find(spaces.begin(), spaces.end(), name);
    if (found != spaces.end()) {
        return static_cast<std::uint32_t>(found - spaces.begin());
    }
    if (spaces.size() >= spaces_max) {
        return 0;
    }
    spaces.emplace_back(name);
    return static_cast<std::uint32_t>(spaces.size() - 1);
}

bool XmlBuilder::room() {
    if (document_.nodes.size() < limits_.nodes_max) {
        return true;
    }
    full_ = true;
    document_.truncated = true;
    warn("the document has more than " + std::to_string(limits_.nodes_max) +
         " nodes; the rest was left out");
    return false;
}

XmlNode XmlBuilder::make_node(XmlKind kind) const {
    const auto index = static_cast<std::uint32_t>(document_.nodes.size());
    const std::uint32_t parent = stack_.back().index;
    const std::uint32_t depth = document_.nodes[parent].depth + 1;
    return XmlNode{kind, 0, parent, index + 1, depth, {}, {}, {}};
}

void XmlBuilder::start(std::uint32_t space, std::string_view name,
                       std::vector<XmlAttribute> attributes) {
    if (!room()) {
        return;
    }
    XmlNode node = make_node(XmlKind::element);
    node.space = space;
    node.name = name;
    for (XmlAttribute& attribute : attributes) {
        if (attribute.value.size() > limits_.attribute_bytes_max) {
            attribute.value.resize(cut_utf8(attribute.value, limits_.attribute_bytes_max).size());
            document_.truncated = true;
            warn("an attribute is too long; it was cut");
        }
    }
    node.attributes = std::move(attributes);
    const bool container = node.depth < limits_.depth_max;
    if (!container) {
        document_.truncated = true;
        warn("elements are nested too deeply; they were flattened");
    }
    const auto index = static_cast<std::uint32_t>(document_.nodes.size());
    document_.nodes.push_back(std::move(node));
    stack_.push_back(Open{container ? index : stack_.back().index, container});
}

void XmlBuilder::end() {
    if (stack_.size() < 2) {
        return;
    }
    if (stack_.back().own) {
        document_.nodes[stack_.back().index].end =
            static_cast<std::uint32_t>(document_.nodes.size());
    }
    stack_.pop_back();
}

void XmlBuilder::text(std::string_view text) {
    XmlNode& last = document_.nodes.back();
    if (text.empty()) {
        return;
    }
    if (last.kind == XmlKind::text && last.parent == stack_.back().index) {
        last.text += text;
    } else if (room()) {
        XmlNode node = make_node(XmlKind::text);
        node.text = text;
        document_.nodes.push_back(std::move(node));
    }
}

void XmlBuilder::warn(std::string what) {
    auto& warnings = document_.warnings;
    if (std::find(warnings.begin(), warnings.end(), what) == warnings.end()) {
        warnings.push_back(std::move(what));
    }
}

XmlDocument XmlBuilder::finish(bool wellformed) {
    while (stack_.size() > 1) {
        end();
    }
    document_.nodes[0].end = static_cast<std::uint32_t>(document_.nodes.size());
    document_.wellformed = wellformed;
    return std::move(document_);
}

}  // namespace khabard
