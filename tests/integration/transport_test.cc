// Proxies, authentication and TLS of single feeds, on real servers: who is shown what, and that no
// secret shows anywhere.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"
#include "tests/support/proxy_server.h"
#include "tests/support/tls_server.h"

#include <csignal>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_type = "application/rss+xml";
constexpr const char* password = "correct-horse";

std::string one_item(const std::string& outlet, std::size_t number = 1) {
    return rss({everyday_entry(outlet, number)});
}

// What a passer-by may read: log, records, and what `check` says.
std::string all_output(const Bench& bench) {
    const Ran check = run_khabard({"check", "--config", bench.path("config")}, "",
                                  "CREDENTIALS_DIRECTORY='" + bench.path("credentials") + "' ");
    std::string text = bench.log() + check.out + check.err;
    for (const char* topic : {unthemed_topic, duplicates_topic}) {
        text += read_file(bench.path("topics/" + std::string(topic) + ".ndjson"));
    }
    return text;
}

void credential(Bench& bench, const std::string& name, const std::string& value) {
    std::filesystem::create_directories(bench.path("credentials"));
    write_file(bench.path("credentials/" + name), value);
    bench.environment("CREDENTIALS_DIRECTORY", bench.path("credentials"));
}

}  // namespace

TEST_CASE("feeds are fetched through the proxy of the configuration, whatever its kind") {
    const std::string scheme = GENERATE("http", "socks5", "socks5h");
    CAPTURE(scheme);
    Bench bench;
    HttpServer server;
    ProxyServer proxy;
    server.document("/feed", one_item("a"), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once({"--set", "fetch.proxy=" + proxy.url(scheme)}) == 0);
    CAPTURE(bench.log());
    CHECK(bench.count(unthemed_topic) == 1);
    REQUIRE(!proxy.passages().empty());
    CHECK(proxy.passages().back().kind == (scheme == "http" ? "absolute" : "socks5"));
    CHECK(proxy.passages().back().target == "127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE("a feed may have a proxy of its own, or none; the environment's is not used") {
    Bench bench;
    HttpServer server;
    HttpServer second("127.0.0.2");
    HttpServer third("127.0.0.3");
    ProxyServer general;
    ProxyServer own;
    ProxyServer stray;
    for (HttpServer* each : {&server, &second, &third}) {
        each->document("/feed", one_item(each->url("")), feed_type);
    }
    bench.feed("a", server.url("/feed"));
    bench.feed("b", second.url("/feed"), "proxy = \"" + own.url("http") + "\"");
    bench.feed("c", third.url("/feed"), "proxy = \"\"");
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
        bench.environment(name, stray.url("http"));
    }
    REQUIRE(bench.run_once({"--set", "fetch.proxy=" + general.url("http")}) == 0);
    CAPTURE(bench.log());
    const auto led_to = [](const ProxyServer& proxy, const HttpServer& target) {
        std::size_t count = 0;
        for (const auto& passage : proxy.passages()) {
            count += passage.target.ends_with(":" + std::to_string(target.port())) ? 1 : 0;
        }
        return count;
    };
    CHECK(led_to(general, server) > 0);
    CHECK(led_to(own, second) > 0);
    CHECK(led_to(general, third) + led_to(own, third) == 0);
    CHECK(third.count("/feed") == 1);
    CHECK(stray.passages().empty());
}

TEST_CASE("a proxy that wants to know who asks is told, and nobody else is") {
    const std::string scheme = GENERATE("http", "socks5h");
    CAPTURE(scheme);
    Bench bench;
    HttpServer server;
    ProxyServer proxy("desk:" + std::string(password));
    server.document("/feed", one_item("a"), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once({"--set", "fetch.proxy=" + proxy.url(scheme)}) == 0);
    CHECK(bench.count(unthemed_topic) == 1);
    for (const HttpRequest& request : server.requests()) {
        CHECK_FALSE(request.has("authorization"));
        CHECK_FALSE(request.has("proxy-authorization"));
    }
    CHECK(all_output(bench).find(password) == std::string::npos);
}

TEST_CASE("a proxy that refuses is named as the cause, without its password") {
    Bench bench;
    ProxyServer proxy("desk:another");
    HttpServer server;
    server.document("/feed", one_item("a"), feed_type);
    bench.feed("a", server.url("/feed"),
               "proxy = \"http://desk:" + std::string(password) +
                   "@127.0.0.1:" + std::to_string(proxy.port()) + "\"");
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    CHECK(bench.logs("feed a failed: HTTP 407"));
    CHECK(server.connections() == 0);
    CHECK(all_output(bench).find(password) == std::string::npos);
}

TEST_CASE("behind a proxy the guard judges the addresses that it can see") {
    Bench bench;
    ProxyServer proxy;
    HttpServer server("127.0.0.2");
    server.redirect("/literal", "http://10.0.0.1/feed");
    server.redirect("/name", "http://localhost:9/feed");
    bench.feed("literal", server.url("/literal"));
    bench.feed("name", server.url("/name"));
    REQUIRE(bench.run_once({"--set", "fetch.proxy=" + proxy.url("http"), "--set",
                            "fetch.allow_addresses=127.0.0.2/32"}) == 0);
    CAPTURE(bench.log());
    CHECK(bench.logs("feed literal failed: guarded_address: "));
    CHECK(bench.logs("feed name failed: guarded_address: "));
    for (const auto& passage : proxy.passages()) {
        CHECK(passage.target == "127.0.0.2:" + std::to_string(server.port()));
    }
}

TEST_CASE("authentication from credentials reaches the feed's own origin and shows nowhere") {
    const bool bearer = GENERATE(false, true);
    CAPTURE(bearer);
    Bench bench;
    credential(bench, "desk", password);
    HttpServer server;
    HttpServer other("127.0.0.2");
    const std::string wanted =
        bearer ? "Bearer " + std::string(password) : "Basic ZGVzazpjb3JyZWN0LWhvcnNl";
    server.on("/feed", [wanted](const HttpRequest& request) {
        HttpReply reply{.headers = {{"Content-Type", feed_type}}, .body = one_item("a")};
        reply.status = request.header("authorization") == wanted ? 200 : 401;
        return reply;
    });
    server.redirect("/moved", "/feed");
    server.redirect("/away", other.url("/feed"));
    other.document("/feed", one_item("b", 2), feed_type);
    const std::string table = std::string("[feed.auth]\n") +
                              (bearer ? "token = \"${credential:desk}\"\n"
                                      : "user = \"desk\"\npassword = \"${credential:desk}\"\n") +
                              "[feed.headers]\nX-Api-Key = \"${credential:desk}\"\n";
    bench.feed("a", server.url("/moved?token=" + std::string(password)), table);
    bench.feed("b", server.url("/away"), table);
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    CHECK(server.count("/feed") == 1);
    CHECK(bench.count(unthemed_topic) == 2);
    for (const HttpRequest& request : server.requests()) {
        if (request.path != "/robots.txt") {
            CHECK(request.header("authorization") == wanted);
            CHECK(request.header("x-api-key") == password);
        }
    }
    REQUIRE(other.count("/feed") == 1);
    for (const HttpRequest& request : other.requests()) {
        CHECK_FALSE(request.has("authorization"));
        CHECK_FALSE(request.has("x-api-key"));
    }
    CHECK(all_output(bench).find(password) == std::string::npos);
    CHECK(bench.records(unthemed_topic).size() == 2);
}

TEST_CASE("a certificate that nobody vouches for is refused, one with its CA is taken") {
    Bench bench;
    std::filesystem::create_directories(bench.path("tls"));
    const TlsServer server(bench.path("tls"));
    server.file("feed.xml", one_item("a"));
    server.file("again.xml", one_item("a"));
    bench.feed("a", server.url("feed.xml"));
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    CHECK(bench.logs("feed a failed: tls: "));
    CHECK(bench.logs("/etc/ssl/certs/ca-certificates.crt"));
    CHECK(bench.count(unthemed_topic) == 0);
    // Of its own, as one robots.txt is asked for by all feeds of a host.
    write_file(bench.path("config/feeds.toml"), "");
    bench.feed("with-ca", server.url("again.xml"), "[feed.tls]\nca = \"../tls/cert.pem\"");
    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 1);
    CHECK_FALSE(bench.logs("feed with-ca failed"));
}

TEST_CASE("unverified TLS works for the one feed, and each start and reload warns of it") {
    Bench bench;
    std::filesystem::create_directories(bench.path("tls"));
    const TlsServer server(bench.path("tls"));
    server.file("feed.xml", one_item("a"));
    HttpServer plain("127.0.0.2");
    plain.redirect("/feed", server.url("feed.xml"));
    ProxyServer proxy;
    bench.feed("loose", server.url("feed.xml"),
               "proxy = \"" + proxy.url("http") + "\"\n[feed.tls]\nverify = false");
    bench.feed("elsewhere", plain.url("/feed"), "[feed.tls]\nverify = false");
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    REQUIRE(eventually([&] { return bench.logs("feed elsewhere failed: tls: "); }));
    const std::string warning = "feed \\\"loose\\\" is fetched without verifying its certificate";
    CHECK(occurrences(bench.log(), warning) == 1);
    daemon->signal(SIGHUP);
    CHECK(eventually([&] { return occurrences(bench.log(), warning) == 2; }));
    CHECK(stop(*daemon) == 0);
    REQUIRE(!proxy.passages().empty());
    CHECK(proxy.passages().front().kind == "connect");
}
