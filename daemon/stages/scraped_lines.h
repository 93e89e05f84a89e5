#pragma once

// A scraped text to plain lines: what decoders, templates and Markdown left in it is mended before
// any line is looked at. Every repair is an Edit.

#include "daemon/model/article.h"

#include <string_view>
#include <vector>

namespace khabard {

struct ScrapedLines {
    std::vector<Block> lines;
    std::vector<Edit> edits;
};

ScrapedLines scraped_lines(std::string_view raw_text);

}  // namespace khabard
