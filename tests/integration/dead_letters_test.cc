// Items that cannot be read: they are dead letters of the stage "read", and dlq shows them.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

constexpr const char* dead_letters_topic = "news.ar.dead-letters";

}  // namespace

TEST_CASE("a line of a spool file that is no JSON becomes a dead letter, the others are read") {
    Bench bench;
    const std::string spool = bench.path("spool");
    std::filesystem::create_directories(spool);
    write_file(spool + "/one.ndjson", ndjson_line(everyday_entry("a", 1)) +
                                          "\n{\"title\": broken\n" +
                                          ndjson_line(everyday_entry("a", 2)) + "\n");
    bench.feed("desk", spool, "kind = \"dir\"");
    REQUIRE(bench.run_once() == 0);
    CHECK(bench.count(unthemed_topic) == 2);
    const auto letters = bench.records(dead_letters_topic);
    REQUIRE(letters.size() == 1);
    CHECK(text_at(letters[0], "/value/stage") == "read");
    CHECK(text_at(letters[0], "/value/cause") == "unreadable");
    CHECK(number_at(letters[0], "/value/attempts") == 1);
    CHECK(text_at(letters[0], "/value/payload_hash").starts_with("xxh3:"));
    const std::string kept = bench.path("state/" + text_at(letters[0], "/value/payload_at"));
    CHECK(read_file(kept).find("broken") != std::string::npos);

    const std::string seq = std::to_string(number_at(letters[0], "/seq"));
    const Ran listed = run_khabard({"dlq", "list", "--config", bench.path("config")});
    INFO(listed.err);
    CHECK(listed.status == 0);
    CHECK(listed.out.find("read") != std::string::npos);
    CHECK(listed.out.find(text_at(letters[0], "/key")) != std::string::npos);
    const Ran shown = run_khabard({"dlq", "show", seq, "--config", bench.path("config")});
    CHECK(shown.status == 0);
    CHECK(shown.out.find("\"raw\": \"{\\\"title\\\": broken\"") != std::string::npos);
    const Ran replayed = run_khabard({"dlq", "replay", "--all", "--config", bench.path("config")});
    CHECK(replayed.status == 0);
    CHECK(replayed.out.find("was rejected while reading") != std::string::npos);
    CHECK(run_khabard({"dlq", "replay", "99", "--config", bench.path("config")}).status == 2);
}

TEST_CASE("a spool file that is no feed becomes a dead letter that names the file") {
    Bench bench;
    const std::string spool = bench.path("spool");
    std::filesystem::create_directories(spool);
    write_file(spool + "/two.xml", "this is no feed");
    bench.feed("desk", spool, "kind = \"dir\"");
    REQUIRE(bench.run_once() >= 0);
    const auto letters = bench.records(dead_letters_topic);
    REQUIRE(letters.size() == 1);
    CHECK(text_at(letters[0], "/value/stage") == "read");
    CHECK(text_at(letters[0], "/value/payload_at") == spool + "/two.xml");
    const Ran listed = run_khabard({"dlq", "list", "--json", "--config", bench.path("config")});
    CHECK(json_lines(listed.out).size() == 1);
}
