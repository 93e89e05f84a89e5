// How the service treats its hosts, under simulated ports.

#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_a = "https://a.example/rss";
const Validators first_etag{"\"1\"", ""};

ServiceWorld::Web unchanged() {
    return [](const Request& request) {
        return request.validators == first_etag
                   ? answer(304, {}, {}, first_etag)
                   : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
}

ServiceWorld::Web robots_saying(const std::string& text, int status = 200) {
    return [=](const Request&) { return answer(status, text); };
}

std::string last_cause(ServiceWorld& world, const std::string& feed) {
    const std::vector<FeedState> states = *world.ledger.feed_states();
    for (const FeedState& state : states) {
        if (state.feed.get() == feed) {
            return state.last_cause;
        }
    }
    return "no such feed";
}

}  // namespace

TEST_CASE("robots.txt is asked before the feeds of its host, once for all of them") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", "https://a.example/other"));
    world.web = unchanged();
    world.run([&] { return world.requests.size() >= 4; });
    REQUIRE(world.robots_requests.size() == 1);
    CHECK(world.robots_requests[0].url == "https://a.example/robots.txt");
    CHECK(world.robots_requests[0].validators.empty());
    CHECK(world.requests[0].at - world.robots_requests[0].at >= 5s);
    // A connection is kept while the host is to be asked for more.
    CHECK(world.robots_requests[0].keep_connection);
    CHECK(world.requests[0].keep_connection);
    CHECK_FALSE(world.requests[1].keep_connection);
    REQUIRE_FALSE(world.sink.rows().empty());
    CHECK(world.sink.rows()[0].record.payload.find("\"robots\":\"allowed\"") != std::string::npos);
}

TEST_CASE("a feed that robots.txt disallows is not asked, and asks again after hours") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = unchanged();
    world.robots = robots_saying("User-agent: khabard\nDisallow: /rss\n");
    world.run([&] { return world.robots_requests.size() == 3; });
    CHECK(world.requests.empty());
    CHECK(world.robots_requests[1].at - world.robots_requests[0].at >= 6h);
    CHECK(world.log.has("feed a failed: robots.txt disallows it"));
    CHECK(last_cause(world, "a") == "robots.txt disallows it");
}

TEST_CASE("an operator may ignore robots.txt for a feed, and the record says so") {
    ServiceWorld world(feed_line("a", feed_a, "robots = \"ignore\""));
    world.web = unchanged();
    world.robots = robots_saying("User-agent: *\nDisallow: /\n");
    world.run([&] { return world.sink.rows().size() == 1; });
    CHECK(world.robots_requests.empty());
    CHECK(world.sink.rows()[0].record.payload.find("\"robots\":\"ignored\"") != std::string::npos);
}

TEST_CASE("while robots.txt cannot be had nothing is asked, and it is retried") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = unchanged();
    int asked = 0;
    world.robots = [&](const Request&) { return answer(++asked < 3 ? 503 : 404); };
    world.run([&] { return !world.requests.empty(); });
    CHECK(world.robots_requests.size() == 3);
    CHECK(world.robots_requests[1].at - world.robots_requests[0].at >= 1h);
    CHECK(world.requests[0].at > world.robots_requests[2].at);
    CHECK(world.log.has("robots.txt cannot be had (HTTP 503)"));
}

TEST_CASE("robots.txt is read again after six hours") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = unchanged();
    const Instant start = world.clock.wall();
    world.run([&] { return world.clock.wall() - start > 26h; });
    REQUIRE(world.robots_requests.size() >= 4);
    for (std::size_t i = 1; i < world.robots_requests.size(); ++i) {
        CHECK(world.robots_requests[i].at - world.robots_requests[i - 1].at >= 6h);
    }
}

TEST_CASE("a crawl-delay keeps the feeds of its host apart") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", "https://a.example/2") +
                       feed_line("c", "https://a.example/3"));
    world.web = unchanged();
    world.robots = robots_saying("User-agent: *\nCrawl-delay: 600\n");
    world.run([&] { return world.requests.size() >= 6; });
    CHECK(world.requests[0].at - world.robots_requests[0].at >= 120s);
    for (std::size_t i = 1; i < world.requests.size(); ++i) {
        CHECK(world.requests[i].at - world.requests[i - 1].at >= 120s);
    }
    CHECK(world.log.has("asks for a longer crawl-delay"));
}

TEST_CASE("what one feed of a host is told by Retry-After holds for the others") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", "https://a.example/2"));
    world.web = [&](const Request& request) {
        return request.url == feed_a && world.asked(feed_a).size() == 1
                   ? answer(429, {}, {{"retry-after", "7200"}})
                   : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return world.asked("https://a.example/2").size() == 1; });
    CHECK(world.asked("https://a.example/2")[0] - world.asked(feed_a)[0] >= 2h);
}

TEST_CASE("redirects are followed host by host, each asked for its robots.txt") {
    ServiceWorld world(feed_line("a", feed_a, "[feed.headers]\nX-Key = \"secret\""));
    world.web = [](const Request& request) -> std::optional<FetchOutcome> {
        if (request.url == feed_a) {
            return answer(301, {}, {{"location", "/moved"}});
        }
        if (request.url == "https://a.example/moved") {
            return answer(302, {}, {{"location", "https://b.example/rss"}});
        }
        return answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return world.sink.rows().size() == 1; });
    REQUIRE(world.requests.size() == 3);
    CHECK(world.requests[1].at == world.requests[0].at);  // no gap within the host
    CHECK(world.requests[2].url == "https://b.example/rss");
    CHECK(world.requests[2].at - world.requests[1].at >= 5s);  // behind b's robots.txt
    REQUIRE(world.robots_requests.size() == 2);
    CHECK(world.robots_requests[1].url == "https://b.example/robots.txt");
    CHECK(world.requests[1].headers == 1);
    CHECK(world.requests[2].headers == 0);
}

TEST_CASE("a redirect to where robots.txt keeps us out is not followed") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = [](const Request& request) -> std::optional<FetchOutcome> {
        return request.url == feed_a ? answer(302, {}, {{"location", "https://b.example/rss"}})
                                     : answer(200, rss_of({everyday(1)}));
    };
    world.robots = [](const Request& request) {
        return request.url == "https://b.example/robots.txt"
                   ? answer(200, "User-agent: *\nDisallow: /\n")
                   : answer(404);
    };
    world.run([&] { return world.log.has("feed a failed"); });
    CHECK(world.asked("https://b.example/rss").empty());
    CHECK(world.log.has("https://b.example/rss: robots.txt disallows it"));
}

TEST_CASE("a redirect circle ends, and one of eleven hops") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", "https://b.example/0"));
    world.web = [](const Request& request) -> std::optional<FetchOutcome> {
        if (request.url == feed_a) {
            return answer(302, {}, {{"location", "https://c.example/"}});
        }
        if (request.url == "https://c.example/") {
            return answer(302, {}, {{"location", feed_a}});
        }
        const std::string next = std::to_string(std::stoi(request.url.substr(18)) + 1);
        return answer(302, {}, {{"location", "/" + next}});
    };
    world.run([&] { return world.log.count(" failed: redirect_loop") == 2; });
    CHECK(world.asked("https://b.example/10").size() == 1);
    CHECK(world.asked("https://b.example/11").empty());
}

TEST_CASE("no connection is kept while hosts stand in line for longer") {
    std::string feeds;
    for (const char* at : {"a.com/1", "a.com/2", "b.com/1", "c.com/1", "c.com/2", "d.com/1"}) {
        feeds += feed_line(std::string(1, at[0]) + at[6], "https://" + std::string(at));
    }
    ServiceWorld world(feeds);
    world.adjust = [](Config& config) { config.fetch.concurrency = 1; };
    world.web = [](const Request&) { return std::optional<FetchOutcome>(); };
    world.at_wait = [&] {
        if (world.in_flight() > 0) {
            world.clock.move(2s);
            world.deliver(world.requests.back().url, answer(500));
        }
    };
    world.run([&] { return world.requests.size() == 6; });
    const auto kept = [&](const std::string& url) {
        return std::any_of(world.requests.begin(), world.requests.end(), [&](const auto& each) {
            return each.url == url && each.keep_connection;
        });
    };
    CHECK(world.requests.front().url == "https://a.com/1");
    CHECK(kept("https://a.com/1"));  // nobody has waited yet
    CHECK_FALSE(kept("https://c.com/1"));
}

TEST_CASE("a request whose kept connection was dead is sent once more, at the gap of its host") {
    ServiceWorld world(feed_line("a", feed_a));
    int answers = 0;
    const auto dead = [](const Request& request) {
        return FetchFailure{request.url, FetchCause::reset, "ended", Instant{}, true};
    };
    world.web = [&](const Request& request) -> std::optional<FetchOutcome> {
        if (++answers == 1) {
            return dead(request);
        }
        return answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return !world.sink.rows().empty(); });
    REQUIRE(world.requests.size() == 2);
    CHECK(world.requests[1].at - world.requests[0].at >= 5s);
    CHECK(world.requests[1].at - world.requests[0].at <= 6s);
    CHECK_FALSE(world.log.has("failed"));
    // What meets a dead connection twice has failed.
    world.web = dead;
    world.run([&] { return world.log.has("feed a failed"); });
    CHECK(last_cause(world, "a").starts_with("reset"));
    CHECK(world.requests.size() == 4);
}

TEST_CASE("robots.txt may be redirected five times, to other hosts too") {
    const int hops = GENERATE(5, 6);
    ServiceWorld world(feed_line("a", feed_a));
    world.web = unchanged();
    world.robots = [&](const Request& request) -> std::optional<FetchOutcome> {
        const std::string host = request.url.substr(8, request.url.find('/', 8) - 8);
        const int at = host == "a.example" ? 0 : std::stoi(host);
        return at < hops ? answer(302, {},
                                  {{"location",
                                    "https://" + std::to_string(at + 1) + ".example/robots.txt"}})
                         : answer(200, "User-agent: *\nDisallow: /rss\n");
    };
    world.run([&] { return world.log.has("feed a failed"); });
    CHECK(world.requests.empty());
    CHECK(world.log.has(hops == 5 ? "robots.txt disallows it" : "robots.txt cannot be had"));
}

TEST_CASE("many hosts are asked at once, as many as there may be requests") {
    std::string feeds;
    for (int i = 0; i < 300; ++i) {
        feeds += feed_line("f" + std::to_string(i), "https://h" + std::to_string(i) + ".com/rss");
    }
    ServiceWorld world(feeds);
    std::size_t most = 0;
    world.adjust = [](Config& config) { config.fetch.concurrency = 50; };
    world.web = [&](const Request&) { return std::optional<FetchOutcome>(); };
    world.at_wait = [&] {
        most = std::max(most, world.in_flight());
        if (world.in_flight() == 50) {
            for (const Request& request :
                 std::vector<Request>(world.requests.end() - 50, world.requests.end())) {
                world.deliver(request.url, answer(500));
            }
        }
    };
    world.run([&] { return world.log.count("HTTP 500") == 300; });
    CHECK(most == 50);
    CHECK(world.requests.size() == 300);
}

TEST_CASE("at a stop a request that waits for its next host is given up") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = [](const Request&) {
        return answer(302, {}, {{"location", "https://b.example/"}});
    };
    world.robots = [](const Request& request) {
        return request.url == "https://b.example/robots.txt" ? std::optional<FetchOutcome>()
                                                             : answer(404);
    };
    bool stopped = false;
    world.at_wait = [&] {
        if (world.robots_requests.size() == 2 && !std::exchange(stopped, true)) {
            world.send(SignalKind::terminate);
            world.deliver("https://b.example/robots.txt", answer(404));
        }
    };
    CHECK(world.run([] { return false; }) == 0);
    CHECK(world.requests.size() == 1);
    CHECK_FALSE(world.log.has("failed"));
}

TEST_CASE("a redirect that comes after the stop is dropped, and the service ends") {
    const bool page = GENERATE(false, true);
    CAPTURE(page);
    Story story = everyday(1, "a.example");
    story.text = everyday_story(1, 12) + "…";
    ServiceWorld world("[[feed]]\nid = \"a\"\nurl = \"" + std::string(feed_a) + "\"\n");
    world.feed_of_url = {{feed_a, FeedId{"a"}}};
    const std::string last = page ? story.url : feed_a;
    world.web = [&](const Request& request) {
        return request.url == last ? std::optional<FetchOutcome>()
                                   : answer(200, rss_of({story}), {}, first_etag);
    };
    bool stopped = false;
    world.at_wait = [&] {
        if (world.asked(last).size() == 1 && !std::exchange(stopped, true)) {
            world.send(SignalKind::terminate);
        } else if (stopped && world.in_flight() == 1) {
            world.deliver(last, answer(302, {}, {{"location", "https://b.example/"}}));
        }
    };
    const SteadyTime start = world.clock.steady();
    CHECK(world.run([] { return false; }) == 0);
    CHECK(world.clock.steady() - start < 25s);  // the deadline is 30 s after the stop
    CHECK(world.asked("https://b.example/").empty());
    CHECK_FALSE(world.log.has("failed"));
    CHECK_FALSE(world.log.has("left unfinished"));
}

TEST_CASE("the rests of hosts are written when they change, not with every answer") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", "https://a.example/2") +
                       feed_line("c", "https://c.example/rss"));
    unsigned news = 0;
    world.web = [&](const Request& request) {
        // One address alone is too much for its host: the others go on.
        return request.url == feed_a
                   ? answer(429, {}, {{"retry-after", "36000"}})
                   : answer(200, rss_of({everyday(++news)}), {}, {std::to_string(news), ""});
    };
    const Instant start = world.clock.wall();
    world.run([&] { return world.clock.wall() - start > 72h; });
    const std::size_t refused = world.asked(feed_a).size();
    CHECK(refused >= 3);
    CHECK(world.asked("https://a.example/2").size() > 10 * refused);
    CHECK(world.ledger.rest_writes >= static_cast<int>(refused));
    CHECK(world.ledger.rest_writes <= static_cast<int>(3 * refused));
}

TEST_CASE("rests that were over before the start are removed at the start") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = [](const Request&) { return answer(429, {}, {{"retry-after", "36000"}}); };
    world.run([&] { return world.requests.size() == 1; });
    REQUIRE(world.ledger.host_rests()->size() == 1);
    world.run([] { return true; });
    CHECK(world.ledger.host_rests()->size() == 1);  // it is not over
    world.clock.move(11h);
    world.web = [](const Request&) { return std::optional<FetchOutcome>(); };
    world.run([] { return true; });
    CHECK(world.ledger.host_rests()->empty());
}

TEST_CASE("robots.txt is asked the way of the feed, for its pages and sitemaps too") {
    const std::string way = "proxy = \"http://proxy.example:3128\"\n[feed.tls]\nverify = false\n";
    Story story = everyday(1, "page.example");
    story.text = everyday_story(1, 12) + "…";
    const std::string index = "https://index.example/index.xml";
    const std::string child = "https://child.example/news.xml";
    ServiceWorld world("[[feed]]\nid = \"a\"\nurl = \"" + std::string(feed_a) + "\"\n" + way +
                       "[[feed]]\nid = \"s\"\nurl = \"" + index + "\"\nkind = \"sitemap\"\n" + way);
    world.web = [&](const Request& request) {
        if (request.url == feed_a) {
            return answer(200, rss_of({story}), {}, first_etag);
        }
        return request.url == index
                   ? answer(200,
                            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
                            "<sitemap><loc>" +
                                child + "</loc></sitemap></sitemapindex>")
                   : answer(404);
    };
    const Instant start = world.clock.wall();
    world.run([&] { return world.clock.wall() - start > 1h; });
    std::set<std::string> hosts;
    for (const Request& request : world.robots_requests) {
        CAPTURE(request.url);
        hosts.insert(request.url);
        CHECK(request.proxy == "http://proxy.example:3128");
        CHECK_FALSE(request.tls_verify);
    }
    CHECK(hosts == std::set<std::string>{
                       "https://a.example/robots.txt", "https://page.example/robots.txt",
                       "https://index.example/robots.txt", "https://child.example/robots.txt"});
    for (const Request& request : world.requests) {
        CHECK(request.proxy == "http://proxy.example:3128");
    }
}
