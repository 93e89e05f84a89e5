#pragma once

// A snapshot as one JSON object, for machines: /status.json and `khabard status --json`.
//
//     {"version","instance","state_id","now","started","generation","ruleset","stopping",
//      "healthy","reasons":["..."],
//      "feeds_by_state":{"ok":12,"failing":1,...},
//      "feeds":[{"id","url","kind","source","state","why","since","due","interval_seconds",
//                "failures","last_cause","last_attempt","last_success","last_new","in_flight",
//                "alarm","counts":{...}}],
//      "counts":{"items_read","created",...,"repeat","retractions","versions":{},"reasons":{}},
//      "outbox":{"rows","rows_max","polling","oldest","oldest_age_seconds"},
//      "sink":{"kind","open","trouble","trouble_since","alarm","settled","highest","last_batch",
//              "batches","records","refused_records"},
//      "last_reload":{"at","applied","what"},
//      "last_errors":[{"at","level","message","feed","cause"}]}
//
// Times are RFC 3339, UTC; what is not known is null.

#include "daemon/status/snapshot.h"

#include <string>

namespace khabard {

std::string status_json(const StatusSnapshot& status);

}  // namespace khabard
