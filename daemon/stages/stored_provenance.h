#pragma once

// Provenance as members of a JSON object of ours: with an article that is kept (details) and with
// an entry that waits for its page (pipeline/pending_entry).

#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/stages/encode.h"

namespace khabard {

void put_provenance(JsonWriter& json, const Provenance& provenance);
// What is missing is as if nobody had known it; the status is 0 then.
Provenance stored_provenance(const JsonValue& json);

}  // namespace khabard
