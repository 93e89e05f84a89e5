#pragma once

// Is the service healthy? What /healthz answers, what the page shows on top, what alarms watch.

#include "daemon/status/snapshot.h"

#include <chrono>
#include <string>
#include <vector>

namespace khabard {

struct HealthLimits {
    std::chrono::milliseconds publisher_still_max = std::chrono::seconds{60};
    std::chrono::milliseconds outbox_age_max = std::chrono::minutes{10};
};

// Every reason against it, the gravest first; empty: healthy. That the loop makes progress is shown
// by the fact that it answers.
std::vector<std::string> unhealthy(const StatusSnapshot& status, const HealthLimits& limits = {});

// The feeds, the gravest first; those that are equally grave keep their order.
std::vector<const FeedStatus*> gravest_first(const std::vector<FeedStatus>& feeds);

// How long the sink has not accepted records.
std::chrono::milliseconds sink_trouble_for(const StatusSnapshot& status);
// How long the oldest record has waited in the outbox.
std::chrono::milliseconds outbox_age(const StatusSnapshot& status);

}  // namespace khabard
