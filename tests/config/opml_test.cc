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

TEST_CASE("what a foreign list writes like a variable of ours is read back as it stands there") {
    const std::vector<OpmlFeed> foreign{
        {"https://a.example/rss?x=${HOME}&y=$${credential:key}", "Price ${HOME}"},
        {"https://b.example/rss", "$$ $${NAME} $ {NAME} ${"},
        {"https://c.example/rss", "a$$$${NAME}b \"${NAME}\" \\${NAME}\\"}};
    const NewFeedTables tables = feed_tables(foreign, {});
    CHECK(tables.toml.find("\"https://a.example/rss?x=$${HOME}&y=$$${credential:key}\"") !=
          std::string::npos);
    Surroundings surroundings;
    surroundings.environment = {{"HOME", "/root"}, {"NAME", "value"}};
    surroundings.credentials = {{"key", "secret"}};
    const LoadedConfig loaded = test::load("", tables.toml, surroundings);
    CHECK(test::text_of(loaded.complaints) == "");
    REQUIRE(loaded.config.feeds.size() == foreign.size());
    for (std::size_t i = 0; i < foreign.size(); ++i) {
        CHECK(loaded.config.feeds[i].url == foreign[i].url);
        CHECK(loaded.config.feeds[i].source.name == foreign[i].title);
    }
    CHECK(loaded.config.secrets.empty());
}

TEST_CASE("a control character that is left out of a title makes no variable of what it parted") {
    const NewFeedTables tables =
        feed_tables({{"https://a.example/rss", "$\t{HOME} $\x7F{HOME}"}}, {});
    Surroundings surroundings;
    surroundings.environment = {{"HOME", "/root"}};
    const LoadedConfig loaded = test::load("", tables.toml, surroundings);
    CHECK(test::text_of(loaded.complaints) == "");
    REQUIRE(loaded.config.feeds.size() == 1);
    CHECK(loaded.config.feeds[0].source.name == "${HOME} ${HOME}");
}
