// khabard feeds: lists of other programs, and the feeds of a site.

#include "tests/integration/bench.h"
#include "tests/integration/stories.h"
#include "tests/support/catch.h"
#include "tests/support/http_server.h"

using namespace khabard;
using namespace khabard::integration;

namespace {

Ran feeds(const Bench& bench, const std::string& action, const std::string& target) {
    return run_khabard({"feeds", action, target, "--config", bench.path("config")});
}

}  // namespace

TEST_CASE("an OPML list is imported once, the configuration stays good, and export gives it back") {
    Bench bench;
    bench.feed("a", "http://127.0.0.1:9/a");
    const std::string list = bench.path("list.opml");
    write_file(list,
               "<opml version='2.0'><body><outline text='A' xmlUrl='http://127.0.0.1:9/a'/>"
               "<outline text='ب' xmlUrl='http://127.0.0.1:9/b?x=1&amp;y=2'/></body></opml>");
    const Ran imported = feeds(bench, "import", list);
    CHECK(imported.status == 0);
    CHECK(imported.out.find("1 feeds added, 1 left out") != std::string::npos);
    CHECK(imported.err.find("http://127.0.0.1:9/a") != std::string::npos);
    CHECK(run_khabard({"check", "--config", bench.path("config")}).status == 0);
    CHECK(feeds(bench, "import", list).out.find("0 feeds added, 2 left out") != std::string::npos);
    const Ran exported = feeds(bench, "export", "-");
    CHECK(exported.out.find("xmlUrl=\"http://127.0.0.1:9/b?x=1&amp;y=2\"") != std::string::npos);
    write_file(list, "<rss/>");
    CHECK(feeds(bench, "import", list).status == 3);
}

TEST_CASE("the feeds of a page are found, and a feed is told as one") {
    Bench bench;
    HttpServer server;
    bench.feed("a", server.url("/rss"));
    server.document("/rss", rss({everyday_entry("a", 1)}), "application/rss+xml");
    server.document("/",
                    "<html><head><link rel=alternate type=application/rss+xml href=/rss "
                    "title=News></head></html>",
                    "text/html");
    server.document("/none", "<html><body>nothing</body></html>", "text/html");
    CHECK(feeds(bench, "find", server.url("/")).out ==
          server.url("/rss") + "  application/rss+xml  News\n");
    CHECK(feeds(bench, "find", server.url("/rss")).out.find("rss20, the address itself") !=
          std::string::npos);
    CHECK(feeds(bench, "find", server.url("/none")).status == 1);
    const Ran missing = feeds(bench, "find", server.url("/missing"));
    CHECK(missing.status == 69);
    CHECK(missing.err.find("HTTP 404") != std::string::npos);
}
