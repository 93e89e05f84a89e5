#pragma once

// recall: encode read backwards. A record as it was published says nearly all that the ledger knew
// of its article; `khabard state rebuild` makes a new state file of such records.

#include "daemon/base/result.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/model/known.h"
#include "daemon/text/fold.h"

namespace khabard {

// What a record leaves open: marks of entries and validators. Where the feed's text may not be
// passed on (publish_body), the body is what was passed on.
//
// Fault::malformed: it is no record of ours; `what` names the field.
Result<ArticleChange> recall(const JsonValue& record, const Aliases& aliases);

}  // namespace khabard
