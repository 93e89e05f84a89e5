#include "daemon/run/host_book.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

HostRules usual_rules() {
    return {.host_concurrency = 1,
            .domain_concurrency = 2,
            .gap = 5s,
            .day_requests = 2000,
            .day_bytes = std::size_t{500} << 20,
            .time_scale = 1};
}

Target at(const std::string& url) {
    const auto target = target_of(url);
    REQUIRE(target);
    return *target;
}

const HostAnswer fine{200, false, std::nullopt, 100};
const HostAnswer no_answer{0, true, std::nullopt, 0};

HostAnswer rest(int status, std::optional<std::chrono::milliseconds> wait) {
    return {status, false, wait, 0};
}

HostWait feed_wait(HostBook& book, const Target& target, SteadyTime now) {
    return book.wait_for(target, RequestKind::feed, true, now);
}

}  // namespace

TEST_CASE("a host that was never asked is free at once") {
    HostBook book(usual_rules());
    CHECK(feed_wait(book, at("https://a.example/"), 100ms).cause == WaitCause::none);
}

TEST_CASE("one request at a time to a host, two to a registrable domain") {
    HostBook book(usual_rules());
    const Target a = at("https://a.outlet.com/rss");
    const Target b = at("https://b.outlet.com/rss");
    const Target c = at("https://c.outlet.com/rss");
    book.begin(a, 0ms);
    CHECK(feed_wait(book, a, 60s).cause == WaitCause::busy);
    CHECK(feed_wait(book, a, 60s).until == SteadyTime::max());
    CHECK(feed_wait(book, b, 0ms).cause == WaitCause::none);
    book.begin(b, 0ms);
    CHECK(feed_wait(book, c, 60s).cause == WaitCause::busy);
    CHECK(feed_wait(book, at("https://other.com/"), 0ms).cause == WaitCause::none);
    // Whoever waits for the domain is named when it has room again.
    const auto woken = book.finish(a, fine, 1s);
    CHECK(woken == std::vector<std::string>{"a.outlet.com", "c.outlet.com"});
    CHECK(feed_wait(book, c, 60s).cause == WaitCause::none);
}

TEST_CASE("the gap lies between the starts of two requests, and behind the end of each") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/");
    book.begin(a, 1s);
    (void)book.finish(a, fine, 3s);
    const HostWait wait = feed_wait(book, at("https://a.example/other"), 4s);
    CHECK(wait.cause == WaitCause::gap);
    CHECK(wait.until == SteadyTime{8s});
    CHECK(feed_wait(book, a, 8s).cause == WaitCause::none);
}

TEST_CASE("a redirect within a host owes it no gap") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/");
    book.begin(a, 0ms);
    (void)book.finish(a, rest(301, std::nullopt), 10ms);
    CHECK(book.wait_for(a, RequestKind::feed, false, 10ms).cause == WaitCause::none);
    CHECK(book.wait_for(a, RequestKind::feed, true, 10ms).cause == WaitCause::gap);
}

TEST_CASE("a crawl-delay longer than the gap is kept instead of it") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/");
    book.set_crawl_delay(a, 30s, 0ms);
    CHECK(feed_wait(book, a, 29s).cause == WaitCause::gap);
    book.begin(a, 30s);
    (void)book.finish(a, fine, 31s);
    CHECK(feed_wait(book, a, 60s).until == SteadyTime{61s});
    book.set_crawl_delay(a, 1s, 61s);
    book.begin(a, 70s);
    (void)book.finish(a, fine, 70s);
    CHECK(feed_wait(book, a, 71s).until == SteadyTime{75s});
}

TEST_CASE("of a host's origins the longest crawl-delay counts, until it is a day old") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/");
    book.set_crawl_delay(a, 30s, 0ms);
    book.set_crawl_delay(at("https://a.example:8443/"), 10s, 1s);
    book.begin(a, 30s);
    (void)book.finish(a, fine, 30s);
    book.forget(10h);
    CHECK(book.size() == 1);
    book.begin(a, 10h);
    (void)book.finish(a, fine, 10h);
    CHECK(feed_wait(book, a, 10h + 1s).until == SteadyTime{10h + 30s});
    book.forget(25h);
    book.begin(a, 25h);
    (void)book.finish(a, fine, 25h);
    CHECK(feed_wait(book, a, 25h + 1s).until == SteadyTime{25h + 5s});
}

TEST_CASE("Retry-After holds for the host, for a day at most") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/1");
    const Target b = at("https://a.example/2");
    book.begin(a, 0ms);
    (void)book.finish(a, rest(429, 2h), 0ms);
    CHECK(feed_wait(book, b, 1h).cause == WaitCause::retry_after);
    CHECK(feed_wait(book, b, 1h).until == SteadyTime{2h});
    CHECK(feed_wait(book, b, 2h).cause == WaitCause::none);
    book.begin(b, 2h);
    (void)book.finish(b, rest(503, 24h * 365), 2h);
    CHECK(feed_wait(book, a, 3h).until == SteadyTime{26h});
}

TEST_CASE("a rest is the URL's alone once another URL of the host is fine") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/1");
    const Target b = at("https://a.example/2");
    book.begin(a, 0ms);
    (void)book.finish(a, rest(429, 1h), 0ms);
    book.begin(b, 1h);
    (void)book.finish(b, fine, 1h);
    book.begin(a, 2h);
    (void)book.finish(a, rest(429, 1h), 2h);
    CHECK(feed_wait(book, b, 2h + 1min).cause == WaitCause::none);
    const HostWait wait = feed_wait(book, a, 2h + 1min);
    CHECK(wait.cause == WaitCause::retry_after);
    CHECK_FALSE(wait.of_host);
    CHECK(wait.until == SteadyTime{3h});
}

TEST_CASE("an answer that was under way when the rest began narrows it too") {
    HostRules rules = usual_rules();
    rules.host_concurrency = 2;
    HostBook book(rules);
    const Target a = at("https://a.example/1");
    const Target b = at("https://a.example/2");
    book.begin(a, 0ms);
    book.begin(b, 0ms);
    (void)book.finish(a, rest(429, 1h), 0ms);
    (void)book.finish(b, fine, 1ms);
    CHECK(feed_wait(book, b, 1min).cause == WaitCause::none);
    CHECK(feed_wait(book, a, 1min).until == SteadyTime{1h});
}

TEST_CASE("an overloaded host bears half until it is forgiven after three clean polls") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/");
    book.begin(a, 0ms);
    (void)book.finish(a, rest(503, std::nullopt), 0ms);
    CHECK(feed_wait(book, a, 9s).cause == WaitCause::gap);
    SteadyTime now = 1h;
    for (int i = 0; i < 4; ++i) {
        book.begin(a, now);
        (void)book.finish(a, fine, now);
        CHECK(feed_wait(book, a, now).until == now + (i < 3 ? 10s : 5s));
        now += 1h;
    }
}

TEST_CASE("a dead host is remembered for ten minutes before any other URL of it") {
    HostBook book(usual_rules());
    const Target a = at("https://a.example/1");
    const Target b = at("https://a.example/2");
    book.begin(a, 0ms);
    (void)book.finish(a, no_answer, 10s);
    CHECK(feed_wait(book, a, 1min).cause == WaitCause::none);
    CHECK(feed_wait(book, b, 1min).cause == WaitCause::dead);
    CHECK(feed_wait(book, b, 1min).until == SteadyTime{10s + 10min});
    book.begin(a, 1min);
    (void)book.finish(a, fine, 1min);
    CHECK(feed_wait(book, b, 2min).cause == WaitCause::none);
}

TEST_CASE("beyond the budget of a day feeds are polled and no pages fetched") {
    const bool by_bytes = GENERATE(false, true);
    HostRules rules = usual_rules();
    rules.day_requests = by_bytes ? 1000 : 3;
    rules.day_bytes = by_bytes ? 250 : 1000;
    HostBook book(rules);
    const Target a = at("https://a.example/");
    for (int i = 0; i < 3; ++i) {
        CHECK(book.wait_for(a, RequestKind::page, true, i * 1min).cause == WaitCause::none);
        book.begin(a, i * 1min);
        (void)book.finish(a, fine, i * 1min);
    }
    const HostWait wait = book.wait_for(a, RequestKind::page, true, 1h);
    CHECK(wait.cause == WaitCause::day_budget);
    CHECK(wait.until == SteadyTime{24h});
    CHECK_FALSE(wait.of_host);
    CHECK(feed_wait(book, a, 1h).cause == WaitCause::none);
    CHECK(book.wait_for(a, RequestKind::page, true, 24h).cause == WaitCause::none);
}

TEST_CASE("rests survive in real time, whatever the scale") {
    HostRules rules = usual_rules();
    rules.time_scale = 60;
    HostBook book(rules);
    const Target a = at("https://a.example/1");
    book.begin(a, 0ms);
    (void)book.finish(a, rest(429, 2h), 0ms);
    const auto rests = book.rests("a.example", 1min);
    REQUIRE(rests.size() == 1);
    CHECK(rests[0].left == 1h);
    CHECK(rests[0].of_host);
    HostBook next(rules);
    next.restore(rests[0], 5s);
    CHECK(feed_wait(next, at("https://a.example/2"), 6s).until == SteadyTime{5s + 1min});
}

TEST_CASE("hosts of which nothing is worth remembering are forgotten") {
    HostBook book(usual_rules());
    for (int i = 0; i < 100; ++i) {
        const Target target = at("https://h" + std::to_string(i) + ".example/");
        book.begin(target, 0ms);
        (void)book.finish(target, fine, 0ms);
    }
    book.forget(1h);
    CHECK(book.size() == 100);  // their day is not over
    book.forget(25h);
    CHECK(book.size() == 0);
}

TEST_CASE("whoever asks the book first never breaks a gap nor a concurrency") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    HostBook book(usual_rules());
    std::map<std::string, SteadyTime> last_start;
    std::map<std::string, bool> busy;
    SteadyTime now{0};
    for (int i = 0; i < 5000; ++i) {
        now += std::chrono::milliseconds{dice() % 1500};
        const std::string host = std::string(1, char('a' + dice() % 6)) + ".outlet.com";
        const Target target = at("https://" + host + "/");
        const auto under_way =
            std::count_if(busy.begin(), busy.end(), [](const auto& each) { return each.second; });
        if (busy[host]) {
            REQUIRE(feed_wait(book, target, now).cause == WaitCause::busy);
            if (dice() % 2 == 0) {
                (void)book.finish(target, fine, now);
                busy[host] = false;
            }
        } else if (feed_wait(book, target, now).cause == WaitCause::none) {
            REQUIRE(under_way < 2);
            if (last_start.contains(host)) {
                REQUIRE(now - last_start[host] >= 5s);
            }
            book.begin(target, now);
            last_start[host] = now;
            busy[host] = true;
        }
    }
}
