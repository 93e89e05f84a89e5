#pragma once

// What a fetch brought. An HTTP status is a value, never an error; that nothing came at all is a
// FetchFailure with a cause that can be counted.

#include "daemon/base/time.h"
#include "daemon/model/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace khabard {

// Byte for byte as received, quotes and weak mark included (RFC 9110, 8.8).
struct Validators {
    std::string etag;           // empty: none
    std::string last_modified;  // empty: none

    bool empty() const { return etag.empty() && last_modified.empty(); }
    friend bool operator==(const Validators&, const Validators&) = default;
};

struct HttpHeader {
    std::string name;  // lower case
    std::string value;
};

// What robots.txt had to say before the request was made.
enum class RobotsDecision : std::uint8_t {
    not_checked,  // no request: a file
    allowed,
    ignored,  // the operator's choice for the feed
};

// "not_checked", "allowed", "ignored": as on the record.
const char* robots_decision_name(RobotsDecision decision) noexcept;

struct Fetched {
    std::string url;            // as asked for
    std::string effective_url;  // after redirects
    int status;                 // 200, 304, 404 ...; 200 for files
    std::vector<HttpHeader> headers;
    Validators validators;
    RawBytes body;
    bool truncated;  // the body was cut at a cap or broke off: no validators may be saved
    Instant at;
    std::string remote_address;  // of the connection that answered; empty for files
    RobotsDecision robots = RobotsDecision::not_checked;

    // The value of the header (lower-case name), or nullopt.
    std::optional<std::string> header(const std::string& name) const;
};

enum class FetchCause : std::uint8_t {
    name_resolution,
    connect,
    tls,
    timeout,
    reset,
    too_large,
    guarded_address,
    forbidden_scheme,
    redirect_loop,
    malformed_response,
    cancelled,
    robots,      // a redirect led to where robots.txt keeps us out
    host_rests,  // a redirect led to a host that asked to be left alone, or does not answer
};

// "name_resolution", "guarded_address", ...: metric label and log field.
const char* fetch_cause_name(FetchCause cause) noexcept;
// The cause that a text such as "timeout: no first byte" begins with.
std::optional<FetchCause> fetch_cause_in_front(std::string_view text) noexcept;

struct FetchFailure {
    std::string url;
    FetchCause cause;
    std::string detail;  // for people
    Instant at;
    // A kept connection ended without an answer, as servers end idle ones, or had something unasked
    // on it: another connection may well bring an answer.
    bool connection_was_kept = false;
};

using FetchOutcome = std::variant<Fetched, FetchFailure>;

}  // namespace khabard
