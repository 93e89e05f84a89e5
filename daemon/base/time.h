#pragma once

// Time as a value. The wall clock is read in daemon/os only; everything else is handed an Instant.
// RFC 3339 in and out is the one format that the house itself speaks (records, logs, state);
// what publishers write is read by daemon/dates.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// A moment in UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-01-31T08:15:00.000Z". Years outside 0000-9999 are clamped to that range.
std::string format_rfc3339(Instant instant);

// "2026-01-31T08:15:00Z": the same without the milliseconds.
std::string format_rfc3339_seconds(Instant instant);

// Accepts RFC 3339 with any offset, "T" or space, an optional fraction (cut to milliseconds); a
// leap second is taken for the second before. Nothing else, not even blanks around it.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace khabard
