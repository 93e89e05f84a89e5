#include "daemon/web/redirects.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

RedirectChain begin(const std::string& url) {
    auto chain = RedirectChain::begin(url, Limits{});
    REQUIRE(std::holds_alternative<RedirectChain>(chain));
    return std::get<RedirectChain>(chain);
}

FetchCause refusal_at_start(const std::string& url) {
    const auto chain = RedirectChain::begin(url, Limits{});
    REQUIRE(std::holds_alternative<HopRefusal>(chain));
    return std::get<HopRefusal>(chain).cause;
}

FetchCause refusal(RedirectChain& chain, const std::string& location) {
    const auto moved = chain.follow(302, location, Limits{});
    REQUIRE(std::holds_alternative<HopRefusal>(moved));
    return std::get<HopRefusal>(moved).cause;
}

bool follows(RedirectChain& chain, int status, const std::string& location) {
    return std::holds_alternative<std::monostate>(chain.follow(status, location, Limits{}));
}

}  // namespace

TEST_CASE("only http and https addresses of a bearable length are begun") {
    CHECK(refusal_at_start("ftp://example.org/feed") == FetchCause::forbidden_scheme);
    CHECK(refusal_at_start("file:///etc/passwd") == FetchCause::forbidden_scheme);
    CHECK(refusal_at_start("no url") == FetchCause::forbidden_scheme);
    CHECK(refusal_at_start("https://example.org/" + std::string(2048, 'a')) ==
          FetchCause::too_large);
}

TEST_CASE("an address is sent without its userinfo and fragment") {
    const RedirectChain chain = begin("https://user:secret@Example.org/feed#top");
    CHECK(chain.address() == "https://example.org/feed");
    CHECK(chain.first().username == "user");
    CHECK(chain.same_origin());
    CHECK(chain.hops() == 0);
    CHECK_FALSE(chain.permanent());
}

TEST_CASE("five statuses redirect and no other does") {
    for (const int status : {301, 302, 303, 307, 308}) {
        CHECK(RedirectChain::redirects(status));
    }
    for (const int status : {200, 300, 304, 305, 306, 309, 404}) {
        CHECK_FALSE(RedirectChain::redirects(status));
    }
}

TEST_CASE("a relative location is resolved against the hop it came from") {
    RedirectChain chain = begin("http://a.example/x/feed");
    CHECK(follows(chain, 301, "../rss?p=1"));
    CHECK(chain.address() == "http://a.example/rss?p=1");
    CHECK(follows(chain, 308, "//b.example:8080/y/"));
    CHECK(chain.address() == "http://b.example:8080/y/");
    CHECK(follows(chain, 301, "z"));
    CHECK(chain.address() == "http://b.example:8080/y/z");
    CHECK(chain.hops() == 3);
    CHECK(chain.permanent());
    CHECK(follows(chain, 302, "/temporary"));
    CHECK_FALSE(chain.permanent());
}

TEST_CASE("another scheme, host or port is another origin, and the first one is known again") {
    RedirectChain chain = begin("http://a.example/1");
    CHECK(follows(chain, 302, "https://a.example/1"));
    CHECK_FALSE(chain.same_origin());
    CHECK(follows(chain, 302, "http://a.example:81/1"));
    CHECK_FALSE(chain.same_origin());
    CHECK(follows(chain, 302, "http://A.example:80/2"));
    CHECK(chain.same_origin());
}

TEST_CASE("a hop to another scheme, to no address or back is refused") {
    RedirectChain chain = begin("http://a.example/1");
    CHECK(refusal(chain, "ftp://a.example/") == FetchCause::forbidden_scheme);
    CHECK(refusal(chain, "javascript:alert(1)") == FetchCause::forbidden_scheme);
    CHECK(refusal(chain, "http://[::1/") == FetchCause::malformed_response);
    CHECK(refusal(chain, "/" + std::string(3000, 'x')) == FetchCause::too_large);
    CHECK(refusal(chain, "/1#again") == FetchCause::redirect_loop);
    CHECK(chain.address() == "http://a.example/1");
}

TEST_CASE("ten hops are followed and the eleventh is not") {
    RedirectChain chain = begin("http://a.example/0");
    for (int hop = 1; hop <= 10; ++hop) {
        CHECK(follows(chain, 302, "/" + std::to_string(hop)));
    }
    CHECK(refusal(chain, "/11") == FetchCause::redirect_loop);
}
