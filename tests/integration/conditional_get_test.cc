// What a poll asks for, and what it keeps of an answer.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <atomic>
#include <csignal>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* odd_etag = "W/\"a b,\\c\xC3\xA9--gzip\"";
constexpr const char* feed_type = "application/rss+xml";

HttpReply tagged(const std::string& body, const std::string& etag) {
    HttpReply reply{.body = body};
    reply.headers = {{"Content-Type", feed_type},
                     {"ETag", etag},
                     {"Last-Modified", "Tue, 24 Nov 2026 08:00:00 GMT"}};
    return reply;
}

}  // namespace

TEST_CASE("validators are sent byte for byte, a 304 ends the poll, and both survive a restart") {
    Bench bench;
    HttpServer server;
    const std::string body = rss({everyday_entry("a", 1)});
    std::atomic<int> unmodified{0};
    server.on("/feed", [&](const HttpRequest& request) {
        if (request.header("if-none-match") != odd_etag) {
            return tagged(body, odd_etag);
        }
        ++unmodified;
        HttpReply reply{.status = 304};
        reply.headers = {{"ETag", odd_etag}};
        return reply;
    });
    bench.feed("a", server.url("/feed"));
    {
        const auto daemon = bench.start();
        REQUIRE(eventually([&] { return unmodified >= 2; }));
        CHECK(server.count("/feed") == static_cast<std::size_t>(unmodified) + 1);
        CHECK(server.requests("/feed")[1].header("if-modified-since") ==
              "Tue, 24 Nov 2026 08:00:00 GMT");
        REQUIRE(stop(*daemon) == 0);
    }
    server.forget_requests();
    REQUIRE(bench.run_once() == 0);
    REQUIRE(server.count("/feed") == 1);
    CHECK(server.requests("/feed")[0].header("if-none-match") == odd_etag);
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("validators survive kill -9") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/feed"));
    {
        const auto daemon = bench.start();
        REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
        daemon->signal(SIGKILL);
        REQUIRE(daemon->wait(std::chrono::seconds{5}));
    }
    server.forget_requests();
    REQUIRE(bench.run_once() == 0);
    CHECK(server.requests("/feed")[0].has("if-none-match"));
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("no validators are kept of a body that was not read whole") {
    Bench bench;
    HttpServer server;
    const std::string whole = rss({everyday_entry("a", 1), everyday_entry("a", 2)});
    HttpReply reply = tagged(whole, "\"first\"");
    SECTION("because the publisher's XML breaks off") {
        reply.body.resize(whole.rfind("</item>"));
    }
    SECTION("because the connection ended early") {
        reply.content_length = whole.size() + 100;
        reply.end = HttpEnd::close;
    }
    SECTION("because it passes the cap") {
        bench.configure("[limits]\nfeed_bytes = \"" + std::to_string(1024) + "\"\n");
    }
    server.reply("/feed", reply);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once() == 0);
    server.forget_requests();
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    REQUIRE(server.count("/feed") == 1);
    CHECK_FALSE(server.requests("/feed")[0].has("if-none-match"));
    CHECK_FALSE(server.requests("/feed")[0].has("if-modified-since"));
}

TEST_CASE("the same body under a new tag is no news, and the new tag is sent from then on") {
    Bench bench;
    HttpServer server;
    const std::string body = rss({everyday_entry("a", 1)});
    server.reply("/feed", tagged(body, "\"one\""));
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once() == 0);
    server.reply("/feed", tagged(body, "\"two\""));
    REQUIRE(bench.run_once() == 0);
    server.forget_requests();
    REQUIRE(bench.run_once() == 0);
    CHECK(server.requests("/feed")[0].header("if-none-match") == "\"two\"");
    CHECK(bench.count(unthemed_topic) == 1);
}

TEST_CASE("every request says who asks and whom to write to") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once() == 0);
    const std::string agent = server.requests("/feed")[0].header("user-agent");
    CHECK(agent.find("khabard/") == 0);
    CHECK(agent.find("integration@khabard.example") != std::string::npos);
}
