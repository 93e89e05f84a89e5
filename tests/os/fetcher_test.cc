#include "tests/os/fetch_bench.h"
#include "tests/support/http_server.h"

#include <string>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;

TEST_CASE("a fetch brings status, headers, body, validators and the address that answered") {
    HttpServer server;
    server.document("/feed.xml", "<rss/>", "application/rss+xml");
    FetchBench bench;
    const Fetched fetched = bench.fetched(get(server.url("/feed.xml")));
    CHECK(fetched.status == 200);
    CHECK(fetched.url == server.url("/feed.xml"));
    CHECK(fetched.effective_url == fetched.url);
    CHECK(fetched.body.bytes == "<rss/>");
    CHECK(fetched.header("content-type") == "application/rss+xml");
    CHECK(fetched.validators.etag == "\"v1\"");
    CHECK(fetched.validators.last_modified == "Mon, 05 Jan 2026 00:00:01 GMT");
    CHECK(fetched.remote_address == "127.0.0.1");
    CHECK_FALSE(fetched.truncated);
    CHECK_FALSE(fetched.header(":redirects").has_value());
    CHECK(bench.fetcher().in_flight() == 0);
}

TEST_CASE("a request says who asks and what it can read, and keeps no cookies") {
    HttpServer server;
    server.reply("/", {.headers = {{"Set-Cookie", "a=b"}}, .body = "x"});
    FetchBench bench;
    bench.fetched(get(server.url("/")));
    bench.fetched(get(server.url("/")));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    for (const HttpRequest& request : requests) {
        CHECK(request.method == "GET");
        CHECK(request.header("user-agent") == "khabard-test/1 (+https://example.org/bot)");
        CHECK(request.header("accept-encoding").find("gzip") != std::string::npos);
        CHECK_FALSE(request.has("cookie"));
        CHECK_FALSE(request.has("referer"));
        CHECK_FALSE(request.has("if-none-match"));
    }
}

TEST_CASE("connections are kept") {
    HttpServer server;
    server.reply("/", {.body = "x"});
    FetchBench bench;
    for (int i = 0; i < 5; ++i) {
        bench.fetched(get(server.url("/")));
    }
    CHECK(server.connections() == 1);
    FetchRequest last = get(server.url("/"));
    last.keep_connection = false;
    bench.fetched(std::move(last));
    CHECK(server.connections() == 1);
    bench.fetched(get(server.url("/")));
    CHECK(server.connections() == 2);
}

TEST_CASE("validators go out byte for byte and a 304 keeps them") {
    HttpServer server;
    server.document("/feed", "one", "text/xml");
    FetchBench bench;
    FetchRequest request = get(server.url("/feed"));
    request.validators = bench.fetched(request).validators;
    const Fetched same = bench.fetched(request);
    CHECK(same.status == 304);
    CHECK(same.body.bytes.empty());
    // This server's 304 names the ETag only.
    CHECK(same.validators == request.validators);

    server.document("/feed", "two", "text/xml");
    CHECK(bench.fetched(request).body.bytes == "two");

    request.validators = {R"(W/"a ,b")", "Tuesday, sometime"};
    bench.fetched(request);
    CHECK(server.requests().back().header("if-none-match") == R"(W/"a ,b")");
    CHECK(server.requests().back().header("if-modified-since") == "Tuesday, sometime");
}

TEST_CASE("any status is a value") {
    HttpServer server;
    FetchBench bench;
    for (const int status : {204, 300, 400, 401, 404, 410, 429, 500, 503}) {
        server.reply("/s", {.status = status, .headers = {{"Retry-After", "7"}}});
        const Fetched fetched = bench.fetched(get(server.url("/s")));
        CHECK(fetched.status == status);
        CHECK(fetched.header("retry-after") == "7");
    }
}

TEST_CASE("a redirect without a Location is a value too") {
    HttpServer server;
    server.reply("/", {.status = 302, .body = "where to?"});
    FetchBench bench;
    const Fetched fetched = bench.fetched(get(server.url("/")));
    CHECK(fetched.status == 302);
}

TEST_CASE("compressed bodies arrive inflated, chunked or not") {
    HttpServer server;
    const std::string text(50'000, 'k');
    server.reply("/z", {.body = text, .gzip = true});
    server.reply("/c", {.body = text, .gzip = true, .chunked = true, .piece_bytes = 10});
    FetchBench bench;
    CHECK(bench.fetched(get(server.url("/z"))).body.bytes == text);
    CHECK(bench.fetched(get(server.url("/c"))).body.bytes == text);
}

TEST_CASE("headers of the request are sent, an empty one too") {
    HttpServer server;
    server.reply("/", {.body = "x"});
    FetchBench bench;
    FetchRequest request = get(server.url("/"));
    request.headers = {{"X-Key", "k"}, {"X-Empty", ""}, {"Accept", "application/rss+xml"}};
    bench.fetched(request);
    const HttpRequest seen = server.requests().back();
    CHECK(seen.header("x-key") == "k");
    CHECK(seen.has("x-empty"));
    CHECK(seen.header("accept") == "application/rss+xml");
}

TEST_CASE("a line break in a header is refused before anything is sent") {
    HttpServer server;
    FetchBench bench;
    const std::string nul("a\0b", 3);
    for (const std::string& value : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), nul}) {
        FetchRequest request = get(server.url("/"));
        request.headers = {{"X-Key", value}};
        CHECK(bench.failure(request).cause == FetchCause::malformed_response);
        request.headers.clear();
        request.validators.etag = value;
        CHECK(bench.failure(request).cause == FetchCause::malformed_response);
    }
    CHECK(server.requests().empty());
}

TEST_CASE("redirects are followed and counted, permanent ones marked") {
    HttpServer server;
    server.reply("/end", {.body = "there"});
    server.redirect("/a", "b?x=1", 301);
    server.redirect("/b", server.url("/end"), 308);
    server.redirect("/t", "/a", 303);
    FetchBench bench;
    const Fetched permanent = bench.fetched(get(server.url("/a")));
    CHECK(permanent.body.bytes == "there");
    CHECK(permanent.url == server.url("/a"));
    CHECK(permanent.effective_url == server.url("/end"));
    CHECK(permanent.header(":redirects") == "2");
    CHECK(permanent.header(":redirects-permanent") == "1");
    const Fetched temporary = bench.fetched(get(server.url("/t")));
    CHECK(temporary.header(":redirects") == "3");
    CHECK_FALSE(temporary.header(":redirects-permanent").has_value());
    CHECK_FALSE(temporary.header("location").has_value());
}

TEST_CASE("secrets are shown to the origin that was asked for and to no other") {
    HttpServer ours;
    HttpServer theirs("127.0.0.2");
    ours.redirect("/feed", theirs.url("/feed"));
    theirs.redirect("/feed", ours.url("/end"));
    ours.reply("/end", {.body = "x"});
    FetchBench bench;
    std::string url = ours.url("/feed");
    url.insert(7, "us%3Aer:p%40ss@");
    FetchRequest request = get(url);
    request.headers = {{"Authorization-Key", "k"}};
    request.validators.etag = "\"e\"";
    const Fetched fetched = bench.fetched(request);
    // "us:er:p@ss" in base 64.
    CHECK(ours.requests("/feed").at(0).header("authorization") == "Basic dXM6ZXI6cEBzcw==");
    CHECK(ours.requests("/feed").at(0).header("authorization-key") == "k");
    CHECK_FALSE(theirs.requests("/feed").at(0).has("authorization"));
    CHECK_FALSE(theirs.requests("/feed").at(0).has("authorization-key"));
    CHECK(theirs.requests("/feed").at(0).header("if-none-match") == "\"e\"");
    CHECK(ours.requests("/end").at(0).has("authorization"));
    CHECK(fetched.effective_url == ours.url("/end"));
}

TEST_CASE("userinfo in a Location is not used") {
    HttpServer server;
    HttpServer other("127.0.0.2");
    std::string target = other.url("/x");
    target.insert(7, "evil:pass@");
    server.redirect("/", target);
    other.reply("/x", {.body = "x"});
    FetchBench bench;
    CHECK(bench.fetched(get(server.url("/"))).effective_url == other.url("/x"));
    CHECK_FALSE(other.requests().at(0).has("authorization"));
}

TEST_CASE("a redirect is handed out where the caller wants to decide") {
    HttpServer server;
    server.redirect("/away", "/end");
    server.reply("/end", {.body = "x"});
    FetcherOptions options = loopback_options();
    options.follow_redirects = false;
    FetchBench bench(options);
    const Fetched away = bench.fetched(get(server.url("/away")));
    CHECK(away.status == 302);
    CHECK(away.header("location") == "/end");
    CHECK(server.count("/end") == 0);
}

TEST_CASE("redirect circles and long chains end") {
    HttpServer server;
    server.redirect("/a", "/b");
    server.redirect("/b", "/a");
    server.on("/n", [](const HttpRequest& request) {
        return HttpReply{.status = 302, .headers = {{"Location", request.target + "1"}}};
    });
    server.redirect("/ftp", "ftp://127.0.0.1/");
    server.redirect("/bad", "http://[::1/");
    FetchBench bench;
    CHECK(bench.failure(get(server.url("/a"))).cause == FetchCause::redirect_loop);
    CHECK(bench.failure(get(server.url("/n?"))).cause == FetchCause::redirect_loop);
    CHECK(server.count("/n") == 11);
    CHECK(bench.failure(get(server.url("/ftp"))).cause == FetchCause::forbidden_scheme);
    CHECK(bench.failure(get(server.url("/bad"))).cause == FetchCause::malformed_response);
}

TEST_CASE("the endless body of a redirect does not matter") {
    HttpServer server;
    server.reply("/a", {.status = 302,
                        .headers = {{"Location", "/end"}},
                        .body = std::string(1000, 'x'),
                        .endless = true});
    server.reply("/end", {.body = "there"});
    FetchBench bench;
    CHECK(bench.fetched(get(server.url("/a"))).body.bytes == "there");
}

TEST_CASE("many requests run at once, no more than allowed, and none is lost") {
    HttpServer server;
    server.otherwise([](const HttpRequest& request) {
        return HttpReply{.body = request.target, .before_head = 2ms};
    });
    FetcherOptions options = loopback_options();
    options.in_flight_max = 8;
    FetchBench bench(options);
    std::vector<std::uint64_t> tickets;
    for (int i = 0; i < 100; ++i) {
        tickets.push_back(bench.begin(get(server.url("/" + std::to_string(i)))));
    }
    CHECK(bench.fetcher().in_flight() == 100);
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        const FetchOutcome outcome = bench.outcome(tickets[i]);
        REQUIRE(std::holds_alternative<Fetched>(outcome));
        CHECK(std::get<Fetched>(outcome).body.bytes == "/" + std::to_string(i));
    }
    CHECK(server.connections() <= 8);
    CHECK(server.connections() >= 2);
    CHECK(server.requests().size() == 100);
}

TEST_CASE("beyond five hundred in flight the requests are spread over several multi handles") {
    HttpServer one;
    HttpServer two("127.0.0.2");
    one.reply("/", {.body = "1"});
    two.reply("/", {.body = "2"});
    FetcherOptions options = loopback_options();
    options.in_flight_max = 1600;
    FetchBench bench(options);
    CHECK(bench.fetched(get(one.url("/"))).body.bytes == "1");
    CHECK(bench.fetched(get(two.url("/"))).body.bytes == "2");
}

TEST_CASE("a cancelled request reports so, queued or under way, and no other does") {
    HttpServer server;
    server.reply("/stall", {.before_head = 60s});
    server.reply("/ok", {.body = "x"});
    FetcherOptions options = loopback_options();
    options.in_flight_max = 1;
    FetchBench bench(options);
    const auto running = bench.begin(get(server.url("/stall")));
    const auto queued = bench.begin(get(server.url("/ok")));
    const auto kept = bench.begin(get(server.url("/ok")));
    bench.fetcher().cancel(queued);
    bench.fetcher().cancel(running);
    bench.fetcher().cancel(4711);
    for (const auto ticket : {running, queued}) {
        const FetchOutcome outcome = bench.outcome(ticket);
        REQUIRE(std::holds_alternative<FetchFailure>(outcome));
        CHECK(std::get<FetchFailure>(outcome).cause == FetchCause::cancelled);
    }
    CHECK(std::holds_alternative<Fetched>(bench.outcome(kept)));
}

TEST_CASE("a fetcher may go while requests are under way") {
    HttpServer server;
    server.reply("/stall", {.before_head = 60s});
    FetchBench bench;
    for (int i = 0; i < 5; ++i) {
        bench.begin(get(server.url("/stall")));
    }
    bench.loop().wait(SystemClock().steady() + 20ms);
    CHECK(bench.fetcher().in_flight() == 5);
}
