#include "daemon/base/check.h"
#include "daemon/lib/xml/code_points.h"
#include "daemon/lib/xml/xml_builder.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace khabard {
namespace {

// libxml2 compares every attribute of an element with every other and searches all namespaces in
// scope for every prefix. Beyond these bounds a document is hostile and left to the tolerant
// reader, whose work is linear.
constexpr std::size_t attributes_max = 1000;
constexpr std::size_t lookups_max = 500'000'000;

constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;

struct ContextDeleter {
    void operator()(xmlParserCtxt* context) const noexcept {
        xmlFreeDoc(context->myDoc);  // libxml2 makes one up to hold declared entities
        context->myDoc = nullptr;
        xmlFreeParserCtxt(context);
    }
};
using Context = std::unique_ptr<xmlParserCtxt, ContextDeleter>;

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

class StrictReader {
public:
    explicit StrictReader(const XmlLimits& limits) : builder_(limits) {}

    void attach(xmlParserCtxt* context) { context_ = context; }

    // `attributes` are five pointers each: local name, prefix, namespace, value, end of value.
    struct StartTag {
        const xmlChar* name;
        const xmlChar* prefix;
        const xmlChar* space;
        std::size_t namespaces;
        std::size_t attributes_count;
        const xmlChar** attributes;
    };

    void start(const StartTag& tag) {
        declared_.push_back(tag.namespaces);
        in_scope_ += tag.namespaces;
        lookups_ += (in_scope_ + tag.attributes_count) * (1 + tag.attributes_count);
        std::vector<XmlAttribute> attributes;
        for (std::size_t i = 0; i < tag.attributes_count; ++i) {
            const xmlChar** parts = tag.attributes + 5 * i;
            const auto* begin = reinterpret_cast<const char*>(parts[3]);
            const auto* end = reinterpret_cast<const char*>(parts[4]);
            attributes.push_back(XmlAttribute{
                space_of(parts[2], parts[1]), std::string(view(parts[0])),
                resolve(std::string_view(begin, static_cast<std::size_t>(end - begin)))});
        }
        builder_.start(space_of(tag.space, tag.prefix), view(tag.name), std::move(attributes));
        if (builder_.full() || lookups_ > lookups_max) {
            xmlStopParser(context_);
        }
    }

    void end() {
        in_scope_ -= declared_.back();
        declared_.pop_back();
        builder_.end();
    }

    void text(std::string_view text) {
        std::string clean;
        append_without_controls(clean, text);
        builder_.text(clean);
    }

    void declare(std::string_view name, std::string_view text) { entities_.declare(name, text); }

    // In text the library inserts the content of a "predefined" entity as it is; in an attribute
    // only a "general" one is passed on by name, for resolve() to find.
    xmlEntity* entity(const xmlChar* name) {
        const std::string* text = entities_.resolve(std::string(view(name)));
        if (text == nullptr) {
            return nullptr;
        }
        entity_name_ = view(name);
        entity_text_ = *text;
        const bool in_attribute = context_->instate == XML_PARSER_ATTRIBUTE_VALUE;
        entity_ = xmlEntity{};
        entity_.type = XML_ENTITY_DECL;
        entity_.name = bytes(entity_name_);
        entity_.content = bytes(entity_text_);
        entity_.orig = entity_.content;
        entity_.length = static_cast<int>(entity_text_.size());
        entity_.etype = in_attribute ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY;
        entity_.checked = 2;  // looked at, no angle bracket to worry about
        return &entity_;
    }

    XmlDocument finish() {
        const bool whole = context_->wellFormed == 1 && lookups_ <= lookups_max;
        return builder_.finish(whole || builder_.full());
    }

private:
    static xmlChar* bytes(std::string& text) { return reinterpret_cast<xmlChar*>(text.data()); }

    std::uint32_t space_of(const xmlChar* name, const xmlChar* prefix) {
        if (name == nullptr && prefix == nullptr) {
            return 0;
        }
        return builder_.space(name != nullptr ? view(name) : view(prefix));
    }

    // The library leaves &#38; and general entities in attribute values.
    std::string resolve(std::string_view value) {
        std::string out;
        while (true) {
            const std::size_t ampersand = value.find('&');
            append_without_controls(out, value.substr(0, ampersand));
            if (ampersand == std::string_view::npos) {
                return out;
            }
            value.remove_prefix(ampersand + 1);
            const std::size_t semicolon = std::min(value.find(';'), value.size());
            const std::string name(value.substr(0, semicolon));
            const std::string* text = name == "#38" ? nullptr : entities_.resolve(name);
            out += text != nullptr ? *text : "&";
            value.remove_prefix(
                text != nullptr || name == "#38" ? std::min(semicolon + 1, value.size()) : 0);
        }
    }

    XmlBuilder builder_;
    XmlEntities entities_;
    xmlParserCtxt* context_ = nullptr;
    std::vector<std::size_t> declared_;  // namespaces that each open element declares
    std::size_t in_scope_ = 0;
    std::size_t lookups_ = 0;
    xmlEntity entity_{};
    std::string entity_name_;
    std::string entity_text_;
};

StrictReader& reader(void* user) {
    return *static_cast<StrictReader*>(user);
}

void on_start(void* user, const xmlChar* name, const xmlChar* prefix, const xmlChar* space,
              int namespaces, const xmlChar**, int attributes_count, int,
              const xmlChar** attributes) noexcept {
    reader(user).start({name, prefix, space, static_cast<std::size_t>(namespaces),
                        static_cast<std::size_t>(attributes_count), attributes});
}

void on_end(void* user, const xmlChar*, const xmlChar*, const xmlChar*) noexcept {
    reader(user).end();
}

void on_text(void* user, const xmlChar* text, int length) noexcept {
    reader(user).text(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(length, 0))});
}

xmlEntity* on_entity(void* user, const xmlChar* name) noexcept {
    return reader(user).entity(name);
}

void on_declaration(void* user, const xmlChar* name, int type, const xmlChar*, const xmlChar*,
                    xmlChar* content) noexcept {
    if (type == XML_INTERNAL_GENERAL_ENTITY && content != nullptr) {
        reader(user).declare(view(name), view(content));
    }
}

xmlSAXHandler make_handler() {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.cdataBlock = on_text;
    handler.ignorableWhitespace = on_text;
    handler.getEntity = on_entity;
    handler.entityDecl = on_declaration;
    return handler;
}

struct Tag {
    std::size_t end;
    std::size_t values;  // quoted ones; counted up to one too many
};

// The tag that begins at `at`.
Tag measure_tag(std::string_view text, std::size_t at) {
    Tag tag{at + 1, 0};
    while (tag.end < text.size() && text[tag.end] != '>' && text[tag.end] != '<' &&
           tag.values <= attributes_max) {
        if (text[tag.end] == '"' || text[tag.end] == '\'') {
            tag.end = std::min(text.find(text[tag.end], tag.end + 1), text.size() - 1);
            ++tag.values;
        }
        ++tag.end;
    }
    return tag;
}

// Whether some start tag has more attributes than the library can take in good time.
bool has_attribute_flood(std::string_view text) {
    std::size_t at = text.find('<');
    while (at != std::string_view::npos) {
        const std::string_view rest = text.substr(at);
        const bool cdata = rest.substr(0, 9) == "<![CDATA[";
        if (cdata || rest.substr(0, 4) == "<!--") {
            const std::size_t end = rest.find(cdata ? "]]>" : "-->");
            at = end == std::string_view::npos ? end : text.find('<', at + end);
            continue;
        }
        const Tag tag = measure_tag(text, at);
        if (tag.values > attributes_max) {
            return true;
        }
        at = text.find('<', tag.end);
    }
    return false;
}

}  // namespace

XmlDocument parse_xml_strictly(std::string_view utf8, const XmlLimits& limits) {
    StrictReader strict(limits);
    xmlSAXHandler handler = make_handler();
    const Context context(xmlCreatePushParserCtxt(&handler, &strict, nullptr, 0, nullptr));
    check(context != nullptr, "libxml2 gave no XML parser");
    strict.attach(context.get());
    if (has_attribute_flood(utf8)) {
        context->wellFormed = 0;
        return strict.finish();
    }
    xmlCtxtUseOptions(context.get(), XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR |
                                         XML_PARSE_NOWARNING);
    while (!utf8.empty() && context->wellFormed == 1 && context->disableSAX == 0) {
        const std::string_view chunk = utf8.substr(0, chunk_bytes);
        xmlParseChunk(context.get(), chunk.data(), static_cast<int>(chunk.size()), 0);
        utf8.remove_prefix(chunk.size());
    }
    xmlParseChunk(context.get(), nullptr, 0, 1);
    return strict.finish();
}

}  // namespace khabard
