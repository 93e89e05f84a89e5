// What the world can do to a fetch: every FetchCause, caps, bombs, slow and rude servers.

#include "tests/os/fetch_bench.h"
#include "tests/support/bombs.h"
#include "tests/support/http_server.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

// A port on which nobody listens: it was free a moment ago.
std::string closed_url() {
    const HttpServer gone;
    return gone.url("/");
}

}  // namespace

TEST_CASE("a name that does not exist is a name_resolution failure") {
    FetchBench bench;
    FetchRequest request = get("http://no-such-host.invalid/feed");
    request.connect_timeout = 15s;  // a machine whose name server is out of reach takes long
    const FetchFailure failure = bench.failure(request);
    CHECK(failure.cause == FetchCause::name_resolution);
    CHECK(failure.url == "http://no-such-host.invalid/feed");
    CHECK_FALSE(failure.detail.empty());
}

TEST_CASE("a port where nobody listens is a connect failure") {
    FetchBench bench;
    CHECK(bench.failure(get(closed_url())).cause == FetchCause::connect);
}

TEST_CASE("a server that speaks no TLS is a tls failure") {
    HttpServer server;
    FetchBench bench;
    std::string url = server.url("/");
    url.insert(4, "s");
    CHECK(bench.failure(get(url)).cause == FetchCause::tls);
}

TEST_CASE("no first byte in time is a timeout") {
    HttpServer server;
    server.reply("/", {.before_head = 60s});
    server.redirect("/hop", "/");
    FetchBench bench;
    FetchRequest request = get(server.url("/hop"));
    request.first_byte_timeout = 60ms;
    const FetchFailure failure = bench.failure(request);
    CHECK(failure.cause == FetchCause::timeout);
    CHECK(failure.detail.find("first byte") != std::string::npos);
}

TEST_CASE("an answer that begins in time may take longer than the first byte") {
    HttpServer server;
    server.reply("/", {.body = "late", .before_body = 600ms});
    FetchBench bench;
    FetchRequest request = get(server.url("/"));
    request.first_byte_timeout = 400ms;
    CHECK(bench.fetched(request).body.bytes == "late");
}

TEST_CASE("the total timeout spans all hops") {
    HttpServer server;
    server.on("/n", [](const HttpRequest& request) {
        return HttpReply{
            .status = 302, .headers = {{"Location", request.target + "1"}}, .before_head = 60ms};
    });
    FetchBench bench;
    FetchRequest request = get(server.url("/n?"));
    request.total_timeout = 150ms;
    CHECK(bench.failure(request).cause == FetchCause::timeout);
    CHECK(server.count("/n") <= 4);
}

TEST_CASE("a server that drips is given up") {
    HttpServer server;
    server.reply("/", {.body = std::string(1000, 'x'), .piece_bytes = 1, .piece_gap = 100ms});
    FetcherOptions options = loopback_options();
    options.low_speed_for = 1s;
    FetchBench bench(options);
    const FetchFailure failure = bench.failure(get(server.url("/")));
    CHECK(failure.cause == FetchCause::timeout);
}

TEST_CASE("a broken connection is a reset, before and in the middle of the body") {
    HttpServer server;
    server.reply("/at-once", {.raw = "", .end = HttpEnd::reset});
    server.reply("/nothing", {.raw = "", .end = HttpEnd::close});
    server.reply("/middle", {.body = std::string(5000, 'x'),
                             .before_body = 30ms,
                             .piece_gap = 30ms,
                             .break_after = 2000,
                             .end = HttpEnd::reset});
    server.reply("/no-body", {.body = "xyz", .break_after = 0, .end = HttpEnd::close});
    FetchBench bench;
    CHECK(bench.failure(get(server.url("/at-once"))).cause == FetchCause::reset);
    CHECK(bench.failure(get(server.url("/nothing"))).cause == FetchCause::reset);
    CHECK(bench.failure(get(server.url("/middle"))).cause == FetchCause::reset);
    CHECK(bench.failure(get(server.url("/no-body"))).cause == FetchCause::reset);
}

TEST_CASE("a request is never sent a second time, also when a kept connection was dead") {
    HttpServer server;
    server.reply("/", {.body = "x"});
    server.reply("/nothing", {.raw = "", .end = HttpEnd::close});
    server.reply("/reset", {.raw = "", .end = HttpEnd::reset});
    for (const char* path : {"/nothing", "/reset"}) {
        CAPTURE(path);
        FetchBench bench;
        bench.fetched(get(server.url("/")));
        const FetchFailure failure = bench.failure(get(server.url(path)));
        CHECK(failure.cause == FetchCause::reset);
        CHECK(failure.connection_was_kept);
        CHECK(server.count(path) == 1);
        CHECK(server.requests(path)[0].connection == server.requests("/").back().connection);
        CHECK(bench.fetched(get(server.url("/"))).body.bytes == "x");
    }
}

TEST_CASE("what a server sends unasked is no answer to the next request") {
    HttpServer server;
    const std::string stray = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";
    const std::string own = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown";
    server.reply("/", {.raw = own + stray, .piece_bytes = own.size(), .piece_gap = 50ms});
    server.reply("/next", {.body = "next"});
    FetchBench bench;
    CHECK(bench.fetched(get(server.url("/"))).body.bytes == "own");
    std::this_thread::sleep_for(200ms);  // until it lies there
    const FetchFailure failure = bench.failure(get(server.url("/next")));
    CHECK(failure.connection_was_kept);
    CHECK(bench.fetched(get(server.url("/next"))).body.bytes == "next");
}

TEST_CASE("a body that ends early in good order is kept and marked") {
    HttpServer server;
    server.reply("/length", {.body = "abcdef", .content_length = 100, .end = HttpEnd::close});
    server.reply("/chunked",
                 {.body = "abcdef", .chunked = true, .break_after = 3, .end = HttpEnd::close});
    FetchBench bench;
    const Fetched length = bench.fetched(get(server.url("/length")));
    CHECK(length.truncated);
    CHECK(length.body.bytes == "abcdef");
    CHECK(length.header(":cut") == "peer");
    const Fetched chunked = bench.fetched(get(server.url("/chunked")));
    CHECK(chunked.truncated);
    CHECK(chunked.body.bytes == "abc");
}

TEST_CASE("an oversized body is cut at its cap, whatever the server says") {
    HttpServer server;
    server.reply("/endless", {.body = std::string(100'000, 'x'), .endless = true});
    server.reply("/exact", {.body = std::string(70'000, 'x')});
    server.reply("/packed", {.body = std::string(150'000, 'x'), .gzip = true, .chunked = true});
    FetchBench bench;
    FetchRequest request = get(server.url("/endless"));
    request.body_bytes_max = 70'000;
    const Fetched endless = bench.fetched(request);
    CHECK(endless.truncated);
    CHECK(endless.body.bytes.size() == 70'000);
    CHECK(endless.header(":cut") == "cap");

    request.url = server.url("/exact");
    const Fetched exact = bench.fetched(request);
    CHECK_FALSE(exact.truncated);
    CHECK(exact.body.bytes.size() == 70'000);

    request.url = server.url("/packed");
    const Fetched packed = bench.fetched(request);
    CHECK(packed.truncated);
    CHECK(packed.body.bytes.size() == 70'000);
}

TEST_CASE("a decompression bomb is too large, chunked or not") {
    HttpServer server;
    const std::string zeros(50'000'000, '\0');  // 1,000 : 1
    server.reply("/plain", {.body = zeros, .gzip = true});
    server.reply("/chunked", {.body = zeros, .gzip = true, .chunked = true});
    FetchBench bench;
    server.reply("/brotli",
                 {.headers = {{"Content-Encoding", "br"}}, .body = brotli_bomb(60'000'000)});
    server.reply("/zstd",
                 {.headers = {{"Content-Encoding", "zstd"}}, .body = zstd_bomb(60'000'000)});
    for (const char* path : {"/plain", "/chunked", "/brotli", "/zstd"}) {
        CAPTURE(path);
        FetchRequest request = get(server.url(path));
        request.body_bytes_max = 100'000'000;
        const FetchFailure failure = bench.failure(request);
        CHECK(failure.cause == FetchCause::too_large);
        CHECK(failure.detail.find("bomb") != std::string::npos);
    }
}

TEST_CASE("brotli and zstd are read as far as this libcurl can") {
    HttpServer server;
    server.reply("/brotli", {.headers = {{"Content-Encoding", "br"}}, .body = brotli_bomb(1)});
    server.reply("/zstd", {.headers = {{"Content-Encoding", "zstd"}}, .body = zstd_bomb(1)});
    FetchBench bench;
    for (const char* path : {"/brotli", "/zstd"}) {
        CAPTURE(path);
        FetchRequest request = get(server.url(path));
        request.body_bytes_max = 1000;
        const Fetched fetched = bench.fetched(request);
        CHECK(fetched.truncated);
        CHECK(fetched.body.bytes == std::string(1000, 'a'));
    }
}

TEST_CASE("codings upon codings are refused") {
    HttpServer server;
    std::string many = "gzip";
    for (int i = 0; i < 20; ++i) {
        many += ", gzip";
    }
    server.reply("/feed", {.headers = {{"Content-Encoding", many}}, .body = gzip_bomb(10)});
    FetchBench bench;
    CHECK(bench.failure(get(server.url("/feed"))).cause == FetchCause::malformed_response);
}

TEST_CASE("headers beyond their cap are too large, many or long") {
    HttpServer server;
    std::vector<HttpHeader> many;
    for (int i = 0; i < 3000; ++i) {
        many.push_back({"X-" + std::to_string(i), "0123456789012345"});
    }
    server.reply("/many", {.headers = many});
    server.reply("/long", {.headers = {{"X-Long", std::string(90'000, 'x')}}});
    server.reply("/longer", {.headers = {{"X-Long", std::string(500'000, 'x')}}});
    FetchBench bench;
    for (const char* path : {"/many", "/long", "/longer"}) {
        CAPTURE(path);
        CHECK(bench.failure(get(server.url(path))).cause == FetchCause::too_large);
    }
}

TEST_CASE("an answer that is no HTTP is malformed") {
    HttpServer server;
    server.reply("/garbage", {.raw = "hello, world\r\n\r\n", .end = HttpEnd::close});
    server.reply("/nine", {.raw = "<html>old</html>", .end = HttpEnd::close});
    server.reply("/coded", {.headers = {{"Content-Encoding", "gzip"}}, .body = "no gzip at all"});
    FetchBench bench;
    for (const char* path : {"/garbage", "/nine", "/coded"}) {
        CAPTURE(path);
        CHECK(bench.failure(get(server.url(path))).cause == FetchCause::malformed_response);
    }
}

TEST_CASE("other schemes are refused") {
    FetchBench bench;
    for (const char* url :
         {"ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1/", "not an address", ""}) {
        CHECK(bench.failure(get(url)).cause == FetchCause::forbidden_scheme);
    }
    CHECK(bench.failure(get("http://127.0.0.1/" + std::string(3000, 'x'))).cause ==
          FetchCause::too_large);
}

TEST_CASE("guarded addresses are not connected to, under whatever name") {
    HttpServer server;
    FetcherOptions options = loopback_options();
    options.allow_addresses.clear();
    FetchBench bench(options);
    const std::string port = std::to_string(server.port());
    for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0",
                                   "[::ffff:127.0.0.1]", "[::1]"}) {
        CAPTURE(host);
        CHECK(bench.failure(get("http://" + host + ":" + port + "/")).cause ==
              FetchCause::guarded_address);
    }
    CHECK(server.connections() == 0);
}

TEST_CASE("the guard judges every hop") {
    HttpServer outside("127.0.0.2");
    HttpServer inside("127.0.0.3");
    outside.redirect("/", inside.url("/secret"));
    FetcherOptions options = loopback_options();
    options.allow_addresses = {*parse_address_range("127.0.0.2")};
    FetchBench bench(options);
    const FetchFailure failure = bench.failure(get(outside.url("/")));
    CHECK(failure.cause == FetchCause::guarded_address);
    CHECK(failure.detail.find("127.0.0.3") != std::string::npos);
    CHECK(failure.detail.find("allow_addresses") != std::string::npos);
    CHECK(inside.connections() == 0);
}

TEST_CASE("a kept connection is judged again by new rules") {
    HttpServer server;
    server.reply("/", {.body = "x"});
    FetchBench bench;
    bench.fetched(get(server.url("/")));
    FetcherOptions strict = loopback_options();
    strict.allow_addresses.clear();
    bench.fetcher().reconfigure(strict);
    CHECK(bench.failure(get(server.url("/"))).cause == FetchCause::guarded_address);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("the environment's proxy is not used, a configured one is") {
    HttpServer proxy;
    HttpServer server;
    server.reply("/", {.body = "direct"});
    proxy.otherwise([](const HttpRequest&) { return HttpReply{.body = "by proxy"}; });
    ::setenv("http_proxy", proxy.url("").c_str(), 1);
    {
        FetchBench bench;
        CHECK(bench.fetched(get(server.url("/"))).body.bytes == "direct");
    }
    ::unsetenv("http_proxy");
    FetcherOptions options = loopback_options();
    options.proxy = proxy.url("");
    options.allow_addresses.clear();
    FetchBench bench(options);
    CHECK(bench.fetched(get("http://news.example/")).body.bytes == "by proxy");
    CHECK(bench.failure(get(server.url("/"))).cause == FetchCause::guarded_address);
}

TEST_CASE("a hop that cannot be sent makes room for the next request") {
    HttpServer proxy;
    proxy.otherwise([](const HttpRequest& request) {
        if (request.target.find("away") != std::string::npos) {
            return HttpReply{.status = 302, .headers = {{"Location", "http://127.0.0.1/"}}};
        }
        return HttpReply{.body = "by proxy"};
    });
    FetcherOptions options = loopback_options();
    options.proxy = proxy.url("");
    options.allow_addresses.clear();
    options.in_flight_max = 1;
    FetchBench bench(options);
    const auto refused = bench.begin(get("http://news.example/away"));
    const auto queued = bench.begin(get("http://news.example/"));
    const FetchOutcome outcome = bench.outcome(refused);
    REQUIRE(std::holds_alternative<FetchFailure>(outcome));
    CHECK(std::get<FetchFailure>(outcome).cause == FetchCause::guarded_address);
    CHECK(std::holds_alternative<Fetched>(bench.outcome(queued)));
}
