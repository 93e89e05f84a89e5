#include "connectors/readers/page/body.h"

#include "connectors/readers/page/blocks.h"
#include "connectors/readers/page/select.h"
#include "connectors/readers/page/teasers.h"
#include "connectors/readers/page/trim.h"

#include <utility>

namespace khabard {
namespace {

// With less prose than this, the names of elements may have misled.
constexpr std::size_t prose_chars_enough = 700;
// With less than this, everything that can be read is looked at.
constexpr std::size_t prose_chars_few = 250;

struct Reading {
    std::vector<PageBlock> blocks;  // of the article
    std::size_t prose_chars;
    std::size_t link_chars;  // of the whole page
    double teaser_share;
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
    const TeaserSplit split = split_teasers(document, all);
    std::vector<PageBlock> chosen = trim_blocks(select_blocks(document, split.others), title);
    const std::size_t prose = prose_chars_of(chosen);
    return {std::move(chosen), prose, link_chars_of(all), split.share};
}

}  // namespace

PageBody find_page_body(const HtmlDocument& document, std::string_view title) {
    Reading reading = read_body(document, page_blocks(document), title);
    if (reading.prose_chars < prose_chars_enough) {
        Reading nameless = read_body(document, nameless_blocks(document), title);
        if (nameless.prose_chars > 3 * reading.prose_chars) {
            reading = std::move(nameless);
        }
    }
    if (reading.prose_chars < prose_chars_few) {
        Reading all = read_body(document, readable_blocks(document), title);
        if (all.prose_chars > 2 * reading.prose_chars) {
            reading = std::move(all);
        }
    }
    PageBody body{{}, reading.prose_chars, reading.link_chars, reading.teaser_share};
    for (PageBlock& block : reading.blocks) {
        body.paragraphs.push_back(std::move(block.text));
    }
    return body;
}

}  // namespace khabard
