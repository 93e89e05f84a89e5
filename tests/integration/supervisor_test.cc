// What systemd is told, and when.

#include "tests/integration/bench.h"
#include "tests/integration/notify_socket.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

struct Supervised {
    Bench bench;
    NotifySocket systemd{bench.path("notify")};

    std::unique_ptr<Child> start(const Arguments& more = {}) {
        bench.environment("NOTIFY_SOCKET", systemd.path());
        return bench.start(more);
    }
    bool told(const std::string& beginning, std::size_t from = 0) {
        return eventually([&] { return systemd.find(beginning, from) != NotifySocket::npos; });
    }
};

}  // namespace

TEST_CASE("systemd hears of readiness, of progress and of the stop, in this order") {
    Supervised run;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), "application/rss+xml");
    run.bench.feed("a", server.url("/feed"));
    const auto daemon = run.start();
    REQUIRE(run.told("READY=1"));
    const std::size_t ready = run.systemd.find("READY=1");
    CHECK(run.told("STATUS=1 feeds"));
    REQUIRE(run.told("WATCHDOG=1", ready));
    const std::size_t first = run.systemd.find("WATCHDOG=1", ready);
    CHECK(run.told("WATCHDOG=1", first + 1));
    CHECK(run.systemd.find("STOPPING=1") == NotifySocket::npos);
    CHECK(stop(*daemon) == 0);
    REQUIRE(run.told("STOPPING=1"));
    CHECK(run.systemd.find("STOPPING=1") > first);
    CHECK(run.systemd.find("READY=1", run.systemd.find("STOPPING=1")) == NotifySocket::npos);
}

TEST_CASE("a reload is announced with the time it began, and its end with what it did") {
    Supervised run;
    const auto daemon = run.start();
    REQUIRE(run.told("READY=1"));
    run.bench.feed("later", "http://127.0.0.9:9/feed");
    daemon->signal(SIGHUP);
    REQUIRE(run.told("RELOADING=1"));
    const std::size_t reloading = run.systemd.find("RELOADING=1");
    REQUIRE(run.told("READY=1", reloading));
    CHECK(run.systemd.find("MONOTONIC_USEC=", reloading) == reloading + 1);
    CHECK(run.told("STATUS=reloaded: 1 feed added (later)", reloading));

    write_file(run.bench.configuration_file(), "[fetch]\ncontcat = \"x\"\n");
    daemon->signal(SIGHUP);
    REQUIRE(run.told("RELOADING=1", reloading + 1));
    CHECK(
        run.told("STATUS=reload refused, the old configuration stays: "
                 "khabard.toml:1:1: ",
                 reloading + 1));
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a daemon that cannot start never says that it is ready") {
    Supervised run;
    write_file(run.bench.configuration_file(), "[fetch]\ncontcat = \"x\"\n");
    const auto daemon = run.start();
    const auto end = daemon->wait(20s);
    REQUIRE(end);
    CHECK(end->value == 78);
    CHECK(run.systemd.assignments().empty());
}
