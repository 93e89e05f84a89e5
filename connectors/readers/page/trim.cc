#include "connectors/readers/page/trim.h"

#include "connectors/readers/page/text.h"
#include "connectors/readers/page/words.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace khabard {
namespace {

// Items of a list whose items are links (menus, related stories, tags).
bool is_link_list_item(const PageBlock& block) {
    const double allowed = block.kind == BlockKind::list_item ? 0.7 : 0.9;
    return block.link_density() > allowed && block.chars < 200;
}

bool is_debris(const PageBlock& block) {
    if (block.chars < 2 || is_page_phrase(block.text)) {
        return true;
    }
    return block.kind != BlockKind::heading && is_link_list_item(block);
}

std::size_t first_prose(const std::vector<PageBlock>& blocks) {
    const auto found = std::find_if(blocks.begin(), blocks.end(),
                                    [](const PageBlock& block) { return block.is_prose(); });
    return static_cast<std::size_t>(found - blocks.begin());
}

// Before the first prose only headings and list items stay.
bool stays_before_prose(const PageBlock& block) {
    return block.kind == BlockKind::heading || block.kind == BlockKind::list_item ||
           (block.sentence && block.chars >= 20);
}

// A heading without anything under it, at the end, names what was cut off.
void drop_last_headings(std::vector<PageBlock>& blocks) {
    while (!blocks.empty() && !blocks.back().is_prose() &&
           (blocks.back().kind == BlockKind::heading || !blocks.back().sentence) &&
           blocks.back().kind != BlockKind::list_item && blocks.back().kind != BlockKind::cell) {
        blocks.pop_back();
    }
}

}  // namespace

std::vector<PageBlock> trim_blocks(std::vector<PageBlock> blocks, std::string_view title) {
    const std::string title_letters = letters_of(title);
    std::vector<PageBlock> clean;
    for (PageBlock& block : blocks) {
        const bool repeats_title = !title_letters.empty() && block.text.size() < 400 &&
                                   letters_of(block.text) == title_letters;
        if (!is_debris(block) && !repeats_title) {
            clean.push_back(std::move(block));
        }
    }
    const std::size_t start = first_prose(clean);
    if (start == clean.size()) {
        return {};
    }
    std::vector<PageBlock> out;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        if (i >= start || stays_before_prose(clean[i])) {
            out.push_back(std::move(clean[i]));
        }
    }
    drop_last_headings(out);
    return out;
}

}  // namespace khabard
