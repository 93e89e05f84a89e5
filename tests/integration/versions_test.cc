// Edits, repeats and copies over the life of a running daemon.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* feed_type = "application/rss+xml";

bool polled_again(const HttpServer& server, const std::string& path, std::size_t times) {
    const std::size_t before = server.count(path);
    return eventually([&] { return server.count(path) >= before + times; });
}

}  // namespace

TEST_CASE("an edit becomes version 2 under the same id, a repeat nothing at all") {
    Bench bench;
    HttpServer server;
    Entry entry = everyday_entry("a", 1);
    const Entry other = everyday_entry("a", 2);
    server.document("/feed", rss({entry, other}), feed_type);
    bench.feed("a", server.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 2; }));
    REQUIRE(polled_again(server, "/feed", 2));
    CHECK(bench.count(unthemed_topic) == 2);

    entry.story = continued(entry.story, 1);
    server.document("/feed", rss({other, entry}), feed_type);
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 3; }));
    const auto lines = bench.records(unthemed_topic);
    const JsonValue& edited = lines[2];
    CHECK(text_at(edited, "/value/event_type") == "updated");
    CHECK(number_at(edited, "/value/version") == 2);
    CHECK(text_at(edited, "/value/url") == entry.url);
    CHECK(text_at(edited, "/key") == text_at(lines[0], "/key"));
    CHECK(text_at(edited, "/headers/ce_id") == text_at(lines[0], "/key") + ".2");
    CHECK(texts_at(edited, "/value/changed_fields") == std::vector<std::string>{"body"});
    CHECK(text_at(edited, "/value/change_class") == "material");
    CHECK(text_at(edited, "/value/first_seen_at") == text_at(lines[0], "/value/first_seen_at"));

    // Other white space and another order are no change.
    std::string spaced = rss({entry, other});
    spaced.replace(spaced.find("<p>"), 3, "<p>\n  ");
    server.document("/feed", spaced, feed_type);
    REQUIRE(polled_again(server, "/feed", 2));
    CHECK(bench.count(unthemed_topic) == 3);
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("an edit that brings a theme reaches the old topic and the new one") {
    Bench bench;
    HttpServer server;
    Entry entry = everyday_entry("a", 1);
    server.document("/feed", rss({entry}), feed_type);
    bench.feed("a", server.url("/feed"));
    REQUIRE(bench.run_once() == 0);
    entry.story = themed_story(1, {territory_topic});
    server.document("/feed", rss({entry}), feed_type);
    REQUIRE(bench.run_once() == 0);
    const auto before = bench.records(unthemed_topic);
    const auto now = bench.records(territory_topic);
    REQUIRE(before.size() == 2);
    REQUIRE(now.size() == 1);
    CHECK(text_at(before[1], "/headers/ce_id") == text_at(now[0], "/headers/ce_id"));
    CHECK(texts_at(now[0], "/value/topics") == std::vector<std::string>{territory_topic});
    CHECK(texts_at(now[0], "/value/left_topics") == std::vector<std::string>{unthemed_topic});
}

TEST_CASE("a known address in another feed is a repeat, the same text elsewhere a duplicate") {
    Bench bench;
    HttpServer server;
    HttpServer second("127.0.0.2");
    const Entry entry = everyday_entry("a", 1);
    server.document("/feed", rss({entry}), feed_type);
    bench.feed("a", server.url("/feed"));
    const auto first = bench.start();
    REQUIRE(eventually([&] { return bench.count(unthemed_topic) == 1; }));
    REQUIRE(stop(*first) == 0);

    Entry same_address = entry;
    same_address.guid = "another-guid";
    same_address.url += "?utm_source=rss#top";
    Entry copy = entry;
    copy.url = "https://b.example/copy";
    second.document("/feed", rss({same_address, copy}), feed_type);
    bench.feed("b", second.url("/feed"));
    const auto daemon = bench.start();
    REQUIRE(eventually([&] { return bench.count(duplicates_topic) == 1; }));
    REQUIRE(polled_again(second, "/feed", 2));
    CHECK(bench.count(unthemed_topic) == 1);
    REQUIRE(bench.count(duplicates_topic) == 1);
    CHECK(text_at(bench.records(duplicates_topic)[0], "/value/url") == copy.url);
    CHECK(stop(*daemon) == 0);
}
