#pragma once

// Where a request goes, taken apart for those who decide whether it may: budgets hold for a host
// and its registrable domain, robots.txt for an origin and a path. Pure.

#include "daemon/web/url.h"

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

struct Target {
    std::string url;     // without userinfo and fragment
    std::string host;    // lower case, punycode; no port
    std::string domain;  // registrable
    std::string origin;  // "https://host:port"
    std::string path;    // with its query
};

Target target_of(const Url& url);

// nullopt for what is no http(s) address.
std::optional<Target> target_of(std::string_view url);

// The robots.txt that speaks for the target.
Target robots_of(const Target& target);

}  // namespace khabard
