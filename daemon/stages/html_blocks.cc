#include "daemon/stages/html_blocks.h"

#include "daemon/lib/xml/html.h"
#include "daemon/text/unicode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace khabard {

namespace {

constexpr std::array<std::string_view, 41> block_elements{
    "address", "article", "aside",   "blockquote", "body",     "center", "dd",
    "details", "div",     "dl",      "dt",         "fieldset", "figure", "footer",
    "h1",      "h2",      "h3",      "h4",         "h5",       "h6",     "header",
    "hgroup",  "hr",      "html",    "li",         "main",     "nav",    "ol",
    "p",       "pre",     "section", "summary",    "table",    "tbody",  "tfoot",
    "thead",   "tr",      "ul",      "caption",    "br",       "legend"};

// Elements that hold no article text.
constexpr std::array<std::string_view, 19> dropped_elements{
    "script", "style",      "noscript", "template", "iframe",  "object", "embed",
    "svg",    "video",      "audio",    "canvas",   "form",    "button", "select",
    "input",  "figcaption", "head",     "nav",      "textarea"};

// Class and id names of the boxes that content systems append to an article.
constexpr std::array<std::string_view, 18> appended_boxes{
    "tags",          "tag-list",        "post-tags",
    "related",       "related-posts",   "share",
    "sharedaddy",    "jp-relatedposts", "addtoany_share_save_container",
    "social-share",  "social",          "comments",
    "advertisement", "newsletter",      "breadcrumb",
    "breadcrumbs",   "wp-caption-text", "feedflare"};

template <std::size_t count>
bool contains(const std::array<std::string_view, count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_appended_box(const HtmlNode& node) {
    for (const std::string_view attribute : {"class", "id"}) {
        const std::string* value = node.attribute(attribute);
        if (value == nullptr) {
            continue;
        }
        std::string_view left = *value;
        while (!left.empty()) {
            const std::size_t end = std::min(left.find(' '), left.size());
            if (contains(appended_boxes, left.substr(0, end))) {
                return true;
            }
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    return false;
}

BlockRole role_of(const HtmlNode& node) {
    if (node.name == "h1") {
        return BlockRole::title;
    }
    if (node.name.size() == 2 && node.name.front() == 'h' && node.name != "hr") {
        return BlockRole::subheading;
    }
    if (node.name == "li") {
        return BlockRole::list_item;
    }
    return node.name == "blockquote" ? BlockRole::quote : BlockRole::paragraph;
}

// Collects running text and closes a block at every border of a block-level element.
class BlockBuilder {
public:
    void add_text(std::string_view text) {
        for (std::size_t i = 0; i < text.size();) {
            const CodePoint c = code_point_at(text, i);
            const bool blank = c.value == U' ' || (c.value >= 0x09 && c.value <= 0x0D);
            if (!blank) {
                text_.append(text.substr(i, c.length));
            } else if (!text_.empty() && text_.back() != ' ') {
                text_ += ' ';
            }
            i += c.length;
        }
    }

    void close(BlockRole next_role) {
        const std::string_view trimmed = trim(text_);
        if (!trimmed.empty()) {
            blocks_.push_back(Block{std::string(trimmed), role_});
        }
        text_.clear();
        role_ = next_role;
    }

    std::vector<Block> take() {
        close(BlockRole::paragraph);
        return std::move(blocks_);
    }

private:
    std::string text_;
    BlockRole role_ = BlockRole::paragraph;
    std::vector<Block> blocks_;
};

std::vector<Block> parse_blocks(std::string_view html) {
    const HtmlDocument document = parse_html(html, HtmlLimits{});
    BlockBuilder builder;
    std::vector<std::uint32_t> ends;  // of the open block-level elements
    for (std::size_t i = 1; i < document.nodes.size();) {
        while (!ends.empty() && i >= ends.back()) {
            ends.pop_back();
            builder.close(BlockRole::paragraph);
        }
        const HtmlNode& node = document.nodes[i];
        if (node.kind == HtmlKind::text) {
            builder.add_text(node.text);
        } else if (contains(dropped_elements, node.name) || is_appended_box(node)) {
            i = node.end;
            continue;
        } else if (contains(block_elements, node.name)) {
            builder.close(role_of(node));
            ends.push_back(node.end);
        } else if (node.name == "td" || node.name == "th") {
            builder.add_text(" ");
        }
        ++i;
    }
    return builder.take();
}

// The number of "&#1234;" or "&#x4D2;" behind the sign, with its length; nullopt: it is none.
std::optional<CodePoint> numeric_reference(std::string_view name) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    char32_t value = 0;
    const std::string_view digits = name.substr(std::min<std::size_t>(hex ? 2 : 1, name.size()));
    for (const char digit : digits) {
        int number = -1;
        if (digit >= '0' && digit <= '9') {
            number = digit - '0';
        } else if (hex && ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f')) {
            number = (digit | 0x20) - 'a' + 10;
        }
        if (number < 0 || value > 0x10FFFF) {
            return std::nullopt;
        }
        value = value * (hex ? 16 : 10) + static_cast<char32_t>(number);
    }
    if (digits.empty() || value == 0) {
        return std::nullopt;
    }
    return CodePoint{value, name.size()};
}

std::string resolve(std::string_view name) {
    if (!name.starts_with('#')) {
        return html_entity(name);
    }
    std::string text;
    if (const auto c = numeric_reference(name)) {
        append_code_point(text, c->value);
    }
    return text;
}

std::string with_breaks(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '\n') {
            html += "<br>";
        } else {
            html += c;
        }
    }
    return html;
}

std::vector<Block> line_blocks(std::string_view text) {
    std::vector<Block> blocks;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = trim(text.substr(begin, end - begin));
        if (!line.empty()) {
            blocks.push_back(Block{std::string(line), BlockRole::unknown});
        }
        begin = end + 1;
    }
    return blocks;
}

// Entities that were escaped twice, and tags behind them.
std::vector<Block> resolve_again(std::vector<Block> blocks) {
    std::vector<Block> resolved;
    for (Block& block : blocks) {
        if (block.text.find('&') != std::string::npos) {
            block.text = decode_entities(block.text);
        }
        if (!looks_like_markup(block.text)) {
            resolved.push_back(std::move(block));
            continue;
        }
        for (Block& inner : parse_blocks(with_breaks(block.text))) {
            resolved.push_back(std::move(inner));
        }
    }
    return resolved;
}

}  // namespace

bool looks_like_markup(std::string_view text) {
    const std::size_t last_end = text.rfind('>');
    for (std::size_t at = text.find('<'); at != std::string_view::npos;
         at = text.find('<', at + 1)) {
        std::size_t name = at + 1;
        if (name < text.size() && (text[name] == '/' || text[name] == '!')) {
            ++name;
        }
        const bool letter =
            name < text.size() && ((text[name] | 0x20) >= 'a') && ((text[name] | 0x20) <= 'z');
        if ((letter || text.substr(at).starts_with("<!--")) && last_end != std::string_view::npos &&
            last_end >= name) {
            return true;
        }
    }
    return false;
}

std::string decode_entities(std::string_view text) {
    constexpr std::size_t name_bytes_max = 32;
    std::string decoded;
    decoded.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t sign = std::min(text.find('&', at), text.size());
        decoded.append(text.substr(at, sign - at));
        if (sign == text.size()) {
            break;
        }
        // Not further: signs without a semicolon would be looked behind to the end each time.
        const std::string_view name = text.substr(sign + 1, name_bytes_max);
        const std::size_t length = name.find(';');
        std::string character;
        if (length != std::string_view::npos) {
            character = resolve(name.substr(0, length));
        }
        decoded += character.empty() ? "&" : character;
        at = character.empty() ? sign + 1 : sign + 1 + length + 1;
    }
    return decoded;
}

std::vector<Block> blocks_of(const RawText& raw) {
    if (raw.markup == Markup::html) {
        return resolve_again(parse_blocks(raw.text));
    }
    if (looks_like_markup(raw.text)) {
        return resolve_again(parse_blocks(with_breaks(raw.text)));
    }
    return resolve_again(line_blocks(raw.text));
}

std::string line_of(const RawText& raw) {
    std::string line;
    for (const Block& block : blocks_of(raw)) {
        line += line.empty() ? block.text : " " + block.text;
    }
    return line;
}

}  // namespace khabard
