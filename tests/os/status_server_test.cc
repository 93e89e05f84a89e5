#include "daemon/os/status_server.h"

#include "daemon/os/clock.h"
#include "tests/support/catch.h"
#include "tests/support/http_client.h"

#include <atomic>
#include <future>
#include <vector>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

struct TwoPages final : StatusPages {
    std::optional<StatusPage> page(const std::string& path) override {
        asked.push_back(path);
        if (path == "/metrics") {
            return StatusPage{200, "text/plain", "khabard_up 1\n"};
        }
        if (path == "/healthz") {
            return StatusPage{503, "text/plain", "the sink is away\n"};
        }
        if (path == "/large") {
            return StatusPage{200, "text/plain", std::string(4'000'000, 'x')};
        }
        return std::nullopt;
    }
    std::vector<std::string> asked;
};

struct Listening {
    SystemClock clock;
    std::unique_ptr<EventLoop> loop = std::move(*EventLoop::open(clock));
    TwoPages pages;
    std::unique_ptr<StatusServer> server;

    explicit Listening(StatusServerOptions options = {.host = "127.0.0.1", .port = 0}) {
        auto opened = StatusServer::open(*loop, pages, options);
        REQUIRE(opened);
        server = std::move(*opened);
    }

    // Runs the loop while the client works on a thread of its own.
    template <class Client>
    auto during(Client client) {
        auto result = std::async(std::launch::async, [&] {
            auto value = client();
            loop->wake();
            return value;
        });
        while (result.wait_for(0s) != std::future_status::ready) {
            loop->wait(clock.steady() + 20ms);
        }
        return result.get();
    }
    HttpAnswer get(const std::string& path, const std::string& method = "GET") {
        return during([&] { return http_get(server->address(), path, method); });
    }
    HttpAnswer exchange(const std::string& request) {
        return during([&] { return http_exchange(server->address(), request); });
    }
};

}  // namespace

TEST_CASE("pages are answered with their status, their type and nothing that may be kept") {
    Listening here;
    const HttpAnswer good = here.get("/metrics");
    CHECK(good.status == 200);
    CHECK(good.body == "khabard_up 1\n");
    CHECK(good.has("Content-Type: text/plain"));
    CHECK(good.has("Cache-Control: no-store"));
    CHECK(good.has("X-Content-Type-Options: nosniff"));
    const HttpAnswer bad = here.get("/healthz");
    CHECK(bad.status == 503);
    CHECK(bad.body == "the sink is away\n");
    CHECK(here.get("/nobody").status == 404);
    CHECK(here.get("/metrics?format=x").status == 200);
    CHECK(here.pages.asked.back() == "/metrics");
}

TEST_CASE("a head is answered without a body, and no other method at all") {
    Listening here;
    const HttpAnswer head = here.get("/metrics", "HEAD");
    CHECK(head.status == 200);
    CHECK(head.has("Content-Length: 13"));
    CHECK(head.body.empty());
    here.pages.asked.clear();
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"}) {
        CAPTURE(method);
        const HttpAnswer answer = here.get("/metrics", method);
        CHECK(answer.status == 405);
        CHECK(answer.has("Allow: GET, HEAD"));
    }
    CHECK(here.pages.asked.empty());
}

TEST_CASE("what is no request, or an endless one, ends without an answer of ours") {
    Listening here;
    CHECK(here.exchange("nonsense\r\n\r\n").status != 200);
    CHECK(here.exchange("GET /metrics HTTP/1.1\r\nX: " + std::string(100'000, 'a')).status != 200);
    CHECK(here.exchange("GET /" + std::string(60'000, 'a') + " HTTP/1.1\r\n\r\n").status != 200);
    CHECK(here.exchange("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n"
                        "Connection: close\r\n\r\n")
              .status == 405);
    CHECK(here.get("/metrics").status == 200);
}

TEST_CASE("a large page comes whole") {
    Listening here;
    CHECK(here.get("/large").body.size() == 4'000'000);
}

TEST_CASE("silent connections are closed, and no more than the limit are held") {
    Listening here({.host = "127.0.0.1", .port = 0, .connections_max = 2, .idle_seconds = 1});
    const bool closed = here.during([&] {
        const SilentConnection first(here.server->address());
        const SilentConnection second(here.server->address());
        const SilentConnection third(here.server->address());
        return first.closed_by_peer() && second.closed_by_peer() && third.closed_by_peer();
    });
    CHECK(closed);
    CHECK(here.get("/metrics").status == 200);
}

TEST_CASE("a port that is taken is an error that says so, and a free one is found for 0") {
    Listening here;
    CHECK(here.server->address().rfind("127.0.0.1:", 0) == 0);
    CHECK(here.server->address() != "127.0.0.1:0");
    const auto port = static_cast<std::uint16_t>(std::stoi(here.server->address().substr(10)));
    const auto second =
        StatusServer::open(*here.loop, here.pages, {.host = "127.0.0.1", .port = port});
    REQUIRE_FALSE(second);
    CHECK(second.error().text().find("in use") != std::string::npos);
    here.server.reset();
    CHECK(StatusServer::open(*here.loop, here.pages, {.host = "127.0.0.1", .port = port}));
}

TEST_CASE("an address of another machine, or a name that is none, cannot be listened on") {
    const SystemClock clock;
    const auto loop = std::move(*EventLoop::open(clock));
    TwoPages pages;
    CHECK_FALSE(StatusServer::open(*loop, pages, {.host = "192.0.2.1", .port = 0}));
    CHECK_FALSE(StatusServer::open(*loop, pages, {.host = "no such host", .port = 0}));
}

TEST_CASE("every address of the machine means loopback too") {
    Listening here({.host = "", .port = 0});
    const std::string port = here.server->address().substr(here.server->address().rfind(':'));
    CHECK(here.during([&] { return http_get("127.0.0.1" + port, "/metrics"); }).status == 200);
}
