#include "daemon/status/health.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::milliseconds;

std::string in_seconds(milliseconds span) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(span).count()) + " s";
}

milliseconds since(const std::optional<Instant>& begin, Instant now) {
    return begin ? std::max(now - *begin, milliseconds{0}) : milliseconds{0};
}

}  // namespace

std::vector<const FeedStatus*> gravest_first(const std::vector<FeedStatus>& feeds) {
    std::vector<const FeedStatus*> sorted;
    for (const FeedStatus& feed : feeds) {
        sorted.push_back(&feed);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const FeedStatus* a, const FeedStatus* b) {
        return a->health > b->health;
    });
    return sorted;
}

milliseconds sink_trouble_for(const StatusSnapshot& status) {
    return since(status.sink.trouble_since, status.now);
}

milliseconds outbox_age(const StatusSnapshot& status) {
    return since(status.outbox.oldest, status.now);
}

std::vector<std::string> unhealthy(const StatusSnapshot& status, const HealthLimits& limits) {
    std::vector<std::string> reasons;
    if (status.publisher_still >= limits.publisher_still_max) {
        reasons.push_back("the publisher has made no progress for " +
                          in_seconds(status.publisher_still));
    }
    if (status.outbox.full) {
        reasons.push_back("the outbox is full, polling pauses: " +
                          std::to_string(status.outbox.rows) + " records wait");
    }
    if (status.sink.alarm) {
        reasons.push_back("the sink has not accepted records for " +
                          in_seconds(sink_trouble_for(status)) +
                          (status.sink.trouble.empty() ? "" : ": " + status.sink.trouble));
    }
    if (outbox_age(status) > limits.outbox_age_max) {
        reasons.push_back("a record has waited in the outbox for " +
                          in_seconds(outbox_age(status)));
    }
    return reasons;
}

}  // namespace khabard
