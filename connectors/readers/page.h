#pragma once

// The reader of article pages: HTML to one RawItem whose content is the whole article, plain text
// with its paragraphs parted by blank lines. A page without an article (a front page, an error
// page) gives an item without content. Navigation, comments and related stories are left out; what
// the newsroom wrote into the text (datelines, credits) stays for the cleaning stage.

#include "connectors/readers/readers.h"

namespace khabard {

bool claims_page(const Document& document);

// `feed.title` of the result is the site's name, its followups are the feeds that the page names.
Result<RawFeed> read_page(const Document& document, const ReadOptions& options);

}  // namespace khabard
