#pragma once

// The Fetcher on libcurl: many requests at once on the loop's own thread, no thread of ours.
//
// What it promises beyond the port:
// * http and https only; redirects are followed hop by hop (redirects.h). Userinfo of the URL and
//   the request's own headers go to the origin that was asked for and to no other.
// * The address guard judges every address before a socket is opened to it, and the peer of a kept
//   connection before it is used again, so no name, redirect or rebinding leads around it. Behind a
//   proxy we do not see where a name leads: then only literal addresses and localhost are judged,
//   and the proxy is trusted with the rest.
// * A body is cut at its cap and delivered with `truncated`; so is one that the peer ends early.
//   A broken connection, a timeout or a decompression bomb is a failure.
// * No cookies, netrc, HSTS, Alt-Svc or environment proxies. TLS is verified, unless the request's
//   access says otherwise for its own origin.
// * first_byte_timeout counts from the start of a hop, total_timeout over all of them; waiting in
//   the queue counts for neither.
// * A 304 that names no validators brings back those that were sent.
// * Three pseudo-headers, whose names no server can send, tell what the model has no field for:
//   ":redirects" (how many hops, absent without), ":redirects-permanent" ("1" when all of them
//   were 301 or 308) and ":cut" ("cap" or "peer", with `truncated`).
//
// Limits: FetcherOptions::in_flight_max requests run, the rest wait in order of begin(). Suspects
// wait until nobody else does, and hold a quarter of the places at most, so that servers which let
// us wait to the last second cannot keep everybody else out. Beyond 500 in flight libcurl's own
// bookkeeping grows faster than the work, so there is one multi handle for every 500, and a host
// always has the same one.

#include "daemon/base/result.h"
#include "daemon/model/limits.h"
#include "daemon/os/event_loop.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/fetcher.h"
#include "daemon/web/guard.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace khabard {

struct FetcherOptions {
    std::string user_agent;
    Limits limits;
    std::vector<AddressRange> allow_addresses = {};  // what the guard lets through
    std::string ca_bundle = "/etc/ssl/certs/ca-certificates.crt";
    std::string proxy =
        {};  // "http://proxy.example:3128"; empty: none, whatever the environment says
    std::size_t in_flight_max = 256;
    // Beyond them libcurl gives up the oldest, and walks all the hosts it knows to find it: few are
    // kept instead, see FetchRequest::keep_connection. At most a quarter of the descriptors.
    std::size_t idle_connections_max = 4096;
    // Slower than this for so long, and the transfer is a timeout.
    std::size_t low_speed_bytes_per_second = 1000;
    std::chrono::seconds low_speed_for{10};
    // false: a redirect is not followed but delivered as the 3xx that it is, for a caller that has
    // to ask robots.txt and the budgets of the next host first.
    bool follow_redirects = true;
};

class CurlFetcher final : public Fetcher {
public:
    // `loop` and `clock` must outlive the fetcher. Outcomes are posted to the loop.
    static Result<std::unique_ptr<CurlFetcher>> open(EventLoop& loop, const Clock& clock,
                                                     FetcherOptions options);
    // Requests that are under way are dropped without an outcome.
    ~CurlFetcher() override;
    CurlFetcher(const CurlFetcher&) = delete;
    CurlFetcher& operator=(const CurlFetcher&) = delete;

    // REQUIRES: no request with this ticket is in flight.
    // A request is sent once: where a kept connection (30 s at most) turns out to be dead, the
    // outcome is a reset that says so. Names are looked up for each connection.
    void begin(FetchRequest request) override;
    void cancel(std::uint64_t ticket) override;
    // Queued requests included.
    std::size_t in_flight() const override;

    // For requests that begin from now on, as after a reload. idle_connections_max stays what it
    // was at open(); in_flight_max does not grow beyond the next multiple of 500.
    void reconfigure(FetcherOptions options);

private:
    class Engine;
    explicit CurlFetcher(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> engine_;
};

// "libcurl/7.88.1 OpenSSL/3.0.19 ...", for --version.
std::string curl_version_text();

}  // namespace khabard
