// The daemon behind a proxy that cuts its connection while a transaction is being committed: the
// answer never comes, and the commit may stand or not.

#include "tests/integration/bench.h"
#include "tests/kafka/broker.h"
#include "tests/kafka/news_desk.h"
#include "tests/kafka/proxy.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

TEST_CASE("a connection cut in the middle of a commit loses and doubles nothing") {
    Broker* broker = Broker::shared();
    if (broker == nullptr) {
        return;
    }
    const bool arrives = GENERATE(false, true);
    const std::string name = arrives ? "cut-after" : "cut-before";
    Proxy proxy(broker->proxy_port(), broker->proxied_port());
    Bench bench;
    HttpServer server;
    NewsDesk desk(name);
    const auto serve = [&] { server.document("/feed", desk.rss(), "application/rss+xml"); };
    desk.add(4);
    serve();
    bench.feed(name, server.url("/feed"));
    const auto daemon = bench.start(
        {"--set", "publish.sink=kafka", "--set", "publish.kafka.instance=" + name, "--set",
         "publish.kafka.bootstrap_servers=127.0.0.1:" + std::to_string(broker->proxy_port())});
    REQUIRE(desk.is_whole_within(broker->servers(), 40s));
    proxy.cut(arrives ? Cut::after_commit : Cut::before_commit);
    desk.edit_all();
    desk.add(2);
    serve();
    REQUIRE(eventually([&] { return proxy.has_cut(); }));
    CHECK(eventually([&] { return bench.logs("cannot publish, records wait in the outbox"); }));
    desk.edit_all();
    serve();
    proxy.mend();
    INFO(bench.log());
    CHECK(desk.is_whole_within(broker->servers(), 60s));
    CHECK(bench.logs("the sink accepts records again"));
    CHECK(stop(*daemon) == 0);
}
