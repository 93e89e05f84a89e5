#pragma once

// The layout of the state file, one page: see ledger_schema.cc.

namespace khabard {

// Bumped with every incompatible change; a state file of another number is refused (exit 74).
inline constexpr int ledger_schema_version = 2;

// Creates all tables in an empty database.
extern const char* const ledger_schema;

}  // namespace khabard
