#pragma once

// Values of HTTP headers, read as leniently as servers write them. Pure: the present moment is an
// argument.

#include "daemon/base/time.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct MediaType {
    std::string type;     // "text/html", lower case; empty when the value names none
    std::string charset;  // as written, without quotes; empty when absent
};

// Content-Type: `Text/HTML; charset="utf-8"`. Of two charsets the first counts.
MediaType parse_media_type(std::string_view value);

// The three forms of RFC 9110 (the day of the week is not checked), and what stands in their place:
// a one-digit day, no day of the week, "UTC" or "+0300" for GMT, dashes in the date.
std::optional<Instant> parse_http_date(std::string_view value);

// "Sun, 06 Nov 1994 08:49:37 GMT", the form to send.
std::string format_http_date(Instant instant);

// Retry-After: how long to wait from `now`; seconds or a date, a past one is no wait.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Instant now);

// Cache-Control: max-age. nullopt when it is absent, or overruled by no-cache or no-store.
std::optional<std::chrono::seconds> parse_max_age(std::string_view value);

// Expires: how long the answer stays fresh from `now` (best: the Date header). Zero for a date that
// has passed and for what is no date ("0", "-1"), as RFC 9111 says.
std::chrono::seconds parse_expires(std::string_view value, Instant now);

struct HeaderLink {
    std::string target;             // as written, may be relative
    std::vector<std::string> rels;  // lower case
    std::string type;
    std::string title;
};

// Link: `<https://hub.example/>; rel="hub", </feed>; rel=self`. Broken parts are left out.
std::vector<HeaderLink> parse_link_header(std::string_view value);

}  // namespace khabard
