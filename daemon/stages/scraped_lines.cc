#include "daemon/stages/scraped_lines.h"

#include "daemon/stages/html_blocks.h"
#include "daemon/text/unicode.h"

#include <optional>
#include <string>
#include <utility>

namespace khabard {

namespace {

// So many "\u06xx" are no accident.
constexpr std::size_t escapes_min = 3;

std::optional<char32_t> escape_at(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || (text[at + 1] != 'u' && text[at + 1] != 'U')) {
        return std::nullopt;
    }
    char32_t value = 0;
    for (const char c : text.substr(at + 2, 4)) {
        const char lower = static_cast<char>(c | 0x20);
        if (c >= '0' && c <= '9') {
            value = value * 16 + static_cast<char32_t>(c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            value = value * 16 + static_cast<char32_t>(lower - 'a' + 10);
        } else {
            return std::nullopt;
        }
    }
    return value;
}

bool is_high_surrogate(char32_t c) {
    return c >= 0xD800 && c <= 0xDBFF;
}

// JSON escapes that a scraper took for text.
std::string decode_escapes(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size();) {
        const auto value = escape_at(text, i);
        if (!value) {
            const std::string_view two = text.substr(i, 2);
            const bool line_end = two == "\\n";
            const bool escaped = two == "\\\"" || two == "\\/";
            decoded += line_end ? '\n' : escaped ? two[1] : text[i];
            i += line_end || escaped ? 2 : 1;
            continue;
        }
        const auto low = is_high_surrogate(*value) ? escape_at(text, i + 6) : std::nullopt;
        const char32_t character =
            low ? 0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00) : *value;
        append_code_point(decoded, character);
        i += low ? 12 : 6;
    }
    return decoded;
}

std::size_t count_escapes(std::string_view text) {
    std::size_t escapes = 0;
    for (std::size_t at = text.find('\\'); at != std::string_view::npos;
         at = text.find('\\', at + 1)) {
        escapes += escape_at(text, at) ? 1 : 0;
    }
    return escapes;
}

// "[text](address)" -> "text", "![picture](address)" -> "".
std::string strip_markdown_links(std::string_view text) {
    std::string stripped;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = std::min(text.find('[', at), text.size());
        stripped.append(text.substr(at, open - at));
        if (open == text.size()) {
            break;
        }
        const std::size_t middle = text.find("](", open);
        const std::size_t close =
            middle == std::string_view::npos ? middle : text.find(')', middle);
        const bool link = close != std::string_view::npos &&
                          text.substr(open, close - open).find('\n') == std::string_view::npos;
        if (!link) {
            stripped += '[';
            at = open + 1;
            continue;
        }
        if (stripped.ends_with('!')) {
            stripped.pop_back();
        } else {
            stripped.append(text.substr(open + 1, middle - open - 1));
        }
        at = close + 1;
    }
    return stripped;
}

}  // namespace

ScrapedLines scraped_lines(std::string_view raw_text) {
    ScrapedLines scraped{{}, {}};
    std::string text(raw_text);
    if (count_escapes(text) >= escapes_min) {
        text = decode_escapes(text);
        scraped.edits.push_back(Edit{"extract", "json-escapes", "\\u", ""});
    }
    if (text.find("](") != std::string::npos) {
        text = strip_markdown_links(text);
        scraped.edits.push_back(Edit{"extract", "markdown-links", "](", ""});
    }
    scraped.lines = blocks_of(RawText{std::move(text), Markup::plain});
    return scraped;
}

}  // namespace khabard
