#pragma once

// What the configuration says of fetching, as the fetcher takes it.

#include "daemon/config/config.h"
#include "daemon/os/curl_fetcher.h"

#include <string>

namespace khabard {

// `version` is that of the program, for the user agent. Redirects are left to the caller.
FetcherOptions fetcher_options(const Config& config, const std::string& version);

}  // namespace khabard
