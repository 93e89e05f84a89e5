// Politeness as the servers see it: the real daemon among many hosts on loopback, three hundred
// times as fast as in life, so that the gap of 5 s is 16 ms and half an hour is 6 s.

#include "daemon/web/http_headers.h"
#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>

using namespace khabard;
using namespace khabard::integration;
using namespace std::chrono_literals;

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr int hosts = 24;
constexpr int feeds_each = 3;
constexpr auto scaled_gap = 5000ms / 300;
constexpr auto scaled_rest = 1800s / 300;
constexpr auto granularity = 2ms;  // clocks of milliseconds, cut off on both sides

// A host with an unchanged corpus, and what it saw.
struct Host {
    explicit Host(int number) : server("127.0.7." + std::to_string(number)) {}
    HttpServer server;
    std::atomic<int> whole{0};
    std::atomic<int> not_modified{0};
};

void offer(Host& host, const std::string& path, const std::string& body) {
    const std::string etag = "\"" + path + "\"";
    host.server.on(path, [&host, body, etag](const HttpRequest& request) {
        const bool known = request.header("if-none-match") == etag;
        ++(known ? host.not_modified : host.whole);
        HttpReply reply{.status = known ? 304 : 200, .body = known ? "" : body};
        reply.headers = {{"Content-Type", "application/rss+xml"}, {"ETag", etag}};
        return reply;
    });
}

// Asks to be left alone once, for half an hour; then it is an ordinary feed.
struct Resting {
    std::mutex mutex;
    std::optional<Moment> asked_for_rest;
};

void offer_rest(Host& host, Resting& resting, bool as_date) {
    host.server.on("/rest", [&resting, as_date](const HttpRequest& request) {
        const std::lock_guard lock(resting.mutex);
        if (resting.asked_for_rest) {
            return HttpReply{.status = 404};
        }
        resting.asked_for_rest = request.at;
        HttpReply reply{.status = as_date ? 503 : 429};
        const auto now =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        reply.headers = {{"Retry-After", as_date ? format_http_date(now + 1800s) : "1800"}};
        return reply;
    });
}

std::vector<Moment> times_of(const HttpServer& server) {
    std::vector<Moment> times;
    for (const HttpRequest& request : server.requests()) {
        times.push_back(request.at);
    }
    std::sort(times.begin(), times.end());
    return times;
}

}  // namespace

TEST_CASE("no gap is broken, no Retry-After is early, and 95 of 100 answers are 304") {
    Bench bench;
    std::vector<std::unique_ptr<Host>> web;
    std::vector<std::unique_ptr<Resting>> resting;
    for (int number = 1; number <= hosts; ++number) {
        web.push_back(std::make_unique<Host>(number));
        Host& host = *web.back();
        for (int feed = 0; feed < feeds_each; ++feed) {
            const std::string id = std::to_string(number) + "-" + std::to_string(feed);
            offer(host, "/" + id, rss({everyday_entry("h" + id, unsigned(number * 10 + feed))}));
            bench.feed("f" + id, host.server.url("/" + id));
        }
        if (number <= 4) {
            resting.push_back(std::make_unique<Resting>());
            offer_rest(host, *resting.back(), number % 2 == 0);
            bench.feed("rest" + std::to_string(number), host.server.url("/rest"));
        }
    }
    const auto daemon = bench.start({"--set", "rehearsal.time_scale=300"});
    const auto answered = [&] {
        int all = 0;
        for (const auto& host : web) {
            all += host->not_modified;
        }
        return all >= hosts * feeds_each * 2;
    };
    REQUIRE(eventually(answered, 60s));
    REQUIRE(stop(*daemon) == 0);

    int gap_violations = 0;
    int early = 0;
    int whole = 0;
    int not_modified = 0;
    for (std::size_t i = 0; i < web.size(); ++i) {
        const std::vector<Moment> times = times_of(web[i]->server);
        CHECK(web[i]->server.count("/robots.txt") == 1);
        for (std::size_t at = 1; at < times.size(); ++at) {
            gap_violations += times[at] - times[at - 1] < scaled_gap - granularity ? 1 : 0;
        }
        if (i < resting.size()) {
            const std::lock_guard lock(resting[i]->mutex);
            REQUIRE(resting[i]->asked_for_rest);
            const Moment from = *resting[i]->asked_for_rest;
            // A date has no finer unit than a second, which is 3 ms here.
            early += static_cast<int>(std::count_if(times.begin(), times.end(), [&](Moment time) {
                return time > from && time < from + scaled_rest - 2 * granularity;
            }));
        }
        whole += web[i]->whole;
        not_modified += web[i]->not_modified;
    }
    CHECK(gap_violations == 0);
    CHECK(early == 0);
    // Each feed is read once; whatever comes after is 304.
    const int later = whole - hosts * feeds_each + not_modified;
    CAPTURE(whole, not_modified);
    CHECK(not_modified * 100 >= later * 95);
}

TEST_CASE("robots.txt, its crawl-delay and a refusal as the servers see them") {
    Bench bench;
    HttpServer kept("127.0.8.1");
    HttpServer slow("127.0.8.2");
    HttpServer broken("127.0.8.3");
    HttpServer ignored("127.0.8.4");
    const std::string body = rss({everyday_entry("a", 1)});
    for (HttpServer* server : {&kept, &slow, &broken, &ignored}) {
        server->document("/feed", body, "application/rss+xml");
        server->document("/open", body, "application/rss+xml");
    }
    ignored.document("/feed", rss({everyday_entry("b", 2)}), "application/rss+xml");
    kept.reply("/robots.txt", {.body = "User-agent: khabard\nDisallow: /feed\n"});
    slow.reply("/robots.txt", {.body = "User-agent: *\nCrawl-delay: 60\n"});
    broken.reply("/robots.txt", {.status = 503});
    ignored.reply("/robots.txt", {.body = "User-agent: *\nDisallow: /\n"});
    bench.feed("kept", kept.url("/feed"));
    bench.feed("open", kept.url("/open"));
    bench.feed("slow", slow.url("/feed"));
    bench.feed("slow2", slow.url("/open"));
    bench.feed("broken", broken.url("/feed"));
    bench.feed("ignored", ignored.url("/feed"), "robots = \"ignore\"");
    const auto daemon = bench.start({"--set", "rehearsal.time_scale=300"});
    REQUIRE(eventually([&] { return slow.count("/feed") >= 2 && slow.count("/open") >= 2; }));
    REQUIRE(stop(*daemon) == 0);
    CHECK(kept.count("/feed") == 0);
    CHECK(kept.count("/open") >= 1);
    CHECK(broken.count("/feed") == 0);
    CHECK(broken.count("/robots.txt") == 1);
    CHECK(ignored.count("/feed") >= 1);
    CHECK(ignored.count("/robots.txt") == 0);
    CHECK(bench.logs("robots.txt disallows it"));
    CHECK(bench.logs("robots.txt cannot be had (HTTP 503)"));
    const std::vector<Moment> times = times_of(slow);
    for (std::size_t i = 1; i < times.size(); ++i) {
        CHECK(times[i] - times[i - 1] >= 60'000ms / 300 - granularity);
    }
    bool allowed = false;
    bool by_choice = false;
    for (const JsonValue& line : bench.records(unthemed_topic)) {
        const std::string robots = text_at(line, "/value/fetch/robots");
        allowed = allowed || robots == "allowed";
        by_choice = by_choice || robots == "ignored";
    }
    CHECK(allowed);
    CHECK(by_choice);
}

TEST_CASE("a stop does not forget what a host asked for") {
    Bench bench;
    HttpServer server("127.0.9.1");
    HttpReply rest{.status = 429};
    rest.headers = {{"Retry-After", "86400"}};
    server.reply("/busy", rest);
    server.document("/other", rss({everyday_entry("a", 1)}), "application/rss+xml");
    bench.feed("busy", server.url("/busy"));
    {
        const auto daemon = bench.start({"--set", "rehearsal.time_scale=300"});
        REQUIRE(eventually([&] { return bench.logs("HTTP 429"); }));
        REQUIRE(stop(*daemon) == 0);
    }
    bench.feed("other", server.url("/other"));
    REQUIRE(bench.run_once({"--set", "rehearsal.time_scale=300"}) == 0);
    CHECK(server.count("/busy") == 1);
    CHECK(server.count("/other") == 0);
    CHECK(bench.logs("feed other is left out: its host is left alone for now (retry_after)"));
}
