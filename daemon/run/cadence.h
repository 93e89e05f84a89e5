#pragma once

// When new items of a feed come: counts by hour of the week. Pure. All times are those of a clock
// that runs as fast as the schedule does (see ScheduleContext::virtual_now).

#include "daemon/model/feed_history.h"

#include <chrono>
#include <vector>

namespace khabard {

// Takes note of items that were new at `now`, each at its stated date where that is within the week
// before. `first`: of the first poll, whose items tell of the past only by their dates.
void note_new_items(FeedHistory& history, const std::vector<std::optional<Instant>>& dates,
                    Instant now, bool first);

// How many new items are to be expected between the two.
double expected_items(const FeedHistory& history, Instant from, Instant to);

// How long until the next new item is to be expected, a day at most; nullopt for a feed that is
// known for less than a week.
std::optional<std::chrono::milliseconds> expected_wait(const FeedHistory& history, Instant now);

}  // namespace khabard
