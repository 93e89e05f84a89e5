#pragma once

// JSON APIs of publishers: the operator's JSON pointers (feeds.toml, [feed.json]) say where the
// items and their fields are.

#include "connectors/readers/readers.h"

namespace khabard {

// Error: no JSON, or the pointer to the items names no list.
Result<RawFeed> read_json_api(const Document& document, const ReadOptions& options);

}  // namespace khabard
