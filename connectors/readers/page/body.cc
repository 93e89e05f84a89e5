#include "connectors/readers/page/body.h"

#include "connectors/readers/page/blocks.h"
#include "connectors/readers/page/select.h"
#include "connectors/readers/page/trim.h"

namespace khabard {
namespace {

// Less prose than this found by the strict reading, and the lenient one is tried.
constexpr std::size_t prose_chars_enough = 250;

struct Reading {
    std::vector<PageBlock> blocks;  // of the article
    std::size_t prose_chars;
    std::size_t link_chars;  // of the whole page
};

std::size_t link_chars_of(const std::vector<PageBlock>& blocks) {
    std::size_t chars = 0;
    for (const PageBlock& block : blocks) {
        chars += block.link_chars;
    }
    return chars;
}

std::size_t prose_chars_of(const std::vector<PageBlock>& blocks) {
    std::size_t chars = 0;
    for (const PageBlock& block : blocks) {
        chars += block.is_prose() ? block.chars : 0;
    }
    return chars;
}

Reading read_body(const HtmlDocument& document, const std::vector<PageBlock>& all,
                  std::string_view title) {
    const std::size_t link_chars = link_chars_of(all);
    std::vector<PageBlock> chosen = trim_blocks(document, select_blocks(document, all), title);
    const std::size_t prose = prose_chars_of(chosen);
    return {std::move(chosen), prose, link_chars};
}

}  // namespace

PageBody find_page_body(const HtmlDocument& document, std::string_view title) {
    Reading reading = read_body(document, page_blocks(document), title);
    if (reading.prose_chars < prose_chars_enough) {
        Reading lenient = read_body(document, readable_blocks(document), title);
        if (lenient.prose_chars > 2 * reading.prose_chars) {
            reading = std::move(lenient);
        }
    }
    PageBody body{{}, reading.prose_chars, reading.link_chars};
    for (PageBlock& block : reading.blocks) {
        body.paragraphs.push_back(std::move(block.text));
    }
    return body;
}

}  // namespace khabard
