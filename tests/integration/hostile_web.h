#pragma once

// Servers that mean harm, a sort for each way that we know of. Each feed stands on an address of
// its own below 127.64.0.0/10, so that no host budget protects anybody from it.

#include "tests/support/http_server.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace khabard::integration {

// What the operator allows; 127.0.0.1, where some redirects lead, is not among it.
inline constexpr const char* hostile_network = "127.64.0.0/10";

struct HostileSort {
    const char* name;   // begins the ids of its feeds
    const char* cause;  // in "feed <id> failed: <cause>"; "": the poll succeeds in some way
    HttpReply reply;    // to GET /feed
};

// Built anew by each call: some replies are large.
std::vector<HostileSort> hostile_sorts();

struct HostileFeed {
    std::string id;
    std::string url;
    std::string cause;
};

class HostileWeb {
public:
    explicit HostileWeb(std::size_t feeds_of_each_sort);

    const std::vector<HostileFeed>& feeds() const { return feeds_; }
    std::size_t requests() const;

private:
    std::vector<std::unique_ptr<HttpServer>> servers_;
    std::vector<HostileFeed> feeds_;
};

}  // namespace khabard::integration
