#include "daemon/web/robots.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t no_cap = 1U << 20U;

bool allows(const char* body, const char* path) {
    return robots_allow(parse_robots(body, "khabard", no_cap), path);
}

}  // namespace

TEST_CASE("the group that names the crawler wins over the group for everyone") {
    const char* body =
        "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: KHABARD/2.0 (x)\n"
        "Disallow: /private # not here\n";
    CHECK(allows(body, "/news"));
    CHECK_FALSE(allows(body, "/private/x"));
    CHECK_FALSE(robots_allow(parse_robots(body, "third", no_cap), "/news"));
}

TEST_CASE("groups of the same name are joined, and rules without a group are ignored") {
    const char* body =
        "Disallow: /a\nUser-agent: khabard\nDisallow: /b\nUser-agent: *\nDisallow: /c\n"
        "User-agent: khabard\nDisallow: /d\n";
    CHECK(allows(body, "/a"));
    CHECK_FALSE(allows(body, "/b"));
    CHECK(allows(body, "/c"));
    CHECK_FALSE(allows(body, "/d"));
}

TEST_CASE("a group with no rules for the crawler allows everything") {
    CHECK(allows("User-agent: *\nDisallow: /\nUser-agent: khabard\nDisallow:\n", "/x"));
    CHECK(allows("", "/x"));
    CHECK(allows("<html>not found</html>", "/x"));
}

TEST_CASE("the longest pattern decides, and allow wins a tie") {
    const char* body =
        "User-agent: *\nDisallow: /p\nAllow: /page\nAllow: /same\nDisallow: /same\n"
        "Disallow: /page/secret\n";
    CHECK_FALSE(allows(body, "/p"));
    CHECK(allows(body, "/page"));
    CHECK(allows(body, "/same"));
    CHECK_FALSE(allows(body, "/page/secret/1"));
}

TEST_CASE("wildcards and end marks are understood") {
    struct Row {
        const char* pattern;
        const char* path;
        bool matches;
    };
    for (const Row& row :
         {Row{"/fish", "/fish.html", true}, Row{"/fish", "/Fish", false},
          Row{"/fish*", "/fishheads", true}, Row{"/fish/", "/fish", false},
          Row{"/*.php", "/a/b.php?x", true}, Row{"/*.php$", "/b.php", true},
          Row{"/*.php$", "/b.php?x", false}, Row{"/fish*.php", "/fishheads/cat.php", true},
          Row{"/*/a*b$", "/x/aab", true}, Row{"/a$", "/a", true}, Row{"/a$", "/ab", false},
          Row{"*", "/x", true}, Row{"/a**b", "/axb", true}, Row{"/?q=", "/?q=1", true}}) {
        CAPTURE(row.pattern, row.path);
        const std::string body = "User-agent: *\nDisallow: " + std::string(row.pattern) + "\n";
        CHECK(allows(body.c_str(), row.path) != row.matches);
    }
}

TEST_CASE("a pattern and a path match whatever their percent-encoding") {
    CHECK_FALSE(allows("User-agent: *\nDisallow: /أخبار\n", "/%d8%a3%D8%AE%D8%A8%D8%A7%D8%B1/1"));
    CHECK_FALSE(allows("User-agent: *\nDisallow: /a%7eb\n", "/a~b"));
    CHECK(allows("User-agent: *\nDisallow: /a%2fb\n", "/a/b"));
}

TEST_CASE("robots.txt itself is always allowed") {
    CHECK(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
    CHECK_FALSE(allows("User-agent: *\nDisallow: /\n", ""));
}

TEST_CASE("crawl delay and sitemaps are read") {
    const Robots robots = parse_robots(
        "\xEF\xBB\xBFsitemap: https://a.example/s.xml\r\nUser-agent: *\r\nCrawl-delay: 9\r\n"
        "User-agent: khabard\rCrawl-Delay: 2.5\rSitemap: /t.xml\r",
        "khabard", no_cap);
    CHECK(robots.crawl_delay == 2500ms);
    CHECK(robots.sitemaps == std::vector<std::string>{"https://a.example/s.xml", "/t.xml"});
    CHECK(robots.rules.empty());
    CHECK_FALSE(parse_robots("User-agent: *\nCrawl-delay: x", "khabard", no_cap).crawl_delay);
}

TEST_CASE("what lies beyond the cap is not read") {
    const std::string body =
        "User-agent: *\nDisallow: /a\n#" + std::string(1000, 'x') + "\nDisallow: /b\n";
    const Robots robots = parse_robots(body, "khabard", 500);
    CHECK_FALSE(robots_allow(robots, "/a"));
    CHECK(robots_allow(robots, "/b"));
}

TEST_CASE("a pattern of many wildcards ends") {
    std::string body = "User-agent: *\nDisallow: /";
    for (int i = 0; i < 500; ++i) {
        body += "*a";
    }
    CHECK(allows((body + "$\n").c_str(), ("/" + std::string(2000, 'a') + "b").c_str()));
}
