#include "daemon/stages/scraped_lines.h"

#include "daemon/stages/html_blocks.h"

#include <string>
#include <utility>

namespace khabard {

namespace {

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
    if (text.find("](") != std::string::npos) {
        text = strip_markdown_links(text);
        scraped.edits.push_back(Edit{"extract", "markdown-links", "](", ""});
    }
    scraped.lines = blocks_of(RawText{std::move(text), Markup::plain});
    return scraped;
}

}  // namespace khabard
