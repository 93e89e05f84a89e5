#include "daemon/config/transport.h"

#include "daemon/base/printable.h"
#include "daemon/web/ascii.h"
#include "daemon/web/percent.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <array>

namespace khabard {
namespace {

bool is_proxy(const std::string& text) {
    const auto url = parse_url(text);
    return url && url->host && !url->host->empty() &&
           (url->scheme == "http" || url->scheme == "https" || url->scheme == "socks5" ||
            url->scheme == "socks5h") &&
           (url->path.empty() || url->path == "/") && !url->query && !url->fragment;
}

bool is_secret_header(const std::string& name) {
    const std::string small = ascii_lower(name);
    constexpr std::array parts = {"authorization", "cookie", "token",    "key",
                                  "secret",        "passw",  "signature"};
    return std::any_of(parts.begin(), parts.end(), [&small](const char* part) {
        return small.find(part) != std::string::npos;
    });
}

void add(std::vector<std::string>& secrets, const std::string& secret) {
    constexpr std::size_t shortest_secret = 4;
    if (secret.size() >= shortest_secret) {
        secrets.push_back(secret);
    }
}

void add_userinfo(std::vector<std::string>& secrets, const std::string& address) {
    if (const auto url = parse_url(address)) {
        add(secrets, url->password);
        add(secrets, percent_decode(url->password));
    }
}

}  // namespace

std::string read_proxy(SectionReader& section) {
    std::string proxy = section.text("proxy");
    if (!proxy.empty() && !is_proxy(proxy)) {
        section.complain("proxy",
                         in_quotes(redact_url(section.display("proxy", proxy))) + " is no proxy",
                         "write \"http://HOST:PORT\", or https, socks5, socks5h");
        return {};
    }
    return proxy;
}

FeedAuth read_auth(SectionReader& feed) {
    SectionReader section = feed.section("auth");
    FeedAuth auth{section.text("user"), section.text("password"), section.text("token")};
    if (!auth.token.empty() && !(auth.user.empty() && auth.password.empty())) {
        section.complain("token", "a feed has either a token or a user and password",
                         "leave one of them out");
    }
    if (auth.user.empty() && !auth.password.empty()) {
        section.complain("password", "a password without a user", "add user = \"...\"");
    }
    if (auth.user.find(':') != std::string::npos) {
        section.complain("user", "the name of a user cannot hold a colon");
    }
    return auth;
}

FeedTls read_tls(SectionReader& feed, const std::string& id) {
    SectionReader section = feed.section("tls");
    FeedTls tls{section.boolean("verify"), section.path("ca")};
    if (!tls.verify) {
        section.warn("verify",
                     "feed " + in_quotes(id) +
                         " is fetched without verifying its certificate: anybody on the way can "
                         "read and change it",
                     "put the server's CA into a file and name it in tls.ca");
    }
    return tls;
}

std::vector<std::string> transport_secrets(const FetchConfig& fetch,
                                           const std::vector<Feed>& feeds) {
    std::vector<std::string> secrets;
    add_userinfo(secrets, fetch.proxy);
    for (const Feed& feed : feeds) {
        add_userinfo(secrets, feed.url);
        add_userinfo(secrets, feed.proxy.value_or(""));
        add(secrets, feed.auth.password);
        add(secrets, feed.auth.token);
        for (const auto& [name, value] : feed.headers) {
            if (is_secret_header(name)) {
                add(secrets, value);
            }
        }
    }
    return secrets;
}

}  // namespace khabard
