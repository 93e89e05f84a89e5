#pragma once

// Who reads back what a sink has published.

#include "daemon/base/result.h"

#include <functional>
#include <string>
#include <string_view>

namespace khabard {

// A record as it stands on a topic; `record` is JSON.
using OnPublished = std::function<Status(const std::string& topic, const std::string& key,
                                         std::string_view record)>;

}  // namespace khabard
