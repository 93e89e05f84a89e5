#include "daemon/run/admission.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

Admissions usual() {
    return Admissions(
        {.hosts = {.host_concurrency = 1,
                   .domain_concurrency = 2,
                   .gap = 5s,
                   .day_requests = 2000,
                   .day_bytes = std::size_t{500} << 20,
                   .time_scale = 1},
         .robots = {
             .cache = 6h, .crawl_delay_max = 120s, .bytes_max = 512 * 1024, .time_scale = 1}});
}

const Target news = *target_of("https://user:secret@a.example:8443/news?page=2#top");

Admission ask(Admissions& admissions, SteadyTime now, RobotsPolicy policy = RobotsPolicy::obey) {
    return admissions.admit({news, RequestKind::feed, policy, true}, now);
}

}  // namespace

TEST_CASE("a target is taken apart without its secrets") {
    CHECK(news.url == "https://a.example:8443/news?page=2");
    CHECK(news.host == "a.example");
    CHECK(news.origin == "https://a.example:8443");
    CHECK(news.path == "/news?page=2");
    CHECK(robots_of(news).url == "https://a.example:8443/robots.txt");
    CHECK_FALSE(target_of("ftp://a.example/").has_value());
    CHECK_FALSE(target_of("no address").has_value());
}

TEST_CASE("robots.txt is asked before a host is asked for anything else") {
    Admissions admissions = usual();
    CHECK(ask(admissions, 0ms).gate == Gate::ask_robots);
    admissions.begin_robots(robots_of(news));
    const Admission meanwhile = ask(admissions, 0ms);
    CHECK(meanwhile.gate == Gate::wait);
    CHECK(meanwhile.until == SteadyTime::max());
    admissions.finish_robots(robots_of(news), {200, "User-agent: *\nDisallow:\n", {}}, 1s);
    CHECK(ask(admissions, 1s).gate == Gate::go);
}

TEST_CASE("a rule of robots.txt forbids until it is read again, its want until it is retried") {
    Admissions admissions = usual();
    admissions.finish_robots(robots_of(news), {200, "User-agent: khabard\nDisallow: /news\n", {}},
                             0ms);
    Admission answer = ask(admissions, 1h);
    CHECK(answer.gate == Gate::forbidden);
    CHECK(answer.by_rule);
    CHECK(answer.until == SteadyTime{6h});
    CHECK(answer.cause == "robots.txt disallows it");
    admissions.finish_robots(robots_of(news), {503, {}, {}}, 24h);
    answer = ask(admissions, 24h);
    CHECK(answer.gate == Gate::forbidden);
    CHECK_FALSE(answer.by_rule);
    CHECK(answer.until == SteadyTime{25h});
    CHECK(answer.cause.find("HTTP 503") != std::string::npos);
}

TEST_CASE("who ignores robots.txt keeps to every budget all the same") {
    Admissions admissions = usual();
    CHECK(ask(admissions, 0ms, RobotsPolicy::ignore).gate == Gate::go);
    admissions.begin(news, 0ms);
    CHECK(ask(admissions, 1s, RobotsPolicy::ignore).wait == WaitCause::busy);
    (void)admissions.finish(news, {200, false, std::nullopt, 0}, 1s);
    CHECK(ask(admissions, 2s, RobotsPolicy::ignore).wait == WaitCause::gap);
}

TEST_CASE("a crawl-delay holds from the answer that states it") {
    Admissions admissions = usual();
    admissions.finish_robots(robots_of(news), {200, "User-agent: *\nCrawl-delay: 20\n", {}}, 1s);
    CHECK(ask(admissions, 2s).until == SteadyTime{21s});
    CHECK(ask(admissions, 21s).gate == Gate::go);
}
