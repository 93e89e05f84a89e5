#include "daemon/status/status_page.h"

#include "tests/status/snapshots.h"
#include "tests/support/catch.h"

#include <vector>

using namespace khabard;

namespace {

bool has(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

// Every tag that is opened is closed in order; fails the test otherwise.
void check_nesting(const std::string& html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        std::string name = html.substr(at + 1, html.find_first_of(" >\n", at) - at - 1);
        if (name == "!DOCTYPE" || name == "meta" || name == "br") {
            continue;
        }
        if (name[0] != '/') {
            open.push_back(name);
            continue;
        }
        REQUIRE_FALSE(open.empty());
        CHECK(open.back() == name.substr(1));
        open.pop_back();
    }
    CHECK(open.empty());
}

}  // namespace

TEST_CASE("the page is well nested, has no script and loads nothing") {
    StatusSnapshot status = test_snapshot();
    status.last_errors.push_back({test_noon(), "error", "the disk is full", {}, {}});
    status.last_reload = ReloadStatus{test_noon(), true, "1 feed added (a)"};
    const std::string html = status_page(status);
    check_nesting(html);
    CHECK(html.rfind("<!DOCTYPE html>\n<html lang=\"en\">", 0) == 0);
    for (const char* word : {"<script", "<link", "<img", "javascript:", "@import", "url("}) {
        CAPTURE(word);
        CHECK_FALSE(has(html, word));
    }
    CHECK(has(html, "prefers-color-scheme: dark"));
    CHECK(has(html, "<meta http-equiv=\"refresh\" content=\"30\">"));
}

TEST_CASE("what comes from outside is text on the page, whatever it is") {
    const std::string evil = "\"><script>alert('x')</script>&";
    StatusSnapshot status = test_snapshot();
    status.feeds[0].source = evil;
    status.feeds[0].url = "https://example.org/" + evil;
    status.feeds[0].why = evil;
    status.sink.trouble = evil;
    status.last_errors.push_back({test_noon(), "error", evil, evil, evil});
    status.last_reload = ReloadStatus{test_noon(), false, evil};
    status.ruleset = evil;
    const std::string html = status_page(status);
    CHECK_FALSE(has(html, "<script"));
    CHECK(has(html, "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"));
    check_nesting(html);
}

TEST_CASE("Arabic finds its own direction") {
    const std::string html = status_page(test_snapshot());
    CHECK(has(html, "<td dir=\"auto\">مثال</td>"));
    CHECK(has(html, "<td class=\"why\" dir=\"auto\">"));
}

TEST_CASE("only addresses of the web are links") {
    StatusSnapshot status = test_snapshot();
    status.feeds[0].url = "/var/spool/news";
    status.feeds[0].kind = "dir";
    const std::string html = status_page(status);
    CHECK_FALSE(has(html, "href=\"/var"));
    CHECK(has(html, "href=\"https://example.org/b\""));
}

TEST_CASE("the title and the first line say when something is wrong") {
    StatusSnapshot status = test_snapshot();
    CHECK(has(status_page(status), "<title>khabard default</title>"));
    status.outbox.full = true;
    const std::string html = status_page(status);
    CHECK(has(html, "<title>! khabard default</title>"));
    CHECK(has(html, "<dd><span class=\"bad\">the outbox is full"));
}

TEST_CASE("the gravest feeds come first, and more than a thousand are pointed to") {
    StatusSnapshot status = test_snapshot();
    for (int i = 0; i < 1500; ++i) {
        status.feeds.push_back(test_feed("f" + std::to_string(i)));
    }
    status.feeds.back().health = FeedHealth::failing;
    const std::string html = status_page(status);
    CHECK(html.find(">f1499<") < html.find(">a<"));
    CHECK(count_of(html, "<tr><td>") == feeds_on_page_max);
    CHECK(has(html, "and 502 more, all of them in <a href=\"/status.json\">"));
}
