#pragma once

// The metrics of a snapshot, as Prometheus reads them. The number of series is bounded: no label
// carries the name of a feed or a host.

#include "daemon/status/snapshot.h"

#include <string>

namespace khabard {

inline constexpr const char* metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_text(const StatusSnapshot& status);

}  // namespace khabard
