#pragma once

// JSON Feed 1.0 and 1.1.

#include "connectors/readers/readers.h"

namespace khabard {

bool claims_json_feed(const Document& document);

// Error: the text is no JSON, or no JSON Feed.
Result<RawFeed> read_json_feed(const Document& document, const ReadOptions& options);

}  // namespace khabard
