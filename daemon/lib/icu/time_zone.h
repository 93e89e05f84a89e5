#pragma once

// Local time of an IANA zone to UTC, with the summer time then in force. ICU's own zone data is
// asked, corrected by the few laws that are newer than the data of the distribution's ICU.

#include "daemon/base/time.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace khabard {

// What a clock on the wall shows, to the millisecond.
using WallTime = std::chrono::local_time<std::chrono::milliseconds>;

// "Africa/Cairo", "Etc/GMT+3", "UTC". False for abbreviations and for what nobody knows.
bool is_time_zone(std::string_view zone);

// A time that the clocks skipped is read with the offset before the change, one that they showed
// twice is the first of the two. nullopt: no such zone.
std::optional<Instant> to_utc(WallTime time, std::string_view zone);

// What the zone's clocks show at `instant`. nullopt: no such zone.
std::optional<WallTime> to_wall_time(Instant instant, std::string_view zone);

}  // namespace khabard
