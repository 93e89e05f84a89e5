#pragma once

// extract: what the publisher wrote (RawItem) to Drafts: plain blocks in reading order, dates read,
// nothing of the newsroom removed yet. Markup becomes blocks here: block-level elements part
// paragraphs, scripts, styles and comments go, entities are resolved at most twice. A scraped text
// (RawItem::raw_text) becomes one block a line, and its Draft says that it must be searched.

#include "daemon/base/time.h"
#include "daemon/model/article.h"
#include "daemon/model/feed.h"
#include "daemon/model/limits.h"
#include "daemon/model/raw_feed.h"

#include <string>
#include <vector>

namespace khabard {

// Where an item stands.
struct ExtractContext {
    std::string document_url;  // base of relative links; may be empty
    std::string format;        // RawFeed::format: "rss20", "page", "text", "ndjson" ...
    FeedKind feed_kind;        // of the configured feed
    std::string timezone;      // of the feed, for dates that state no zone; empty: UTC
    Instant now;               // the time of the crawl, unless the item states its own
    // A text is read up to here.
    std::size_t text_bytes_max = Limits{}.text_bytes_max;
    std::size_t text_lines_max = Limits{}.text_lines_max;
};

// One Draft for an item; none when it states neither title nor text.
std::vector<Draft> extract(const RawItem& item, const ExtractContext& context);

}  // namespace khabard
