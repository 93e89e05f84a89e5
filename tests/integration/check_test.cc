// khabard check: everything that is wrong, in one run.

#include "tests/integration/bench.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

namespace fs = std::filesystem;

constexpr const char* shipped = KHABARD_SOURCE_DIR "/config";

}  // namespace

TEST_CASE("the shipped configuration passes from any directory, by any name") {
    const Ran absolute = run_khabard({"check", "--config", shipped}, "", "cd / &&");
    CAPTURE(absolute.err);
    CHECK(absolute.status == 0);
    CHECK(absolute.out.find("good") != std::string::npos);
    // A missing contact is the operator's to name.
    CHECK(absolute.err.find("warning: [fetch] contact is missing") != std::string::npos);
    const std::string there = std::string("cd '") + KHABARD_SOURCE_DIR + "' &&";
    CHECK(run_khabard({"check", "--config", "config"}, "", there).status == 0);
    CHECK(run_khabard({"check", "--config", "config/"}, "", there).status == 0);
    CHECK(run_khabard({"check", "--config", "./config/khabard.toml"}, "", there).status == 0);
}

TEST_CASE("every mistake of every file is told at once with its place") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "themes");
    write_file(directory / "khabard.toml",
               "[fetch]\ncontcat = \"x\"\nhost_gap = 5\nallow_addresses = [\"127.0.0.0/99\"]\n"
               "[log]\nlevel = \"loud\"\n[state]\ndirectory = \"${NO_SUCH_VARIABLE}/s\"\n"
               "[run]\nworkers = 65\n");
    write_file(directory / "feeds.toml",
               "[[feed]]\nid = \"a\"\nurl = \"http://a.example/\"\ninterval = \"1m\"\n\n"
               "[[feed]]\nid = \"a\"\nurl = \"b\"\nknid = \"rss\"\n\n"
               "[[feed]]\nid = \"c\"\nurl = \"nowhere\"\ninterval = \"6m\"\n");
    write_file(directory / "themes/broken.toml", "[theme]\nid = 3\n");
    write_file(directory / "cleaning.toml", "[[rule]\n");
    fs::create_directory(directory / "aliases.toml");
    const Ran ran = run_khabard({"check", "--config", directory.path()});
    CAPTURE(ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.out.empty());
    for (const char* complaint :
         {"khabard.toml:2:1: ", "khabard.toml:3:12: ", "khabard.toml:4:19: ", "khabard.toml:6:9: ",
          "khabard.toml:8:13: ", "khabard.toml:10:11: ", "feeds.toml:4:12: ", "feeds.toml:7:6: ",
          "feeds.toml:8:7: ", "feeds.toml:9:1: ", "feeds.toml:13:7: ", "feeds.toml:14:12: ",
          "themes/broken.toml:2:6: ", "cleaning.toml:1:8: ", "aliases.toml: cannot be read"}) {
        CAPTURE(complaint);
        CHECK(ran.err.find(complaint) != std::string::npos);
    }
    CHECK(ran.err.find("did you mean \"contact\"?") != std::string::npos);
    CHECK(ran.err.find("NO_SUCH_VARIABLE") != std::string::npos);
}

TEST_CASE("a theme whose example is labelled otherwise fails with the place of the example") {
    Bench bench;
    const std::string theme = bench.path("config/themes/territory.toml");
    std::string text = read_file(theme);
    text.replace(text.find("must_not = [\""), 13,
                 "must_not = [\"طالبت موسكو بانسحاب القوات من إقليم دونباس.\", \"");
    write_file(theme, text);
    const Ran ran = run_khabard({"check", "--config", bench.path("config")});
    CAPTURE(ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.err.find("themes/territory.toml:19:13: ") != std::string::npos);
}

TEST_CASE("a batch waits for more records for 200 ms at most") {
    const Bench bench;
    const Arguments check{"check", "--config", bench.path("config"), "--set"};
    const auto with = [&check](const std::string& setting) {
        Arguments arguments = check;
        arguments.push_back(setting);
        return run_khabard(arguments);
    };
    CHECK(with("publish.batch_wait=200ms").status == 0);
    const Ran longer = with("publish.batch_wait=201ms");
    CHECK(longer.status == 1);
    CHECK(longer.err.find("batch_wait") != std::string::npos);
}

TEST_CASE("secrets of the environment stay out of the complaints") {
    Bench bench;
    bench.feed("a", "${FEED_URL}");
    const Ran ran = run_khabard({"check", "--config", bench.path("config")}, "",
                                "export FEED_URL='nowhere-s3cret-token';");
    CAPTURE(ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.err.find("s3cret") == std::string::npos);
}

TEST_CASE("no such configuration is one clear complaint") {
    const Ran ran = run_khabard({"check", "--config", "/nowhere/at/all"});
    CHECK(ran.status == 1);
    CHECK(ran.err.find("all: there is no such file in /nowhere/at") != std::string::npos);
}
