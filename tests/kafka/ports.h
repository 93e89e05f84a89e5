#pragma once

// Ports of loopback for the programs of a test.

#include <cstdint>
#include <vector>

namespace khabard {

// A socket bound to the port of 127.0.0.1; -1 where it is taken.
int bound_socket(std::uint16_t port);

// A port of loopback that nobody listens on, with `more` free ones at the distances given.
std::uint16_t free_port(const std::vector<std::uint16_t>& distances);

}  // namespace khabard
