#pragma once

// robots.txt by RFC 9309: which paths of a host a crawler may ask for. Pure. What an answer other
// than 200 means (4xx: all allowed, 5xx: nothing for now) is decided where answers are read.
//
//     const Robots robots = parse_robots(body, "khabard", limits.robots_bytes_max);
//     if (!robots_allow(robots, "/news/1?page=2")) ...

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct RobotsRule {
    bool allow;
    std::string pattern;  // escapes normalised; '*' any text, '$' at the end: the end
};

struct Robots {
    std::vector<RobotsRule> rules;  // of the groups that name the crawler, else of the group '*'
    std::optional<std::chrono::milliseconds> crawl_delay;
    std::vector<std::string> sitemaps;  // as written, whatever the group
};

// Any bytes give rules; lines that mean nothing are passed over, bytes beyond `bytes_max` too.
Robots parse_robots(std::string_view body, std::string_view product_token, std::size_t bytes_max);

// `path` begins with '/' and may have a query. The longest pattern that matches decides, allow
// before disallow when they are equally long; "/robots.txt" itself is always allowed.
bool robots_allow(const Robots& robots, std::string_view path);

}  // namespace khabard
