#include "daemon/config/feeds.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;
using test::load;
using test::text_of;

namespace {

LoadedConfig feeds(const std::string& text) {
    return load("", text);
}

std::string complaints_of_feed(const std::string& keys) {
    return text_of(
        feeds("[[feed]]\nid = \"a\"\nurl = \"https://a.example/rss\"\n" + keys).complaints);
}

}  // namespace

TEST_CASE("a feed needs an id and a url only") {
    const LoadedConfig loaded =
        feeds("[[feed]]\nid = \"a\"\nurl = \"https://www.news.example.org/rss\"\n");
    CHECK(text_of(loaded.complaints) == "");
    REQUIRE(loaded.config.feeds.size() == 1);
    const Feed& feed = loaded.config.feeds[0];
    CHECK(feed.id == FeedId{"a"});
    CHECK(feed.kind == FeedKind::automatic);
    CHECK(feed.interval == 15min);
    CHECK(feed.enabled);
    CHECK(feed.robots == RobotsPolicy::obey);
    CHECK(feed.source.id == "a");
    CHECK(feed.source.name == "a");
    CHECK(feed.source.domain == "example.org");
    CHECK(loaded.config.feed_places.at("a").line == 2);
}

TEST_CASE("every key of a feed is read") {
    const LoadedConfig loaded = feeds(
        "[[feed]]\nid = \"api\"\nurl = \"https://a.example/v1\"\nkind = \"json_api\"\n"
        "source = \"times\"\nsource_name = \"The Times\"\nsource_domain = \"times.example\"\n"
        "interval = \"6m\"\ninterval_reason = \"agreed with the desk\"\nfetch_pages = \"never\"\n"
        "robots = \"ignore\"\nenabled = false\ntimezone = \"Asia/Riyadh\"\n"
        "publish_body = \"excerpt\"\nrights = \"obey\"\n[feed.headers]\nX-Key = "
        "\"k\"\n[feed.json]\n"
        "items = \"/data\"\nid = \"/id\"\ntitle = \"/t\"\nnext = \"/next\"\n");
    CHECK(text_of(loaded.complaints) == "");
    REQUIRE(loaded.config.feeds.size() == 1);
    const Feed& feed = loaded.config.feeds[0];
    CHECK(feed.kind == FeedKind::json_api);
    CHECK(feed.source.name == "The Times");
    CHECK(feed.source.domain == "times.example");
    CHECK(feed.interval == 6min);
    CHECK(feed.fetch_pages == FetchPages::never);
    CHECK(feed.robots == RobotsPolicy::ignore);
    CHECK_FALSE(feed.enabled);
    CHECK(feed.timezone == "Asia/Riyadh");
    CHECK(feed.publish_body == PublishBody::excerpt);
    CHECK(feed.obey_rights);
    CHECK(feed.headers.at("X-Key") == "k");
    CHECK(feed.json.items == "/data");
    CHECK(feed.json.next == "/next");
}

TEST_CASE("the words of a kind are those of the record") {
    for (const char* kind : {"auto", "rss", "atom", "rdf", "json_feed", "sitemap", "page", "dir"}) {
        CAPTURE(kind);
        const LoadedConfig loaded =
            feeds("[[feed]]\nid = \"a\"\nurl = \"https://a.example/\"\nkind = \"" +
                  std::string(kind) + "\"\n");
        REQUIRE(loaded.config.feeds.size() == 1);
        CHECK(std::string(feed_kind_name(loaded.config.feeds[0].kind)) == kind);
    }
}

TEST_CASE("a second feed of the same id names the first") {
    const LoadedConfig loaded = feeds(
        "[[feed]]\nid = \"a\"\nurl = \"https://a.example/1\"\n"
        "[[feed]]\nid = \"a\"\nurl = \"https://a.example/2\"\n");
    CHECK(text_of(loaded.complaints) ==
          "feeds.toml:5:6: duplicate feed id \"a\"; the first is at feeds.toml:2:6\n");
    CHECK(loaded.config.feeds.size() == 1);
}

TEST_CASE("an id that stands in both files is a duplicate too") {
    const LoadedConfig loaded = load("[[feed]]\nid = \"a\"\nurl = \"https://a.example/1\"\n",
                                     "[[feed]]\nid = \"a\"\nurl = \"https://a.example/2\"\n");
    CHECK(text_of(loaded.complaints) ==
          "feeds.toml:2:6: duplicate feed id \"a\"; the first is at khabard.toml:2:6\n");
}

TEST_CASE("two feeds of one address are a warning") {
    const LoadedConfig loaded = feeds(
        "[[feed]]\nid = \"a\"\nurl = \"https://a.example/\"\n"
        "[[feed]]\nid = \"b\"\nurl = \"https://A.example\"\n");
    REQUIRE(loaded.complaints.size() == 1);
    CHECK(loaded.complaints[0].warning);
    CHECK(loaded.config.feeds.size() == 2);
}

TEST_CASE("an interval below 15m needs a reason and one below 5m is refused") {
    CHECK(complaints_of_feed("interval = \"15m\"\n").empty());
    CHECK(complaints_of_feed("interval = \"14m\"\n") ==
          "feeds.toml:4:12: an interval of 14m needs a reason why this publisher may be asked so "
          "often; add interval_reason = \"...\", or use 15m or more\n");
    CHECK(complaints_of_feed("interval = \"5m\"\ninterval_reason = \"agreed\"\n").empty());
    CHECK(complaints_of_feed("interval = \"4m59s\"\ninterval_reason = \"agreed\"\n") ==
          "feeds.toml:4:12: \"interval\" is 4m59s, must be between 5m and 1d\n");
}

TEST_CASE("ids, addresses, zones and headers are looked at") {
    CHECK(feeds("[[feed]]\nurl = \"https://a.example\"\n").complaints.size() == 1);
    CHECK(feeds("[[feed]]\nid = \"a\"\n").complaints.size() == 1);
    CHECK(feeds("[[feed]]\nid = \"Big\"\nurl = \"https://a.example\"\n").complaints.size() == 1);
    CHECK(feeds("[[feed]]\nid = \"a\"\nurl = \"ftp://a.example/x\"\n").complaints.size() == 1);
    CHECK(feeds("[[feed]]\nid = \"a\"\nurl = \"https:// /x\"\n").complaints.size() == 1);
    CHECK(has_errors(feeds("[[feed]]\nid = \"a\"\nurl = \"file:///etc/passwd\"\n").complaints));
    CHECK_FALSE(complaints_of_feed("timezone = \"Mecca\"\n").empty());
    CHECK_FALSE(complaints_of_feed("timezone = \"Asia/Riyad\"\n").empty());
    CHECK_FALSE(complaints_of_feed("source = \"two\\nlines\"\n").empty());
    CHECK_FALSE(complaints_of_feed("[feed.headers]\nUser-Agent = \"Mozilla\"\n").empty());
    CHECK_FALSE(complaints_of_feed("[feed.headers]\nX = \"a\\r\\nB: c\"\n").empty());
    CHECK_FALSE(complaints_of_feed("[feed.headers]\n\"X Y\" = \"a\"\n").empty());
    CHECK(complaints_of_feed("intervall = \"15m\"\n") ==
          "feeds.toml:4:1: unknown key \"feed.intervall\"; did you mean \"interval\"?\n");
}

TEST_CASE("a JSON API needs to know where things stand") {
    const std::string api = "kind = \"json_api\"\n";
    CHECK_FALSE(complaints_of_feed(api).empty());
    CHECK_FALSE(complaints_of_feed(api + "[feed.json]\nid = \"/id\"\n").empty());
    CHECK_FALSE(complaints_of_feed(api + "[feed.json]\ntitle = \"/t\"\n").empty());
    CHECK(complaints_of_feed(api + "[feed.json]\ntitle = \"/t\"\nurl = \"/u\"\n").empty());
    CHECK(complaints_of_feed(api + "[feed.json]\ntitle = \"t\"\nurl = \"/u\"\n") ==
          "feeds.toml:6:9: \"t\" is no JSON pointer; it begins with a slash: "
          "\"/data/articles\"\n");
    const LoadedConfig loaded = feeds(
        "[[feed]]\nid = \"a\"\nurl = \"https://a.example/rss\"\n[feed.json]\ntitle = \"/t\"\n");
    CHECK_FALSE(has_errors(loaded.complaints));
    CHECK(loaded.complaints.size() == 1);
}

TEST_CASE("what is secret in an address is not displayed") {
    const LoadedConfig loaded =
        feeds("[[feed]]\nid = \"a\"\nurl = \"https://u:pw@a.example/rss?key=abc&x=1\"\n");
    REQUIRE(loaded.config.feeds.size() == 1);
    const Feed& feed = loaded.config.feeds[0];
    CHECK(feed.url == "https://u:pw@a.example/rss?key=abc&x=1");
    CHECK(feed.display_url.find("pw") == std::string::npos);
    CHECK(feed.display_url.find("abc") == std::string::npos);
    CHECK(feed.display_url.find("x=1") != std::string::npos);
}
