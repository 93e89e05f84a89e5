#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/text/unicode.h"
#include "daemon/web/http_headers.h"
#include "daemon/web/robots.h"
#include "daemon/web/sniff.h"
#include "daemon/web/url.h"
#include "tests/fuzz/targets.h"

#include <string>

namespace khabard::fuzz {

void url(std::string_view bytes) {
    const auto base = parse_url("https://user:secret@news.example:8443/a/b/c?d=e#f");
    check(base.has_value(), "the base is a URL");
    for (const Url* under : {static_cast<const Url*>(nullptr), &*base}) {
        const auto parsed = parse_url(bytes, under);
        if (!parsed) {
            continue;
        }
        const std::string href = parsed->href();
        const auto again = parse_url(href);
        check(again && again->href() == href, "a serialised URL parses to itself");
        if (const auto key = canonical_url(href)) {
            check(canonical_url(*key) == key, "a canonical URL is its own");
        }
        if (parsed->host) {
            registrable_domain(*parsed->host);
        }
    }
    redact_url(bytes);
    resolve_url(bytes, "https://news.example/");
}

void http(std::string_view bytes) {
    const Instant now = *parse_rfc3339("2026-04-01T12:00:00Z");
    parse_media_type(bytes);
    if (const auto date = parse_http_date(bytes)) {
        check(parse_http_date(format_http_date(*date)).has_value(), "what we send can be read");
    }
    if (const auto wait = parse_retry_after(bytes, now)) {
        check(wait->count() >= 0, "nobody waits backwards");
    }
    parse_max_age(bytes);
    check(parse_expires(bytes, now).count() >= 0, "freshness is not negative");
    for (const HeaderLink& link : parse_link_header(bytes)) {
        check(link.target.size() <= bytes.size(), "a target stands in the header");
    }
    sniff_body(bytes, "text/html");
}

// The first line is the path that is asked for, too.
void robots(std::string_view bytes) {
    const Robots rules = parse_robots(bytes, "khabard", 4096);
    robots_allow(rules, "/" + std::string(bytes.substr(0, bytes.find('\n'))));
    robots_allow(rules, "/news/2026/04/01/?page=2&sort=desc");
    check(robots_allow(rules, "/robots.txt"), "robots.txt itself is allowed");
}

}  // namespace khabard::fuzz
