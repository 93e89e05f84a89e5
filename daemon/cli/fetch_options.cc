#include "daemon/cli/fetch_options.h"

#include "daemon/web/guard.h"

#include <chrono>

namespace khabard {

FetcherOptions fetcher_options(const Config& config, const std::string& version) {
    FetcherOptions options{.user_agent = user_agent(config.fetch, version),
                           .limits = config.limits,
                           .allow_addresses = {}};
    for (const std::string& range : config.fetch.allow_addresses) {
        if (const auto parsed = parse_address_range(range)) {
            options.allow_addresses.push_back(*parsed);
        }
    }
    options.proxy = config.fetch.proxy;
    options.in_flight_max = config.fetch.concurrency;
    options.follow_redirects = false;  // the service does, host by host
    options.low_speed_bytes_per_second = config.fetch.low_speed_bytes;
    options.low_speed_for =
        std::chrono::duration_cast<std::chrono::seconds>(config.fetch.low_speed_time);
    return options;
}

}  // namespace khabard
