#include "daemon/status/health.h"

#include <algorithm>

namespace khabard {
namespace {

using std::chrono::milliseconds;

std::string seconds_of(milliseconds span) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(span).count()) + " s";
}

milliseconds since(const std::optional<Instant>& begin, Instant now) {
    return begin ? std::max(now - *begin, milliseconds{0}) : milliseconds{0};
}

}  // namespace

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
                          seconds_of(status.publisher_still));
    }
    if (status.outbox.full) {
        reasons.push_back("the outbox is full, polling pauses: " +
                          std::to_string(status.outbox.rows) + " records wait");
    }
    if (status.sink.alarm) {
        reasons.push_back("the sink has not accepted records for " +
                          seconds_of(sink_trouble_for(status)) +
                          (status.sink.trouble.empty() ? "" : ": " + status.sink.trouble));
    }
    if (outbox_age(status) > limits.outbox_age_max) {
        reasons.push_back("a record has waited in the outbox for " +
                          seconds_of(outbox_age(status)));
    }
    return reasons;
}

}  // namespace khabard
