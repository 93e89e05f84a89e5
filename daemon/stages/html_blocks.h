#pragma once

// Markup to blocks: what the block-level elements of HTML part is parted, line breaks are lines,
// scripts, styles, forms and media go with what they hold, and so do the boxes that publishers
// append to the article in a feed (sharing, related stories, tags). Plain text that still holds
// entities or tags is mended too; both are resolved at most twice.

#include "daemon/model/article.h"
#include "daemon/model/raw_feed.h"

#include <string>
#include <string_view>
#include <vector>

namespace khabard {

// Blocks of a text construct, blanks collapsed, none empty.
std::vector<Block> blocks_of(const RawText& raw);

// A text construct that is one line (a title, a name).
std::string line_of(const RawText& raw);

// True when `text` holds tags of HTML, not only angle brackets.
bool looks_like_markup(std::string_view text);

// Named and numeric character references resolved, once.
std::string decode_entities(std::string_view text);

}  // namespace khabard
