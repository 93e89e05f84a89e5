// khabard run --once, from the feeds to the topic files.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

#include <algorithm>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* always_there[] = {"schema_version",
                                        "id",
                                        "version",
                                        "event_type",
                                        "representation",
                                        "source",
                                        "feed",
                                        "guid",
                                        "url",
                                        "canonical_url",
                                        "headline",
                                        "body",
                                        "lang",
                                        "lang_confidence",
                                        "first_seen_at",
                                        "processed_at",
                                        "content_hash",
                                        "group_id",
                                        "themes",
                                        "topics",
                                        "ruleset_version",
                                        "config_generation"};

bool has_header(const JsonValue& line, const std::string& name) {
    const JsonValue* headers = line.find("headers");
    return headers != nullptr && headers->find(name) != nullptr;
}

const JsonValue* of_feed(const std::vector<JsonValue>& lines, const std::string& feed) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const JsonValue& line) {
        return text_at(line, "/value/feed/id") == feed;
    });
    return found == lines.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("one run reads RSS, Atom, JSON Feed and a spool directory, and a second adds nothing") {
    Bench bench;
    HttpServer server;
    HttpServer second("127.0.0.2");
    HttpServer third("127.0.0.3");
    server.document("/rss", rss({everyday_entry("a", 1), everyday_entry("a", 2)}),
                    "application/rss+xml");
    second.document("/atom", atom({everyday_entry("b", 3)}), "application/atom+xml");
    third.document("/json", json_feed({everyday_entry("c", 4)}), "application/feed+json");
    bench.feed("rss", server.url("/rss"), "source = \"a\"\n");
    bench.feed("atom", second.url("/atom"), "source = \"b\"\n");
    bench.feed("json", third.url("/json"), "source = \"c\"\n");
    bench.feed("spool", "../spool", "kind = \"dir\"\n");
    std::filesystem::create_directory(bench.path("spool"));
    write_file(bench.path("spool/scraped.txt"), plain_text(everyday_story(5)));

    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    const auto lines = bench.records(unthemed_topic);
    REQUIRE(lines.size() == 5);
    std::int64_t seq = 0;
    for (const JsonValue& line : lines) {
        CHECK(text_at(line, "/topic") == unthemed_topic);
        CHECK(text_at(line, "/key") == text_at(line, "/value/id"));
        CHECK(number_at(line, "/seq") > seq);
        seq = number_at(line, "/seq");
        CHECK(text_at(line, "/headers/ce_id") == text_at(line, "/value/id") + ".1");
        CHECK(text_at(line, "/headers/feed") == text_at(line, "/value/feed/id"));
        CHECK_FALSE(has_header(line, "theme"));
        const JsonValue* value = line.find("value");
        REQUIRE(value != nullptr);
        for (const char* name : always_there) {
            CAPTURE(name);
            CHECK(value->find(name) != nullptr);
        }
        CHECK(text_at(*value, "/event_type") == "created");
        CHECK(number_at(*value, "/version") == 1);
        CHECK(text_at(*value, "/lang") == "ar");
        CHECK(texts_at(*value, "/topics") == std::vector<std::string>{unthemed_topic});
    }
    const JsonValue* atom_line = of_feed(lines, "atom");
    REQUIRE(atom_line != nullptr);
    CHECK(text_at(*atom_line, "/value/headline") == everyday_story(3).headline);
    CHECK(text_at(*atom_line, "/value/url") == "https://b.example/3");
    CHECK(text_at(*atom_line, "/value/source/id") == "b");
    const JsonValue* spool_line = of_feed(lines, "spool");
    REQUIRE(spool_line != nullptr);
    CHECK(text_at(*spool_line, "/value/headline") == everyday_story(5).headline);

    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 5);
}

TEST_CASE("an article of two themes stands in both topics, its copy at another outlet in neither") {
    Bench bench;
    HttpServer server;
    const Entry original{.guid = "1",
                         .url = "https://a.example/1",
                         .story = themed_story(1, {energy_topic, territory_topic})};
    Entry copy = original;
    copy.url = "https://b.example/77";
    server.document("/a", rss({original}), "application/rss+xml");
    bench.feed("a", server.url("/a"));
    REQUIRE(bench.run_once() == 0);
    server.document("/b", rss({copy}), "application/rss+xml");
    bench.feed("b", server.url("/b"));
    REQUIRE(bench.run_once() == 0);

    CAPTURE(bench.log());
    const auto energy = bench.records(energy_topic);
    const auto territory = bench.records(territory_topic);
    const auto duplicates = bench.records(duplicates_topic);
    REQUIRE(energy.size() == 1);
    REQUIRE(territory.size() == 1);
    REQUIRE(duplicates.size() == 1);
    CHECK(text_at(energy[0], "/headers/theme") == "energy-ceasefire");
    CHECK(text_at(territory[0], "/headers/theme") == "territory");
    CHECK(text_at(energy[0], "/headers/ce_id") == text_at(territory[0], "/headers/ce_id"));
    CHECK(number_at(energy[0], "/seq") == number_at(territory[0], "/seq"));
    CHECK(texts_at(energy[0], "/value/topics") ==
          std::vector<std::string>{energy_topic, territory_topic});
    CHECK(text_at(duplicates[0], "/value/event_type") == "duplicate");
    CHECK(text_at(duplicates[0], "/value/duplicate_of") == text_at(energy[0], "/value/id"));
    CHECK(text_at(duplicates[0], "/value/dup_level") == "content");
    CHECK(text_at(duplicates[0], "/value/group_id") == text_at(energy[0], "/value/id"));
    CHECK(json_at(duplicates[0], "/value/body")->is_null());
}

TEST_CASE("feeds that fail are named, the others are published, and the run ends well") {
    Bench bench;
    HttpServer server;
    server.document("/good", rss({everyday_entry("a", 1)}), "application/rss+xml");
    server.document("/page", "<!doctype html><html><body><p>no feed</p></body></html>",
                    "text/html");
    bench.feed("good", server.url("/good"));
    bench.feed("lost", server.url("/nowhere"));
    bench.feed("page", server.url("/page"));
    bench.feed("silent", "http://127.0.0.9:9/feed");
    bench.feed("no-spool", "../nowhere", "kind = \"dir\"\n");
    bench.feed("off", server.url("/off"), "enabled = false\n");
    REQUIRE(bench.run_once() == 0);
    CAPTURE(bench.log());
    CHECK(bench.count(unthemed_topic) == 1);
    CHECK(bench.logs("feed lost failed: HTTP 404"));
    CHECK(bench.logs("feed page failed: not a feed"));
    CHECK(bench.logs("feed silent failed: "));
    CHECK(bench.logs("feed no-spool failed: "));
    CHECK_FALSE(bench.logs("feed good failed"));
    CHECK(server.count("/off") == 0);
}

TEST_CASE("one run reads all files of a spool, however many there are") {
    Bench bench;
    bench.feed("spool", "../spool", "kind = \"dir\"\n");
    std::filesystem::create_directory(bench.path("spool"));
    for (std::size_t i = 0; i < 120; ++i) {
        write_file(bench.path("spool/" + std::to_string(i) + ".txt"),
                   plain_text(everyday_story(i)));
    }
    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 120);
}

// Takes its 60 seconds; tests/long.sh asks for it by its tag.
TEST_CASE("a sink that never comes back leaves the rows in the outbox and ends with 69",
          "[.][long]") {
    Bench bench;
    HttpServer server;
    server.document("/feed", rss({everyday_entry("a", 1)}), "application/rss+xml");
    bench.feed("a", server.url("/feed"));
    const std::string in_the_way = bench.path("topics/" + std::string(unthemed_topic) + ".ndjson");
    std::filesystem::create_directories(in_the_way);
    const auto began = std::chrono::steady_clock::now();
    const auto daemon = bench.start({"--once"});
    const auto end = daemon->wait(std::chrono::seconds{90});
    REQUIRE(end);
    CHECK(end->value == 69);
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::seconds{60});
    CHECK(bench.logs("cannot publish, records wait in the outbox"));
    std::filesystem::remove(in_the_way);
    CHECK(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 1);
}
