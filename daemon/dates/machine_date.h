#pragma once

// The forms that machines write and need no vocabulary: ISO 8601 calendar, ordinal and week dates
// in extended and basic form, W3CDTF with its year and month alone, Unix times.

#include "daemon/dates/dates.h"

#include <optional>
#include <string_view>

namespace khabard {

// nullopt: another form, or a wrong date; the caller may try other readers.
std::optional<ReadDate> read_machine_date(std::string_view text, const DateContext& context);

}  // namespace khabard
