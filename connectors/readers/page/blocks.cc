#include "connectors/readers/page/blocks.h"

#include "connectors/readers/page/words.h"
#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Elements whose text nobody reads.
constexpr std::array<std::string_view, 17> unread_elements = {
    "script", "style",  "noscript", "template", "select", "option", "input",    "iframe", "svg",
    "canvas", "object", "embed",    "textarea", "audio",  "video",  "datalist", "head",
};

// Elements that are no part of an article.
constexpr std::array<std::string_view, 10> surrounding_elements = {
    "nav", "aside", "footer", "button", "menu", "dialog", "label", "map", "meter", "math",
};

constexpr std::array<std::string_view, 40> block_elements = {
    "p",        "div",     "section", "article", "main",       "header", "footer",     "aside",
    "h1",       "h2",      "h3",      "h4",      "h5",         "h6",     "ul",         "ol",
    "li",       "dl",      "dt",      "dd",      "blockquote", "pre",    "table",      "thead",
    "tbody",    "tfoot",   "tr",      "td",      "th",         "figure", "figcaption", "form",
    "fieldset", "address", "hr",      "details", "summary",    "center", "caption",    "body",
};

constexpr std::array<std::string_view, 8> unlikely_landmarks = {
    "navigation", "complementary", "contentinfo", "search",
    "menu",       "dialog",        "alertdialog", "menubar",
};

std::string_view attribute_or_empty(const HtmlNode& node, std::string_view name) {
    const std::string* value = node.attribute(name);
    return value == nullptr ? std::string_view() : std::string_view(*value);
}

bool is_hidden(const HtmlNode& node) {
    if (node.attribute("hidden") != nullptr) {
        return true;
    }
    std::string style;
    for (const char c : attribute_or_empty(node, "style")) {
        if (c != ' ') {
            style += c;
        }
    }
    style = ascii_lower(style);
    return style.find("display:none") != std::string::npos ||
           style.find("visibility:hidden") != std::string::npos;
}

// How large a part of the page's prose an element must hold to be kept in spite of its name.
constexpr double kept_share = 0.4;
constexpr double kept_share_of_comments = 0.8;

enum class Names : std::uint8_t { believed, only_comments };

// The share of the prose above which an element is kept though it looks like something around an
// article; nullopt: it does not look so.
std::optional<double> share_to_be_kept(const HtmlNode& node, Names names) {
    const std::string_view name = node.name;
    if (name == "body" || name == "html" || name == "article" || name == "main") {
        return std::nullopt;
    }
    const PartRole role = part_role(node);
    if (role == PartRole::comments) {
        return kept_share_of_comments;
    }
    const bool named = names == Names::believed && (role == PartRole::unlikely || is_hidden(node));
    const bool surrounding = named || is_one_of(name, surrounding_elements) ||
                             is_one_of(attribute_or_empty(node, "role"), unlikely_landmarks);
    return surrounding ? std::optional<double>(kept_share) : std::nullopt;
}

BlockKind kind_of(const HtmlNode& node) {
    const std::string_view name = node.name;
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
        return BlockKind::heading;
    }
    if (name == "li" || name == "dd" || name == "dt") {
        return BlockKind::list_item;
    }
    if (name == "td" || name == "th") {
        return BlockKind::cell;
    }
    if (name == "figcaption" || name == "caption") {
        return BlockKind::caption;
    }
    if (name == "pre") {
        return BlockKind::code;
    }
    return name == "blockquote" ? BlockKind::quote : BlockKind::paragraph;
}

bool is_comma(char32_t c) {
    return c == ',' || c == ';' || c == arabic_comma || c == arabic_semicolon || c == 0xFF0C ||
           c == 0x3001;
}

// Chinese and Japanese say with one character what alphabets need several for.
bool is_ideograph(char32_t c) {
    return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool ends_sentence(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == ':' || c == arabic_question_mark ||
           c == ellipsis || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == urdu_full_stop;
}

bool closes_quotation(char32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == right_guillemet || c == 0x201D ||
           c == 0x2019;
}

class BlockReader {
public:
    // `prose_chars`, if given, is the prose below each node; without it nothing is left out by
    // name.
    BlockReader(const HtmlDocument& document, const std::vector<std::size_t>* prose_chars,
                Names names)
        : document_(document), prose_chars_(prose_chars), names_(names) {}

    std::vector<PageBlock> read() && {
        const std::vector<HtmlNode>& nodes = document_.nodes;
        for (std::size_t i = 0; i < nodes.size();) {
            leave_elements_before(i);
            const HtmlNode& node = nodes[i];
            if (node.kind == HtmlKind::text) {
                append(node.text);
                ++i;
                continue;
            }
            if (is_left_out(i)) {
                if (is_one_of(node.name, block_elements)) {
                    flush();
                }
                i = node.end;
                continue;
            }
            enter(i);
            ++i;
        }
        leave_elements_before(nodes.size());
        flush();
        return std::move(blocks_);
    }

private:
    struct Open {
        std::size_t node;
        std::size_t end;
        bool block;
        bool link;
    };

    bool is_left_out(std::size_t i) const {
        const HtmlNode& node = document_.nodes[i];
        if (is_one_of(node.name, unread_elements)) {
            return true;
        }
        const auto needed = prose_chars_ == nullptr ? std::nullopt : share_to_be_kept(node, names_);
        if (!needed) {
            return false;
        }
        const auto held = static_cast<double>((*prose_chars_)[i]);
        return held < *needed * static_cast<double>((*prose_chars_)[0]) || held == 0;
    }

    void enter(std::size_t i) {
        const HtmlNode& node = document_.nodes[i];
        if (node.name == "br") {
            take_line_break();
            return;
        }
        const bool block = is_one_of(node.name, block_elements);
        const bool link = node.name == "a" && node.attribute("href") != nullptr;
        if (block) {
            flush();
        }
        if (node.end > i + 1 && (block || link)) {
            links_open_ += link ? 1U : 0U;
            open_.push_back({i, node.end, block, link});
        }
    }

    void leave_elements_before(std::size_t i) {
        while (!open_.empty() && open_.back().end <= i) {
            if (open_.back().block) {
                flush();
            }
            links_open_ -= open_.back().link ? 1U : 0U;
            open_.pop_back();
        }
    }

    // One break is a blank, two are a new paragraph.
    void take_line_break() {
        if (broken_) {
            flush();
        }
        broken_ = true;
        pending_blank_ = true;
    }

    void append(std::string_view text) {
        for (std::size_t i = 0; i < text.size();) {
            const CodePoint point = code_point_at(text, i);
            if (is_space(point.value)) {
                pending_blank_ = true;
            } else {
                if (pending_blank_ && !text_.empty()) {
                    text_ += ' ';
                }
                pending_blank_ = false;
                broken_ = false;
                text_ += text.substr(i, point.length);
                const std::size_t weight = is_ideograph(point.value) ? 3 : 1;
                chars_ += weight;
                link_chars_ += links_open_ > 0 ? weight : 0;
                commas_ += is_comma(point.value) ? 1U : 0U;
                if (!closes_quotation(point.value)) {
                    sentence_ = ends_sentence(point.value);
                }
            }
            i += point.length;
        }
    }

    std::size_t holder() const {
        for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
            if (open->block) {
                return open->node;
            }
        }
        return 0;
    }

    void flush() {
        if (chars_ > 0) {
            const std::size_t node = holder();
            blocks_.push_back({std::move(text_), node, kind_of(document_.nodes[node]), chars_,
                               link_chars_, commas_, sentence_});
        }
        text_.clear();
        chars_ = 0;
        link_chars_ = 0;
        commas_ = 0;
        sentence_ = false;
        pending_blank_ = false;
        broken_ = false;
    }

    const HtmlDocument& document_;
    const std::vector<std::size_t>* prose_chars_;
    Names names_;
    std::vector<PageBlock> blocks_;
    std::vector<Open> open_;
    std::size_t links_open_ = 0;
    std::string text_;
    std::size_t chars_ = 0;
    std::size_t link_chars_ = 0;
    std::size_t commas_ = 0;
    bool sentence_ = false;
    bool pending_blank_ = false;
    bool broken_ = false;
};

std::vector<PageBlock> blocks_by_share(const HtmlDocument& document, Names names) {
    std::vector<std::size_t> prose_chars(document.nodes.size(), 0);
    for (const PageBlock& block : readable_blocks(document)) {
        prose_chars[block.node] += block.is_prose() ? block.chars : 0;
    }
    for (std::size_t i = document.nodes.size(); i-- > 1;) {
        prose_chars[document.nodes[i].parent] += prose_chars[i];
    }
    return BlockReader(document, &prose_chars, names).read();
}

}  // namespace

double PageBlock::link_density() const {
    return chars == 0 ? 0.0 : static_cast<double>(link_chars) / static_cast<double>(chars);
}

bool PageBlock::is_prose() const {
    if (kind == BlockKind::heading || kind == BlockKind::caption || link_density() > 0.4) {
        return false;
    }
    return chars >= 80 || (chars >= 30 && sentence);
}

std::vector<PageBlock> readable_blocks(const HtmlDocument& document) {
    return BlockReader(document, nullptr, Names::believed).read();
}

std::vector<PageBlock> nameless_blocks(const HtmlDocument& document) {
    return blocks_by_share(document, Names::only_comments);
}

std::vector<PageBlock> page_blocks(const HtmlDocument& document) {
    return blocks_by_share(document, Names::believed);
}

}  // namespace khabard
