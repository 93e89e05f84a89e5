#include "daemon/stages/scraped_lines.h"

#include "daemon/stages/html_blocks.h"

#include <algorithm>
#include <string>
#include <utility>

namespace khabard {

namespace {

// Longer ones are none, so that brackets which nobody closes are not looked behind to the end.
constexpr std::size_t link_bytes_max = 4096;

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
        std::string_view window = text.substr(open, link_bytes_max);
        window = window.substr(0, window.find('\n'));
        const std::size_t middle = window.find("](");
        const std::size_t close =
            middle == std::string_view::npos ? middle : window.find(')', middle);
        if (close == std::string_view::npos) {
            stripped += '[';
            at = open + 1;
            continue;
        }
        if (stripped.ends_with('!')) {
            stripped.pop_back();
        } else {
            stripped.append(window.substr(1, middle - 1));
        }
        at = open + close + 1;
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
