#include "daemon/run/target.h"

namespace khabard {

Target target_of(const Url& url) {
    Url shown = url;
    shown.username.clear();
    shown.password.clear();
    shown.fragment.reset();
    const std::string host = url.host.value_or(std::string());
    return Target{.url = shown.href(),
                  .host = host,
                  .domain = registrable_domain(host),
                  .origin = url.origin(),
                  .path = url.path + (url.query ? "?" + *url.query : std::string())};
}

std::optional<Target> target_of(std::string_view url) {
    const auto parsed = parse_url(url);
    const bool good = parsed && parsed->host && !parsed->host->empty() &&
                      (parsed->scheme == "http" || parsed->scheme == "https");
    return good ? std::optional<Target>(target_of(*parsed)) : std::nullopt;
}

Target robots_of(const Target& target) {
    Target robots = target;
    robots.path = "/robots.txt";
    robots.url = target.origin + robots.path;
    return robots;
}

}  // namespace khabard
