#include "daemon/config/transport.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace khabard;
using test::load;
using test::text_of;

namespace {

std::string feed(const std::string& keys) {
    return "[[feed]]\nid = \"a\"\nurl = \"https://a.example/rss\"\n" + keys;
}

std::string complaints(const std::string& keys) {
    return text_of(load("", feed(keys)).complaints);
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("a feed without transport keys has the shipped transport") {
    const LoadedConfig loaded = load("", feed(""));
    REQUIRE(loaded.config.feeds.size() == 1);
    CHECK(loaded.config.feeds[0].auth == FeedAuth{});
    CHECK(loaded.config.feeds[0].tls == FeedTls{});
    CHECK_FALSE(loaded.config.feeds[0].proxy);
    CHECK(loaded.config.fetch.proxy.empty());
    CHECK(loaded.config.secrets.empty());
}

TEST_CASE("transport keys are read, an empty proxy is none") {
    const LoadedConfig loaded =
        load("[fetch]\nproxy = \"socks5h://127.0.0.1:1080\"\n",
             feed("proxy = \"\"\n[feed.auth]\nuser = \"desk\"\npassword = \"pass-word\"\n"
                  "[feed.tls]\nca = \"ca.pem\"\n"));
    CHECK(text_of(loaded.complaints) == "");
    REQUIRE(loaded.config.feeds.size() == 1);
    const Feed& one = loaded.config.feeds[0];
    CHECK(loaded.config.fetch.proxy == "socks5h://127.0.0.1:1080");
    CHECK(one.proxy == std::optional<std::string>(""));
    CHECK(one.auth == FeedAuth{"desk", "pass-word", ""});
    CHECK(one.tls.verify);
    CHECK(one.tls.ca.ends_with("/ca.pem"));
}

TEST_CASE("what cannot be is complained about, unverified TLS is warned of") {
    CHECK(complaints("proxy = \"ftp://proxy.example\"\n").find("is no proxy") != std::string::npos);
    CHECK(complaints("proxy = \"proxy.example:3128\"\n").find("is no proxy") != std::string::npos);
    CHECK(complaints("[feed.auth]\npassword = \"x\"\n").find("without a user") !=
          std::string::npos);
    CHECK(complaints("[feed.auth]\nuser = \"x\"\ntoken = \"y\"\n").find("either a token") !=
          std::string::npos);
    CHECK(complaints("[feed.auth]\nuser = \"x:y\"\n").find("colon") != std::string::npos);
    const LoadedConfig loose = load("", feed("[feed.tls]\nverify = false\n"));
    CHECK_FALSE(has_errors(loose.complaints));
    CHECK(text_of(loose.complaints).find("without verifying") != std::string::npos);
    CHECK_FALSE(loose.config.feeds[0].tls.verify);
}

TEST_CASE("passwords, tokens, userinfo and headers that authenticate are secrets") {
    const LoadedConfig loaded =
        load("[fetch]\nproxy = \"http://me:proxy%2Dpass@proxy.example\"\n",
             "[[feed]]\nid = \"a\"\nurl = \"https://u:urlpass@a.example/rss\"\n"
             "[feed.auth]\ntoken = \"the-token\"\n"
             "[feed.headers]\nX-Api-Key = \"the-key\"\nAccept-Language = \"arabic\"\n");
    CHECK(text_of(loaded.complaints) == "");
    for (const char* secret : {"urlpass", "proxy%2Dpass", "proxy-pass", "the-token", "the-key"}) {
        CAPTURE(secret);
        CHECK(holds(loaded.config.secrets, secret));
    }
    CHECK_FALSE(holds(loaded.config.secrets, "arabic"));
}

TEST_CASE("a complaint shows no secret") {
    const std::string text = complaints("proxy = \"ftp://me:hidden-one@proxy.example\"\n");
    CHECK(text.find("hidden-one") == std::string::npos);
    CHECK(text.find("***@proxy.example") != std::string::npos);
}
