#include "connectors/readers/page/teasers.h"

#include <cstddef>

namespace khabard {
namespace {

// A headline stands at most this many blocks before its text; a date or a section may lie between.
constexpr std::size_t reach = 3;
constexpr std::size_t headline_chars_min = 15;
constexpr std::size_t prose_blocks_of_a_box = 2;
constexpr std::size_t text_chars_max = 450;
// Fewer than this are no list, and one of them may be a short article under its section's link.
constexpr std::size_t teasers_min = 3;

bool is_linked_headline(const PageBlock& block) {
    return block.chars >= headline_chars_min && block.link_density() > 0.9;
}

std::size_t common_holder(const HtmlDocument& document, std::size_t a, std::size_t b) {
    while (b < a || b >= document.nodes[a].end) {
        a = document.nodes[a].parent;
    }
    return a;
}

class TeaserFinder {
public:
    TeaserFinder(const HtmlDocument& document, const std::vector<PageBlock>& blocks)
        : document_(document), blocks_(blocks), prose_blocks_(document.nodes.size(), 0) {
        for (const PageBlock& block : blocks_) {
            prose_blocks_[block.node] += block.is_prose() ? 1U : 0U;
        }
        for (std::size_t i = document.nodes.size(); i-- > 1;) {
            prose_blocks_[document.nodes[i].parent] += prose_blocks_[i];
        }
    }

    // The block of the headline above block `i`, or `i` itself: there is none.
    std::size_t headline_of(std::size_t i) const {
        for (std::size_t back = 1; back <= reach && back <= i; ++back) {
            const PageBlock& above = blocks_[i - back];
            if (above.is_prose()) {
                break;
            }
            if (!is_linked_headline(above)) {
                continue;
            }
            const std::size_t box = common_holder(document_, above.node, blocks_[i].node);
            return prose_blocks_[box] <= prose_blocks_of_a_box ? i - back : i;
        }
        return i;
    }

private:
    const HtmlDocument& document_;
    const std::vector<PageBlock>& blocks_;
    std::vector<std::size_t> prose_blocks_;
};

}  // namespace

TeaserSplit split_teasers(const HtmlDocument& document, const std::vector<PageBlock>& blocks) {
    const TeaserFinder finder(document, blocks);
    std::vector<bool> is_teaser(blocks.size(), false);
    std::size_t prose_chars = 0;
    std::size_t teaser_chars = 0;
    std::size_t teasers = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!blocks[i].is_prose()) {
            continue;
        }
        prose_chars += blocks[i].chars;
        const std::size_t headline = finder.headline_of(i);
        if (headline == i || blocks[i].chars > text_chars_max) {
            continue;
        }
        ++teasers;
        teaser_chars += blocks[i].chars;
        for (std::size_t part = headline; part <= i; ++part) {
            is_teaser[part] = true;
        }
    }
    TeaserSplit split{{}, 0.0};
    if (teasers < teasers_min) {
        split.others = blocks;
        return split;
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!is_teaser[i]) {
            split.others.push_back(blocks[i]);
        }
    }
    if (prose_chars > 0) {
        split.share = static_cast<double>(teaser_chars) / static_cast<double>(prose_chars);
    }
    return split;
}

}  // namespace khabard
