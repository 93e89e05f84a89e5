#pragma once

// Fetches over HTTP. begin() returns at once; the outcome arrives as an event. Redirects are
// followed hop by hop with the guard applied to each; a status is a value, not an error.

#include "daemon/model/fetched.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

// What belongs to whom a request is made for. Headers and authentication are shown to the origin of
// `url` and to no other, and its TLS rules hold there only; the proxy is for every request.
struct FetchAccess {
    std::string url;  // the feed's; empty: nothing of this is used but the proxy
    std::vector<HttpHeader> headers;
    std::string user;  // basic
    std::string password;
    std::string token;  // bearer
    bool tls_verify = true;
    std::string tls_ca;                // file; empty: the system's
    std::optional<std::string> proxy;  // nullopt: the fetcher's own; "": none
};

struct FetchRequest {
    std::uint64_t ticket;  // chosen by the caller, comes back with the outcome
    std::string url;
    Validators validators;            // sent as If-None-Match, If-Modified-Since
    std::vector<HttpHeader> headers;  // sent to the same origin only
    std::size_t body_bytes_max;
    std::chrono::milliseconds connect_timeout;
    std::chrono::milliseconds first_byte_timeout;
    std::chrono::milliseconds total_timeout;
    bool suspect = false;     // its last answer was a failure: others go first
    FetchAccess access = {};  // also of a hop or page elsewhere
    // false: nothing else is to be asked of its host soon, so the connection is closed.
    bool keep_connection = true;
};

class Fetcher {
public:
    virtual ~Fetcher() = default;
    virtual void begin(FetchRequest request) = 0;
    // The outcome still arrives, as FetchCause::cancelled.
    virtual void cancel(std::uint64_t ticket) = 0;
    virtual std::size_t in_flight() const = 0;
};

}  // namespace khabard
