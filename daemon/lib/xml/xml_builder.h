#pragma once

// Builds an XmlDocument from events, within limits, whoever reads the XML. For this folder only.

#include "daemon/lib/xml/xml.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// Entities that an internal subset declares as plain text. Bounded: at most 256 of at most 4 KiB,
// and 1 MiB of expansions a document.
class XmlEntities {
public:
    // An entity whose text holds markup is remembered as such and resolved to its text anyway.
    void declare(std::string_view name, std::string_view text);

    // Text of a declared, predefined or HTML entity; nullptr: no such entity, or too many.
    const std::string* resolve(const std::string& name);

private:
    struct Entity {
        std::string name;
        std::string text;
    };
    std::vector<Entity> entities_;
    std::string html_;  // the last HTML entity that was looked up
    std::size_t expanded_bytes_ = 0;
};

class XmlBuilder {
public:
    explicit XmlBuilder(const XmlLimits& limits);

    std::uint32_t space(std::string_view name);
    void start(std::uint32_t space, std::string_view name, std::vector<XmlAttribute> attributes);
    void end();
    void text(std::string_view text);
    void warn(std::string what);  // once per text

    bool full() const { return full_; }
    std::size_t open_elements() const { return stack_.size() - 1; }
    XmlDocument finish(bool wellformed);

private:
    struct Open {
        std::uint32_t index;  // the node that new children belong to
        bool own;             // it is this element's own node
    };
    bool room();
    XmlNode make_node(XmlKind kind) const;

    const XmlLimits& limits_;
    XmlDocument document_;
    std::vector<Open> stack_;
    bool full_ = false;
};

// The two readers behind parse_xml. The strict one gives wellformed = false and what it saw so far
// when the document is damaged.
XmlDocument parse_xml_strictly(std::string_view utf8, const XmlLimits& limits);
XmlDocument parse_xml_tolerantly(std::string_view utf8, const XmlLimits& limits);

}  // namespace khabard
