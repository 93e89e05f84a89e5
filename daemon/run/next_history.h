#pragma once

// What a poll adds to the history of its feed: health and alarm, overloads until they are forgiven,
// whether validators can be believed, where the address has moved. Pure; schedule.cc makes waits of
// it.

#include "daemon/model/feed.h"
#include "daemon/run/schedule.h"

namespace khabard {

bool is_success(PollOutcome outcome) noexcept;

FeedHistory next_history(const Feed& feed, const FeedState& before, const Poll& poll,
                         const ScheduleContext& context);

// Whether they have lied lately.
bool validators_are_off(const FeedHistory& history, const ScheduleContext& context);

}  // namespace khabard
