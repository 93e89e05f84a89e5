#pragma once

// The ledger (daemon/ports/ledger.h) in one SQLite file; the layout stands in ledger_schema.cc.
// With path ":memory:" it is the memory of `khabard process`, which leaves no state behind.

#include "daemon/base/result.h"
#include "daemon/ports/ledger.h"

#include <memory>
#include <string>

namespace khabard {

struct SqliteLedgerOptions {
    std::string path;      // of the state file, or ":memory:"
    std::string vfs_name;  // empty: SQLite's default; tests break a VFS of their own
    StateId new_state_id;  // given to the file when it is created now
};

// Fault::state when the file cannot be opened, is damaged, or has another schema version.
Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const SqliteLedgerOptions& options);

}  // namespace khabard
