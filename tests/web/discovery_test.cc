#include "daemon/web/discovery.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::vector<std::string> feeds_of(const char* html) {
    std::vector<std::string> urls;
    const HtmlDocument document = parse_html(html, {});
    for (const FeedLink& link : find_feed_links(document, "https://a.example/dir/page")) {
        urls.push_back(link.url);
    }
    return urls;
}

using Urls = std::vector<std::string>;

}  // namespace

TEST_CASE("feeds are the alternate links of a feed's media type, absolute and once each") {
    CHECK(feeds_of("<head><link rel='foo ALTERNATE' type=' Application/RSS+xml; charset=utf-8 ' "
                   "href='f.xml'><LINK REL=alternate TYPE='application/atom+xml' HREF='/g'>"
                   "<link rel=alternate type='application/rss+xml' href='f.xml'>"
                   "<link rel=feed href='//b.example/h'></head>") ==
          Urls{"https://a.example/dir/f.xml", "https://a.example/g", "https://b.example/h"});
}

TEST_CASE("other links are no feeds") {
    CHECK(feeds_of("<head><link rel='alternate stylesheet' type='text/xml' href=a>"
                   "<link rel=alternate hreflang=en href=b>"
                   "<link rel='alter nate' type='application/rss+xml' href=c>"
                   "<link rel=alternate type='application/json' href=d>"
                   "<link rel=alternate type='application/rss+xml'>"
                   "<!-- <link rel=alternate type='application/rss+xml' href=e> --></head>")
              .empty());
}

TEST_CASE("a base element counts for the links after it") {
    CHECK(feeds_of("<head><link rel=alternate type='application/rss+xml' href=a>"
                   "<base href='https://b.example/x/'>"
                   "<link rel=alternate type='application/rss+xml' href=b></head>") ==
          Urls{"https://a.example/dir/a", "https://b.example/x/b"});
    CHECK(document_base(parse_html("<base href='/x/'>", {}), "https://a.example/") ==
          "https://a.example/x/");
    CHECK(document_base(parse_html("<p>", {}), "https://a.example/") == "https://a.example/");
}
