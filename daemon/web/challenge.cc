#include "daemon/web/challenge.h"

#include "daemon/web/ascii.h"
#include "daemon/web/http_headers.h"
#include "daemon/web/sniff.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace khabard {
namespace {

constexpr std::size_t looked_at = std::size_t{64} * 1024;

struct Marker {
    std::string_view text;  // lower case
    const char* who;
};

// Seen in the pages of these providers; each is long enough not to stand in a news page by chance.
constexpr Marker markers[] = {
    {"/cdn-cgi/challenge-platform/", "cloudflare"},
    {"cf-chl-", "cloudflare"},
    {"_cf_chl_opt", "cloudflare"},
    {"<title>just a moment...</title>", "cloudflare"},
    {"<title>attention required! | cloudflare</title>", "cloudflare"},
    {"_incapsula_resource", "imperva"},
    {"/_sec/cp_challenge/", "akamai"},
    {"ddos-guard", "ddos-guard"},
    {"sucuri website firewall", "sucuri"},
    {"captcha-delivery.com", "datadome"},
    {"px-captcha", "perimeterx"},
    {"awswafcookiedomainlist", "aws-waf"},
    {"g-recaptcha\"", "captcha"},
    {"h-captcha\"", "captcha"},
};

}  // namespace

const char* challenge_of(const Fetched& fetched) {
    if (const auto mitigated = fetched.header("cf-mitigated");
        mitigated && equal_ascii_case(*mitigated, "challenge")) {
        return "cloudflare";
    }
    const std::string_view body = std::string_view(fetched.body.bytes).substr(0, looked_at);
    const std::string type = parse_media_type(fetched.header("content-type").value_or("")).type;
    if (sniff_body(body, type) != BodyKind::html) {
        return nullptr;
    }
    std::string text(body);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const Marker& marker : markers) {
        if (text.find(marker.text) != std::string::npos) {
            return marker.who;
        }
    }
    return nullptr;
}

}  // namespace khabard
