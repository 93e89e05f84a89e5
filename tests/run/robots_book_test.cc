#include "daemon/run/robots_book.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* origin = "https://a.example";

RobotsBook book_with(double scale = 1) {
    return RobotsBook(
        {.cache = 6h, .crawl_delay_max = 120s, .bytes_max = 512 * 1024, .time_scale = scale});
}

RobotsSays says(const RobotsBook& book, const char* path, SteadyTime now) {
    return book.view(origin, path, now).says;
}

}  // namespace

TEST_CASE("an origin that nobody asked is unknown, and one that is being asked says so") {
    RobotsBook book = book_with();
    CHECK(says(book, "/x", 0ms) == RobotsSays::unknown);
    book.begin(origin);
    CHECK(says(book, "/x", 0ms) == RobotsSays::asking);
    book.drop(origin);
    CHECK(says(book, "/x", 0ms) == RobotsSays::unknown);
}

TEST_CASE("the rules of a 200 count, and are believed for six hours") {
    RobotsBook book = book_with();
    book.answer(origin, 200, "User-agent: *\nDisallow: /private\n", 1h);
    CHECK(says(book, "/private/1", 2h) == RobotsSays::disallowed);
    CHECK(says(book, "/news", 2h) == RobotsSays::allowed);
    CHECK(says(book, "/news", 7h) == RobotsSays::unknown);
    CHECK(book.view("https://b.example", "/", 2h).says == RobotsSays::unknown);
}

TEST_CASE("a cache configured beyond a day is a day") {
    RobotsBook book(
        {.cache = 48h, .crawl_delay_max = 120s, .bytes_max = 512 * 1024, .time_scale = 1});
    book.answer(origin, 200, "", 0ms);
    CHECK(says(book, "/", 23h) == RobotsSays::allowed);
    CHECK(says(book, "/", 24h) == RobotsSays::unknown);
}

TEST_CASE("no robots.txt allows everything") {
    const int status = GENERATE(400, 401, 403, 404, 410, 451, 302);
    CAPTURE(status);
    RobotsBook book = book_with();
    book.answer(origin, status, "User-agent: *\nDisallow: /\n", 0ms);
    CHECK(says(book, "/x", 1h) == RobotsSays::allowed);
}

TEST_CASE("429, 5xx and no answer forbid everything for an hour") {
    const int status = GENERATE(429, 500, 503, 0);
    CAPTURE(status);
    RobotsBook book = book_with();
    if (status == 0) {
        book.fail(origin, "timeout", 0ms);
    } else {
        book.answer(origin, status, "", 0ms);
    }
    const RobotsView view = book.view(origin, "/x", 59min);
    CHECK(view.says == RobotsSays::unavailable);
    CHECK(view.until == SteadyTime{1h});
    CHECK_FALSE(view.cause.empty());
    CHECK(says(book, "/x", 1h) == RobotsSays::unknown);
}

TEST_CASE("rules of the last day are kept while robots.txt cannot be had") {
    RobotsBook book = book_with();
    book.answer(origin, 200, "User-agent: *\nDisallow: /private\n", 0ms);
    book.fail(origin, "timeout", 6h);
    CHECK(says(book, "/news", 6h + 1min) == RobotsSays::allowed);
    CHECK(says(book, "/private", 6h + 1min) == RobotsSays::disallowed);
    book.fail(origin, "timeout", 24h);
    CHECK(says(book, "/news", 24h + 1min) == RobotsSays::unavailable);
}

TEST_CASE("after thirty days without an answer the rule is relaxed") {
    RobotsBook book = book_with();
    for (auto at = 0h; at <= 30 * 24h; at += 1h) {
        book.fail(origin, "timeout", at);
        book.forget(at);
    }
    CHECK(says(book, "/x", 30 * 24h + 1min) == RobotsSays::allowed);
}

TEST_CASE("a crawl-delay is obeyed up to two minutes, and counted above") {
    RobotsBook book = book_with();
    book.answer(origin, 200, "User-agent: *\nCrawl-delay: 10\n", 0ms);
    CHECK(book.crawl_delay(origin) == 10s);
    CHECK_FALSE(book.crawl_delay_was_capped(origin));
    book.answer(origin, 200, "User-agent: khabard\nCrawl-delay: 3600\n", 0ms);
    CHECK(book.crawl_delay(origin) == 120s);
    CHECK(book.crawl_delay_was_capped(origin));
    book.answer(origin, 404, "", 0ms);
    CHECK_FALSE(book.crawl_delay(origin).has_value());
}

TEST_CASE("every wait is divided by the scale") {
    RobotsBook book = book_with(3600);
    book.answer(origin, 200, "", 0ms);
    CHECK(says(book, "/", 5s) == RobotsSays::allowed);
    CHECK(says(book, "/", 6s) == RobotsSays::unknown);
    book.fail(origin, "timeout", 6s);
    CHECK(book.view(origin, "/", 6s).until == SteadyTime{7s});
}

TEST_CASE("what failed by our own fault is asked again at once") {
    RobotsBook book = book_with();
    book.fail(origin, "timeout", 0ms);
    book.retry_failures(1min);
    CHECK(says(book, "/", 1min) == RobotsSays::unknown);
}

TEST_CASE("an origin that nobody asks for any more is forgotten") {
    RobotsBook book = book_with();
    book.answer(origin, 200, "", 0ms);
    book.forget(7h);
    CHECK(book.size() == 1);
    book.forget(31h);
    CHECK(book.size() == 0);
}
