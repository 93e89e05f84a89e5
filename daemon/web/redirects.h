#pragma once

// Which address a request goes to next. Redirects are followed by us, hop by hop, because each hop
// has to pass our own rules: http and https only, bounded length, no circle. Pure.

#include "daemon/model/fetched.h"
#include "daemon/model/limits.h"
#include "daemon/web/url.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace khabard {

// Why a hop is not taken.
struct HopRefusal {
    FetchCause cause;
    std::string detail;
};

// One request's way so far; begins at the address that was asked for.
class RedirectChain {
public:
    // Refuses what is no http(s) URL and what is longer than limits.url_bytes_max.
    static std::variant<RedirectChain, HopRefusal> begin(std::string_view url,
                                                         const Limits& limits);

    // Whether `status` with a Location sends us elsewhere: 301, 302, 303, 307, 308. All of them
    // mean GET here, as we send nothing else.
    static bool redirects(int status);

    // Moves to where `location` leads, or says why not (and then stays).
    std::variant<std::monostate, HopRefusal> follow(int status, std::string_view location,
                                                    const Limits& limits);

    // The present address as it is sent and as it may be shown: without userinfo and fragment.
    const std::string& address() const { return visited_.back(); }
    const Url& url() const { return url_; }
    // The address to ask a fetcher for: with the userinfo of the first, where its origin is.
    std::string request_url() const;
    const Url& first() const { return first_; }  // as it was asked for, userinfo included
    // Whether the present address has the origin that was asked for: only it is shown secrets.
    bool same_origin() const { return url_.origin() == first_.origin(); }
    std::size_t hops() const { return visited_.size() - 1; }
    // Every hop so far was a 301 or 308; false when there was none.
    bool permanent() const { return hops() > 0 && permanent_; }

private:
    RedirectChain(Url url, std::string address);

    Url url_;
    Url first_;
    std::vector<std::string> visited_;
    bool permanent_ = true;
};

}  // namespace khabard
