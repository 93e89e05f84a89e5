// Documents that are no feeds, or hardly: each costs itself, the rest goes on.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* feed_type = "application/rss+xml";

// A run over this one document and over a good feed beside it; the good one always comes through.
struct Beside {
    Bench bench;
    HttpServer server;
    HttpServer good{"127.0.0.2"};

    explicit Beside(const std::string& body, const std::string& content_type = feed_type) {
        HttpReply reply{.body = body};
        reply.headers = {{"Content-Type", content_type}, {"ETag", "\"bad\""}};
        server.reply("/feed", reply);
        good.document("/feed", rss({everyday_entry("good", 900)}), feed_type);
        bench.feed("bad", server.url("/feed"));
        bench.feed("good", good.url("/feed"));
        REQUIRE(bench.run_once() == 0);
        std::size_t from_good = 0;
        for (const JsonValue& line : bench.records(unthemed_topic)) {
            from_good += text_at(line, "/value/feed/id") == "good" ? 1 : 0;
        }
        CHECK(from_good == 1);
    }
    std::size_t published() const { return bench.count(unthemed_topic) - 1; }
};

}  // namespace

TEST_CASE("what is no feed at all is refused with its cause") {
    struct Case {
        const char* what;
        std::string body;
        const char* content_type;
    };
    const Case one = GENERATE(values<Case>(
        {{"a page", "<!DOCTYPE html><html><body><p>x</p></body></html>", "text/html"},
         {"a page under a feed's name", "<html><head></head><body>Error</body></html>", feed_type},
         {"nothing", "", feed_type},
         {"white space", " \r\n\t ", feed_type},
         {"another XML", "<?xml version=\"1.0\"?><urls><a/></urls>", feed_type},
         {"JSON that is no feed", "[1, 2, 3]", "application/json"},
         {"a sentence", "Service temporarily unavailable", "text/plain"},
         {"bytes", "\x01\x02\xFF\xFE\x80\x81 rubbish" + std::string(99, '\0'), "image/png"},
         {"a PNG", "\x89PNG\r\n\x1A\n" + std::string(500, '\x07'), feed_type}}));
    CAPTURE(one.what);
    const Beside run(one.body, one.content_type);
    CAPTURE(run.bench.log());
    CHECK(run.published() == 0);
    CHECK(run.bench.logs("feed bad failed: "));
    CHECK(run.bench.logs("\"feed\":\"bad\",\"cause\":\"unreadable\""));
    CHECK_FALSE(run.bench.logs("feed good failed"));
}

TEST_CASE("a feed that breaks off gives the entries before the break") {
    std::string body = rss({everyday_entry("a", 1), everyday_entry("a", 2)});
    body.resize(body.size() - 60);
    const Beside run(body);
    CAPTURE(run.bench.log());
    CHECK(run.published() >= 1);
    CHECK(run.bench.logs("feed bad: "));
}

TEST_CASE("stray ampersands and a control character cost no entry") {
    Entry odd = everyday_entry("a", 1);
    odd.url += "?a=1&b=2";
    odd.story.headline += " R&D \x0B";
    const Beside run(rss({odd, everyday_entry("a", 2)}));
    CAPTURE(run.bench.log());
    CHECK(run.published() == 2);
}

TEST_CASE("an entry without anything in it is skipped, its neighbours are published") {
    std::string body = rss({everyday_entry("a", 1), everyday_entry("a", 2)});
    body.insert(body.find("<item>"), "<item><pubDate>soon</pubDate></item><item/>");
    const Beside run(body);
    CAPTURE(run.bench.log());
    CHECK(run.published() == 2);
}

TEST_CASE("an entry that is not Arabic is skipped with its reason") {
    Entry english = everyday_entry("a", 1);
    english.story = {"The council opened a new library in the old quarter on Monday",
                     {"The mayor said that the reading room will be open to everybody until late "
                      "in the evening, and that children may borrow books for free."}};
    const Beside run(rss({english, everyday_entry("a", 2)}));
    CAPTURE(run.bench.log());
    CHECK(run.published() == 1);
    CHECK(run.bench.logs("\"outcome\":\"skipped\",\"reason\":\"not_arabic\""));
}

TEST_CASE("a charset that is declared wrongly is found out") {
    const Beside run(rss({everyday_entry("a", 1)}), "application/rss+xml; charset=iso-8859-6");
    CAPTURE(run.bench.log());
    REQUIRE(run.published() == 1);
    for (const JsonValue& line : run.bench.records(unthemed_topic)) {
        if (text_at(line, "/value/feed/id") == "bad") {
            CHECK(text_at(line, "/value/headline") == everyday_story(1).headline);
        }
    }
}

TEST_CASE("an article of a megabyte is cut and marked, the next one is whole") {
    Entry huge = everyday_entry("a", 1);
    for (std::size_t i = 0; i < 6000; ++i) {
        huge.story = continued(std::move(huge.story), i);
    }
    const Beside run(rss({huge, everyday_entry("a", 2)}));
    REQUIRE(run.published() == 2);
    for (const JsonValue& line : run.bench.records(unthemed_topic)) {
        const JsonValue* cut = json_at(line, "/value/body_truncated");
        REQUIRE(cut != nullptr);
        REQUIRE(cut->boolean() != nullptr);
        CHECK(*cut->boolean() == (text_at(line, "/value/url") == huge.url));
        CHECK(text_at(line, "/value/body").size() < 1'000'000);
    }
}

TEST_CASE("the daemon outlives all of it, and a feed that recovers is published") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.logs("feed a failed: HTTP 404"); }));
    server.document("/feed", "<html>maintenance</html>", "text/html");
    REQUIRE(eventually([&] { return bench.logs("feed a failed: not a feed"); }));
    server.document("/feed", rss({everyday_entry("a", 1)}), feed_type);
    CHECK(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    CHECK(stop(*daemon) == 0);
}
