#pragma once

// What `khabard inspect` prints: what one reader saw, before any cleaning, as one JSON object on
// one line. Pure; scripts rely on the forms, so members are added but neither renamed nor removed.

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/model/raw_feed.h"

#include <string>
#include <string_view>

namespace khabard {

// {"kind":"feed","format",...}: feeds, sitemaps and sitemap indexes. Dates are read by the date
// rules with `now` as the time of the crawl; one that cannot be read is null, with a warning.
std::string inspect_feed_json(const RawFeed& feed, const Document& document, Instant now);

// {"kind":"article",...}: `page` is what the page reader made of the document.
std::string inspect_page_json(const RawFeed& page, const Document& document, Instant now);

// {"kind":"text","encoding","encoding_reason","title","text"}; the title of a page is its <title>.
std::string inspect_text_json(const Document& document);

// {"kind":"date","published","precision","zone_assumed"}; an error when `text` is no date.
Result<std::string> inspect_date_json(std::string_view text, Instant now);

// {"kind":"url","url","link"}: `text` resolved against `base`, which may be empty; an error when
// refused.
Result<std::string> inspect_url_json(std::string_view text, std::string_view base);

}  // namespace khabard
