#pragma once

// The near-duplicate index as the ledger remembers it.

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/dedup/near_index.h"
#include "daemon/ports/ledger.h"

namespace khabard {

// Every article of the ledger that was first seen since `since` and is still compared, applied at
// once. Where the ledger cannot be read the index is left as it was.
Status fill_index(NearIndex& index, Ledger& ledger, Instant since);

}  // namespace khabard
