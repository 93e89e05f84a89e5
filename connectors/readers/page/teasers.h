#pragma once

// Teasers: a linked headline with a line or two under it, in a box of their own. Around an article
// they are other articles; where they are most of the prose, the page is a list of articles.

#include "connectors/readers/page/blocks.h"
#include "daemon/lib/xml/html.h"

#include <vector>

namespace khabard {

struct TeaserSplit {
    std::vector<PageBlock> others;  // in document order
    double share;                   // of the prose that stands in teasers
};

TeaserSplit split_teasers(const HtmlDocument& document, const std::vector<PageBlock>& blocks);

}  // namespace khabard
