#pragma once

// How long it takes from an item's appearing on its server until its record stands in its topic,
// measured with the real daemon on a web of good feeds, alone or beside hostile ones.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace khabard::integration {

struct LatencyOptions {
    std::string binary;     // of khabard
    std::string directory;  // for configuration, state and topics; exists and is empty
    std::size_t good_feeds;
    std::size_t hostile_of_each_sort;  // 0: the good ones are alone
    std::chrono::milliseconds length;  // of the measurement
    double time_scale;                 // 900: fifteen minutes pass in a second
    std::string more;                  // lines of khabard.toml, tables and all
};

struct Latency {
    std::vector<double> seconds;  // sorted; one for each item that was published
    std::size_t appeared = 0;     // items early enough to be published within the measurement
    std::size_t missing = 0;      // of them
    std::size_t hostile_requests = 0;
    int status = -1;  // of the daemon at its end; -1: by a signal, or not in time

    double median() const { return seconds.empty() ? 0 : seconds[seconds.size() / 2]; }
    double p99() const { return seconds.empty() ? 0 : seconds[seconds.size() * 99 / 100]; }
};

Latency measure_latency(const LatencyOptions& options);

}  // namespace khabard::integration
