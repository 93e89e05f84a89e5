#include "daemon/config/opml.h"

#include "tests/config/config_support.h"
#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("the feeds of an OPML file are read whatever folders they stand in, each once") {
    const auto feeds = read_opml(
        "<opml version='1.0'><head/><body>"
        "<outline text='Folder'><outline text='A' xmlUrl='https://a.example/rss'/>"
        "<outline title='ب &amp; ت' text='x' "
        "xmlUrl='https://b.example/feed?a=1&amp;b=2'/></outline>"
        "<outline text='A again' xmlUrl='https://a.example/rss'/><outline text='no feed'/>"
        "</body></opml>");
    REQUIRE(feeds.ok());
    REQUIRE(feeds->size() == 2);
    CHECK((*feeds)[0].url == "https://a.example/rss");
    CHECK((*feeds)[0].title == "A");
    CHECK((*feeds)[1].url == "https://b.example/feed?a=1&b=2");
    CHECK((*feeds)[1].title == "ب & ت");
}

TEST_CASE("what is no OPML, or names no feed, is refused") {
    CHECK_FALSE(read_opml("").ok());
    CHECK_FALSE(read_opml("<rss/>").ok());
    CHECK_FALSE(read_opml("<opml><body><outline text='a'/></body></opml>").ok());
}

TEST_CASE("new feeds become tables with ids of their own; known addresses are left out") {
    const NewFeedTables first = feed_tables({{"https://www.a.example/RSS/news.xml", "A \"x\" \\"},
                                             {"https://a.example/rss/news.xml", ""},
                                             {"ftp://a.example/feed", "no"},
                                             {"https://a.example/rss/news.xml", "twice"}},
                                            {});
    CHECK(first.added ==
          std::vector<std::string>{"a.example-rss-news.xml", "a.example-rss-news.xml-2"});
    CHECK(first.skipped ==
          std::vector<std::string>{"ftp://a.example/feed", "https://a.example/rss/news.xml"});
    CHECK(first.toml ==
          "\n[[feed]]\nid = \"a.example-rss-news.xml\"\n"
          "url = \"https://www.a.example/RSS/news.xml\"\n"
          "source_name = \"A \\\"x\\\" \\\\\"\n"
          "\n[[feed]]\nid = \"a.example-rss-news.xml-2\"\n"
          "url = \"https://a.example/rss/news.xml\"\n");
}
