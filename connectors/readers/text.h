#pragma once

// A plain text document: a scraped article whose title, date and debris are still in it. One item;
// finding out what it holds is left to the extract stage.

#include "connectors/readers/readers.h"

namespace khabard {

bool claims_text(const Document& document);
Result<RawFeed> read_text(const Document& document, const ReadOptions& options);

}  // namespace khabard
