#include "daemon/web/challenge.h"

#include "tests/support/catch.h"

#include <string>

using namespace khabard;

namespace {

Fetched page(const std::string& body,
             std::vector<HttpHeader> headers = {{"content-type", "text/html"}}) {
    return Fetched{.url = {},
                   .effective_url = {},
                   .status = 403,
                   .headers = std::move(headers),
                   .validators = {},
                   .body = RawBytes{body},
                   .truncated = false,
                   .at = Instant{},
                   .remote_address = {}};
}

std::string who(const Fetched& fetched) {
    const char* name = challenge_of(fetched);
    return name == nullptr ? "" : name;
}

}  // namespace

TEST_CASE("challenge pages of the common providers are known") {
    CHECK(who(page("<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>")) ==
          "cloudflare");
    CHECK(who(page("<html><script src=\"/cdn-cgi/challenge-platform/h/b/x\"></script></html>")) ==
          "cloudflare");
    CHECK(who(page("", {{"cf-mitigated", "Challenge"}})) == "cloudflare");
    CHECK(who(page("<html><iframe src=\"/_Incapsula_Resource?x=1\"></iframe></html>")) ==
          "imperva");
    CHECK(who(page("<html><div class=\"g-recaptcha\" data-sitekey=\"x\"></div></html>")) ==
          "captcha");
}

TEST_CASE("a page that is only refused, and a feed that speaks of challenges, are none") {
    CHECK(who(page("<html><body>403 Forbidden</body></html>")).empty());
    CHECK(who(page("<?xml version=\"1.0\"?><rss><channel><title>Just a moment...</title>"
                   "<item><title>cf-chl-</title></item></channel></rss>",
                   {{"content-type", "application/rss+xml"}}))
              .empty());
    CHECK(who(page("")).empty());
}
