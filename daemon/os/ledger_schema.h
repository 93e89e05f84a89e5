#pragma once

// The layout of the state file, one page: see ledger_schema.cc.

#include <cstdint>

namespace khabard {

// Bumped with every change. A state file of an older number that a step leads on from is brought up
// to this one when it is opened; every other is refused (exit 74).
inline constexpr int ledger_schema_version = 5;

// Creates all tables in an empty database.
extern const char* const ledger_schema;

// SQL that brings layout `version` to the next one; nullptr: no step leads on from there.
const char* ledger_step(std::uint64_t version) noexcept;

}  // namespace khabard
