#include "daemon/lib/xml/html.h"

#include "daemon/base/check.h"
#include "daemon/lib/xml/code_points.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace khabard {
namespace {

struct ContextDeleter {
    void operator()(htmlParserCtxt* context) const noexcept { htmlFreeParserCtxt(context); }
};
using Context = std::unique_ptr<htmlParserCtxt, ContextDeleter>;

// Elements may be nested this many times deeper than depth_max before parsing stops; libxml2
// searches its stack for every end tag, so an endless stack would cost quadratic time.
constexpr std::size_t stack_factor = 4;

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// Collects the parser's events. An open element that lies too deep to be a parent of its own has
// no index on the stack.
class Collector {
public:
    explicit Collector(const HtmlLimits& limits) : limits_(limits), document_{{}, false, {}} {
        document_.nodes.push_back(HtmlNode{HtmlKind::element, 0, 1, 0, {}, {}, {}});
        stack_.push_back(Open{0, true});
    }

    void attach(htmlParserCtxt* context) { context_ = context; }

    void start(const xmlChar* name, const xmlChar** attributes) {
        if (!room_for_node()) {
            return;
        }
        if (stack_.size() > limits_.depth_max * stack_factor) {
            stop("elements are nested too deeply; the rest was left out");
            return;
        }
        HtmlNode node = make_node(HtmlKind::element);
        node.name = view(name);
        for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
            node.attributes.push_back(make_attribute(attributes[0], attributes[1]));
        }
        const auto index = static_cast<std::uint32_t>(document_.nodes.size());
        const bool container = node.depth < limits_.depth_max;
        if (!container) {
            warn_once(depth_warned_, "elements are nested too deeply; they were flattened");
        }
        document_.nodes.push_back(std::move(node));
        stack_.push_back(Open{container ? index : stack_.back().index, container});
    }

    void end() {
        if (stack_.size() < 2) {
            return;
        }
        if (stack_.back().own) {
            document_.nodes[stack_.back().index].end =
                static_cast<std::uint32_t>(document_.nodes.size());
        }
        stack_.pop_back();
    }

    void characters(std::string_view text) {
        const bool after_ampersand = std::exchange(after_ampersand_, false);
        HtmlNode& last = document_.nodes.back();
        const bool joins = last.kind == HtmlKind::text && last.parent == stack_.back().index;
        if (joins && after_ampersand && resolve_unfinished_reference(last.text, text)) {
            return;
        }
        after_ampersand_ = text == "&";
        if (joins) {
            append_without_controls(last.text, text);
            return;
        }
        if (!room_for_node()) {
            return;
        }
        HtmlNode node = make_node(HtmlKind::text);
        append_without_controls(node.text, text);
        document_.nodes.push_back(std::move(node));
    }

    void cut_at(std::size_t bytes) {
        document_.truncated = true;
        document_.warnings.push_back("the page is longer than " + std::to_string(bytes) +
                                     " bytes; the rest was left out");
    }

    HtmlDocument finish() {
        while (stack_.size() > 1) {
            end();
        }
        document_.nodes[0].end = static_cast<std::uint32_t>(document_.nodes.size());
        return std::move(document_);
    }

private:
    struct Open {
        std::uint32_t index;  // the node that new children belong to
        bool own;             // it is this element's own node
    };

    HtmlNode make_node(HtmlKind kind) const {
        const auto index = static_cast<std::uint32_t>(document_.nodes.size());
        const std::uint32_t parent = stack_.back().index;
        return HtmlNode{kind, parent, index + 1, document_.nodes[parent].depth + 1, {}, {}, {}};
    }

    HtmlAttribute make_attribute(const xmlChar* name, const xmlChar* value) {
        std::string_view text = view(value);
        if (text.size() > limits_.attribute_bytes_max) {
            text = cut_utf8(text, limits_.attribute_bytes_max);
            warn_once(attribute_warned_, "an attribute is too long; it was cut");
        }
        return HtmlAttribute{std::string(view(name)), std::string(text)};
    }

    // The parser hands "&" and "nbsp" on as two texts when the semicolon is missing. The standard
    // resolves the names of Latin-1 and of the four characters of markup all the same.
    static bool resolve_unfinished_reference(std::string& before, std::string_view name) {
        if (name.size() > 6 || before.empty() || before.back() != '&') {
            return false;
        }
        const htmlEntityDesc* entity =
            htmlEntityLookup(reinterpret_cast<const xmlChar*>(std::string(name).c_str()));
        if (entity == nullptr || entity->value > 0xFF || entity->value == '\'') {
            return false;
        }
        before.pop_back();
        append_code_point(before, entity->value);
        return true;
    }

    bool room_for_node() {
        if (document_.nodes.size() < limits_.nodes_max) {
            return true;
        }
        stop("the page has more than " + std::to_string(limits_.nodes_max) +
             " nodes; the rest was left out");
        return false;
    }

    void warn_once(bool& warned, const char* what) {
        document_.truncated = true;
        if (!std::exchange(warned, true)) {
            document_.warnings.emplace_back(what);
        }
    }

    void stop(std::string what) {
        document_.truncated = true;
        if (!std::exchange(stopped_, true)) {
            document_.warnings.push_back(std::move(what));
            xmlStopParser(context_);
        }
    }

    const HtmlLimits& limits_;
    HtmlDocument document_;
    std::vector<Open> stack_;
    htmlParserCtxt* context_ = nullptr;
    bool after_ampersand_ = false;
    bool stopped_ = false;
    bool depth_warned_ = false;
    bool attribute_warned_ = false;
};

Collector& collector(void* user) {
    return *static_cast<Collector*>(user);
}

void on_start(void* user, const xmlChar* name, const xmlChar** attributes) noexcept {
    collector(user).start(name, attributes);
}

void on_end(void* user, const xmlChar*) noexcept {
    collector(user).end();
}

void on_text(void* user, const xmlChar* text, int length) noexcept {
    collector(user).characters(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(length, 0))});
}

htmlSAXHandler make_handler() {
    htmlSAXHandler handler{};
    handler.startElement = on_start;
    handler.endElement = on_end;
    handler.characters = on_text;
    handler.cdataBlock = on_text;
    handler.ignorableWhitespace = on_text;
    return handler;
}

// The parser ends at a NUL; the standard drops it.
std::string without_nul(std::string_view text) {
    std::string out(text);
    out.erase(std::remove(out.begin(), out.end(), '\0'), out.end());
    return out;
}

}  // namespace

const std::string* HtmlNode::attribute(std::string_view attribute_name) const {
    for (const HtmlAttribute& candidate : attributes) {
        if (candidate.name == attribute_name) {
            return &candidate.value;
        }
    }
    return nullptr;
}

HtmlDocument parse_html(std::string_view utf8, const HtmlLimits& limits) {
    Collector collected(limits);
    std::string_view input = utf8;
    if (input.size() > limits.bytes_max) {
        input = cut_utf8(input, limits.bytes_max);
        collected.cut_at(limits.bytes_max);
    }
    const std::string text = without_nul(input);
    if (text.empty()) {
        return collected.finish();
    }
    const Context context(htmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())));
    check(context != nullptr, "libxml2 gave no HTML parser");
    htmlSAXHandler handler = make_handler();
    *context->sax = handler;
    context->userData = &collected;
    collected.attach(context.get());
    htmlCtxtUseOptions(context.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                          HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                          HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(context.get(), XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(context.get());
    return collected.finish();
}

std::string text_content(const HtmlDocument& document, std::size_t index) {
    std::string out;
    const std::size_t end = document.nodes[index].end;
    std::size_t i = index;
    while (i < end) {
        const HtmlNode& node = document.nodes[i];
        if (node.kind == HtmlKind::text) {
            out += node.text;
        }
        const bool skipped = i != index && (node.is_element("script") || node.is_element("style"));
        i = skipped ? node.end : i + 1;
    }
    return out;
}

std::string strip_markup(std::string_view html) {
    if (html.find_first_of("<&") == std::string_view::npos) {
        return std::string(html);
    }
    return text_content(parse_html(html, HtmlLimits{}), 0);
}

std::string html_entity(std::string_view name) {
    const htmlEntityDesc* entity =
        htmlEntityLookup(reinterpret_cast<const xmlChar*>(std::string(name).c_str()));
    std::string out;
    if (entity != nullptr) {
        append_code_point(out, entity->value);
    }
    return out;
}

}  // namespace khabard
