#pragma once

// Which of a page's blocks belong to its article: chooses the element that holds them.

#include "connectors/readers/page/blocks.h"
#include "daemon/lib/xml/html.h"

#include <vector>

namespace khabard {

// The blocks of the chosen element, in document order; none when the page has no prose.
std::vector<PageBlock> select_blocks(const HtmlDocument& document,
                                     const std::vector<PageBlock>& blocks);

}  // namespace khabard
