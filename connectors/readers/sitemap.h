#pragma once

// Sitemaps (sitemaps.org 0.9) with the news and image extensions, and sitemap indexes, whose
// children are entries and followups alike. The plain text form (one address a line) is read too.

#include "connectors/readers/readers.h"

namespace khabard {

bool claims_sitemap(const Document& document);
Result<RawFeed> read_sitemap(const Document& document, const ReadOptions& options);

}  // namespace khabard
