// Spool directories: files that other programs leave for the daemon.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"

#include <csignal>
#include <filesystem>

using namespace khabard;
using namespace khabard::integration;

namespace {

namespace fs = std::filesystem;

struct Spool {
    Bench bench;

    Spool() {
        fs::create_directory(bench.path("spool"));
        bench.feed("spool", "../spool", "kind = \"dir\"\n");
    }
    // As a careful program does: under another name, then renamed.
    void leave(const std::string& name, const std::string& text) const {
        write_file(bench.path("spool/" + name + ".part"), text);
        fs::rename(bench.path("spool/" + name + ".part"), bench.path("spool/" + name));
    }
};

}  // namespace

TEST_CASE("every kind of file is read, other names are left alone") {
    Spool spool;
    spool.leave("a.txt", plain_text(everyday_story(1)));
    spool.leave("b.ndjson",
                ndjson_line(everyday_entry("b", 2)) + "\n" + ndjson_line(everyday_entry("b", 3)));
    spool.leave("c.xml", rss({everyday_entry("c", 4)}));
    spool.leave("d.json", json_feed({everyday_entry("d", 5)}));
    std::string paragraphs;
    for (const std::string& paragraph : everyday_story(6).paragraphs) {
        paragraphs += "<p>" + paragraph + "</p>";
    }
    spool.leave("e.html", "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>" +
                              everyday_story(6).headline + "</title></head><body><article><h1>" +
                              everyday_story(6).headline + "</h1>" + paragraphs +
                              "</article></body></html>");
    spool.leave("f.md", plain_text(everyday_story(7)));
    spool.leave(".hidden.txt", plain_text(everyday_story(8)));
    REQUIRE(spool.bench.run_once() == 0);
    CAPTURE(spool.bench.log());
    CHECK(spool.bench.count(unthemed_topic) == 6);
    CHECK(fs::exists(spool.bench.path("spool/a.txt")));
    REQUIRE(spool.bench.run_once() == 0);
    CHECK(spool.bench.count(unthemed_topic) == 6);
}

TEST_CASE("bad lines of a file are named one by one, the good ones are published") {
    Spool spool;
    spool.leave("mixed.ndjson", ndjson_line(everyday_entry("a", 1)) + "{\"title\": \n" +
                                    "[1]\n\"text\"\n" + ndjson_line(everyday_entry("a", 2)) +
                                    "\xFF\xFE\n{\"id\":\"last\"}\n" +
                                    ndjson_line(everyday_entry("a", 3)));
    spool.leave("zz.txt", plain_text(everyday_story(4)));
    REQUIRE(spool.bench.run_once() == 0);
    CAPTURE(spool.bench.log());
    CHECK(spool.bench.count(unthemed_topic) == 4);
    CHECK(occurrences(spool.bench.log(), "\"level\":\"warning\",\"message\":\"rejected") == 4);
    CHECK(spool.bench.logs("4 rejected"));
    CHECK(spool.bench.logs("mixed.ndjson: item 2: not JSON"));
    CHECK(spool.bench.logs("mixed.ndjson: item 4: the line is no JSON object"));
}

TEST_CASE("a file that cannot be read is named and counted once, and stands in nobody's way") {
    Spool spool;
    spool.bench.configure("[limits]\ninput_file_bytes = \"64KiB\"\n");
    spool.leave("a-large.txt", std::string(70000, 'x'));
    fs::create_directory(spool.bench.path("spool/b-directory.txt"));
    fs::create_symlink("nowhere", spool.bench.path("spool/c-dangling.txt"));
    spool.leave("d-empty.txt", "");
    spool.leave("e-broken.xml", "<rss><channel><item><title>");
    spool.leave("f-page.json", "<html></html>");
    spool.leave("good.txt", plain_text(everyday_story(1)));
    REQUIRE(spool.bench.run_once() == 0);
    CAPTURE(spool.bench.log());
    CHECK(spool.bench.count(unthemed_topic) == 1);
    CHECK(spool.bench.logs("feed spool failed: " + spool.bench.path("spool/a-large.txt")));
    CHECK(spool.bench.logs("f-page.json: "));

    // In time it becomes readable, and then it is read.
    const auto daemon = spool.bench.start();
    REQUIRE(eventually([&] { return spool.bench.logs("the sink is open"); }));
    spool.leave("later.txt", plain_text(everyday_story(2)));
    spool.leave("a-large.txt", plain_text(everyday_story(3)));
    CHECK(eventually([&] { return spool.bench.count(unthemed_topic) == 3; },
                     std::chrono::seconds{15}));
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a spool directory that is gone is named, and read again when it is back") {
    Spool spool;
    fs::remove(spool.bench.path("spool"));
    const auto daemon = spool.bench.start();
    REQUIRE(eventually([&] { return spool.bench.logs("feed spool failed: "); }));
    CHECK(spool.bench.logs("No such file or directory"));
    fs::create_directory(spool.bench.path("spool"));
    spool.leave("a.txt", plain_text(everyday_story(1)));
    CHECK(eventually([&] { return spool.bench.count(unthemed_topic) == 1; },
                     std::chrono::seconds{15}));
    CHECK(stop(*daemon) == 0);
}

TEST_CASE("a spool is read once whatever dies meanwhile") {
    Spool spool;
    for (std::size_t i = 0; i < 60; ++i) {
        spool.leave(std::to_string(i) + ".txt", plain_text(everyday_story(i)));
    }
    for (int i = 0; i < 4; ++i) {
        const auto daemon = spool.bench.start();
        (void)daemon->wait(std::chrono::milliseconds{60 + 40 * i});
        daemon->signal(SIGKILL);
        REQUIRE(daemon->wait(std::chrono::seconds{5}));
    }
    REQUIRE(spool.bench.run_once() == 0);
    CHECK(spool.bench.count(unthemed_topic) == 60);
}
