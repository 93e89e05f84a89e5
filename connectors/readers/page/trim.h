#pragma once

// Takes from the blocks of an article's element what is not its text: lists of links, bylines and
// sharing lines before the first paragraph, tags and teasers after the last.

#include "connectors/readers/page/blocks.h"

#include <string_view>
#include <vector>

namespace khabard {

std::vector<PageBlock> trim_blocks(std::vector<PageBlock> blocks, std::string_view title);

}  // namespace khabard
