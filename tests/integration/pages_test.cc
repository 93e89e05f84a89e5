// Article pages and retractions: the real daemon, real pages over loopback.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <csignal>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* feed_type = "application/rss+xml";
// Long enough in the tests' time for a page to come on a machine that is busy.
const Arguments patient{"--set", "fetch.page_wait=24h"};

// A feed that shows headlines and summaries; the text stands on the pages.
std::string teasers(const HttpServer& server, const std::vector<Story>& stories) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel>"
        "<title>Feed</title>";
    for (std::size_t i = 0; i < stories.size(); ++i) {
        const std::string page = server.url("/news/" + std::to_string(i));
        xml += "<item><guid>" + page + "</guid><link>" + page + "</link><title>" +
               stories[i].headline + "</title><description>موجز الخبر…</description></item>";
    }
    return xml + "</channel></rss>";
}

HttpReply page_of(const Story& story) {
    std::string html =
        "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>" + story.headline +
        "</title><meta property=\"og:type\" content=\"article\"></head><body><article>";
    for (const std::string& paragraph : story.paragraphs) {
        html += "<p>" + paragraph + "</p>";
    }
    return {.headers = {{"content-type", "text/html"}}, .body = html + "</article></body></html>"};
}

}  // namespace

TEST_CASE("a teaser waits for its page through a kill, and goes when its page is gone") {
    Bench bench;
    HttpServer server;
    const Story story = themed_story(1, {territory_topic});
    server.document("/feed", teasers(server, {story}), feed_type);
    server.reply("/news/0", {.status = 500});
    bench.feed("a", server.url("/feed"), "fetch_pages = \"auto\"");
    {
        const auto daemon = bench.start(patient);
        REQUIRE(eventually([&] { return server.count("/news/0") >= 2; }));
        daemon->signal(SIGKILL);
        (void)daemon->wait(std::chrono::seconds{10});
    }
    CHECK(bench.count(territory_topic) + bench.count(unthemed_topic) == 0);
    server.reply("/news/0", page_of(story));
    const auto daemon = bench.start(patient);
    REQUIRE(eventually([&] { return bench.count(territory_topic) == 1; }));
    const JsonValue full = bench.records(territory_topic)[0];
    CHECK(text_at(full, "/value/event_type") == "created");
    CHECK(text_at(full, "/value/representation") == "full");
    CHECK(text_at(full, "/value/body_source") == "page");
    CHECK(text_at(full, "/value/summary") == "موجز الخبر…");
    CHECK(text_at(full, "/value/body").find("دونباس") != std::string::npos);
    CHECK(text_at(full, "/value/fetch/format") == "page");
    CHECK(text_at(full, "/value/fetch/robots") == "allowed");

    server.reply("/news/0", {.status = 410});
    REQUIRE(
        eventually([&] { return bench.count(territory_topic) == 2; }, std::chrono::seconds{60}));
    const JsonValue gone = bench.records(territory_topic)[1];
    CHECK(text_at(gone, "/value/event_type") == "retracted");
    CHECK(number_at(gone, "/value/version") == 2);
    CHECK(json_at(gone, "/value/body")->is_null());
    CHECK(text_at(gone, "/value/retraction/cause") == "page_gone");
    CHECK(text_at(gone, "/value/headline") == text_at(full, "/value/headline"));
    CHECK(text_at(gone, "/key") == text_at(full, "/key"));
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a run of --once publishes teasers with their pages, and without those it cannot have") {
    Bench bench;
    HttpServer server;
    const Story found = everyday_story(1);
    server.document("/feed", teasers(server, {found, everyday_story(2), everyday_story(3)}),
                    feed_type);
    server.reply("/robots.txt", {.body = "User-agent: *\nDisallow: /news/1\n"});
    server.reply("/news/0", page_of(found));
    bench.feed("a", server.url("/feed"), "fetch_pages = \"auto\"");
    // /news/2 answers 404: it is waited for until the end.
    REQUIRE(bench.run_once({"--set", "fetch.page_wait=4h"}) == 0);
    const auto records = bench.records(unthemed_topic);
    REQUIRE(records.size() == 3);
    std::map<std::string, std::string> told;
    for (const JsonValue& record : records) {
        told[text_at(record, "/value/headline")] = text_at(record, "/value/representation");
    }
    CHECK(told[found.headline] == "full");
    CHECK(told[everyday_story(2).headline] == "summary_only");
    CHECK(told[everyday_story(3).headline] == "summary_only");
    CHECK(server.count("/news/1") == 0);
    CHECK(server.count("/news/2") >= 2);
}

TEST_CASE("an operator takes an article back, with a running daemon and without") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1), everyday_entry("a", 2)}), feed_type);
    bench.feed("a", server.url("/feed"));
    auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 2; }));
    const auto retract = [&](const std::string& id) {
        return run_khabard(
            {"retract", id, "--reason", "wrong person", "--config", bench.path("config")});
    };
    const std::string first = text_at(bench.records(unthemed_topic)[0], "/key");
    const std::string second = text_at(bench.records(unthemed_topic)[1], "/key");
    const Ran asked = retract(first);
    CHECK(asked.status == 0);
    CHECK(asked.out.find("retracted by version 2") != std::string::npos);
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 3; }));
    CHECK(retract(first).status == 1);
    CHECK(retract("00000000000000000000000000000000").err.find("no article of this id") !=
          std::string::npos);
    CHECK(stop(*daemon) == 0);

    const Ran offline = retract(second);
    CHECK(offline.status == 0);
    CHECK(offline.out.find("when the daemon runs") != std::string::npos);
    CHECK(bench.count(unthemed_topic) == 3);
    daemon = bench.start();
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 4; }));
    const auto records = bench.records(unthemed_topic);
    for (const std::size_t i : {2U, 3U}) {
        CHECK(text_at(records[i], "/value/event_type") == "retracted");
        CHECK(json_at(records[i], "/value/body")->is_null());
        CHECK(text_at(records[i], "/value/retraction/cause") == "operator");
        CHECK(text_at(records[i], "/value/retraction/reason") == "wrong person");
    }
    CHECK(text_at(records[3], "/key") == second);
    CHECK(stop(*daemon) == 0);
}
