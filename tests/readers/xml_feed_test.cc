#include "connectors/readers/xml_feed/xml_feed.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

RawFeed read(const std::string& xml, const std::string& url = "https://example.org/feed") {
    auto feed = read_xml_feed(make_document(xml, url), make_options());
    REQUIRE(feed.ok());
    return *std::move(feed);
}

std::string further(const std::vector<Statement>& statements, const std::string& name) {
    for (const auto& statement : statements) {
        if (statement.name == name) {
            return statement.value;
        }
    }
    return "(absent)";
}

TEST_CASE("RSS 2.0 gives what channel and items state") {
    const auto feed = read(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
<title>وكالة</title><link>https://example.org/</link><description>أخبار</description>
<language>ar</language><ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>
<atom:link rel="self" href="https://example.org/feed"/><atom:link rel="hub" href="https://hub.example/"/>
<image><url>/logo.png</url><title>t</title></image>
<item><title>خبر &amp; خبر</title><link>/news/1</link><guid isPermaLink="false">n-1</guid>
<pubDate>Sat, 24 Jan 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>موجز</p>]]></description>
<content:encoded><![CDATA[<p>النص &nbsp;كله</p>]]></content:encoded><dc:creator>كاتب</dc:creator>
<category>سياسة</category><category>سياسة</category><category>عالم</category>
<enclosure url="/a.jpg" type="image/jpeg" length="10"/><comments>/news/1#c</comments>
<source url="https://other.example/">صحيفة</source></item>
</channel></rss>)");
    CHECK(feed.format == "rss20");
    CHECK(feed.wellformed);
    CHECK(*feed.feed.title == "وكالة");
    CHECK(*feed.feed.image == "https://example.org/logo.png");
    CHECK(*feed.feed.ttl_minutes == "30");
    CHECK(*feed.feed.update_period == "hourly");
    REQUIRE(feed.followups.size() == 1);
    CHECK(feed.followups[0].kind == FollowupKind::hub);
    REQUIRE(feed.items.size() == 1);
    const RawItem& item = feed.items[0];
    CHECK(item.title->text == "خبر & خبر");
    CHECK(item.title->markup == Markup::plain);
    CHECK(*item.link == "https://example.org/news/1");
    CHECK(*item.id == "n-1");
    CHECK(*item.published == "Sat, 24 Jan 2026 10:00:00 GMT");
    CHECK(item.summary->text == "<p>موجز</p>");
    CHECK(item.content->text == "<p>النص &nbsp;كله</p>");
    CHECK(item.content->markup == Markup::html);
    CHECK(*item.author == "كاتب");
    CHECK(item.categories == std::vector<std::string>{"سياسة", "عالم"});
    REQUIRE(item.enclosures.size() == 1);
    CHECK(item.enclosures[0].url == "https://example.org/a.jpg");
    CHECK(*item.image == "https://example.org/a.jpg");
    CHECK(*item.comments == "https://example.org/news/1#c");
    CHECK(*item.source_title == "صحيفة");
    CHECK(item.position == 1);
}

TEST_CASE("a guid is the link where there is none, unless it says that it is no address") {
    const auto feed = read(
        "<rss version='2.0'><channel><item><guid>https://example.org/1</guid></item>"
        "<item><guid isPermaLink='false'>https://example.org/2</guid></item>"
        "<item><guid>abc</guid></item></channel></rss>");
    CHECK(*feed.items[0].link == "https://example.org/1");
    CHECK_FALSE(feed.items[1].link.has_value());
    CHECK_FALSE(feed.items[2].link.has_value());
}

TEST_CASE("RSS 1.0 and 0.90 keep their items beside the channel") {
    const auto feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<channel rdf:about='u'><title>t</title></channel><image><url>/i.png</url></image>"
        "<item "
        "rdf:about='https://example.org/1'><title>x</title><dc:date>2026-01-24</dc:date></item>"
        "</rdf:RDF>");
    CHECK(feed.format == "rss10");
    CHECK(*feed.feed.image == "https://example.org/i.png");
    CHECK(*feed.items[0].id == "https://example.org/1");
    CHECK(*feed.items[0].link == "https://example.org/1");
    CHECK(*feed.items[0].published == "2026-01-24");
    const auto old = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/><item><title>x</title></item></"
        "rdf:RDF>");
    CHECK(old.format == "rss090");
    CHECK(old.items.size() == 1);
}

TEST_CASE("Atom 1.0 text constructs, links, bases and authors") {
    const auto feed = read(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"
 xml:base="https://example.org/base/"><title type="html">a &amp;amp; b</title>
<author><name>هيئة التحرير</name></author><link rel="next" href="?page=2"/><link href="/"/>
<entry xml:base="sub/"><id>urn:1</id><title>x &lt; y</title><link href="one"/>
<link rel="enclosure" href="a.mp3" type="audio/mpeg" length="5"/><updated>2026-01-24T10:00:00Z</updated>
<published>2026-01-23T10:00:00Z</published><category term="t" label="l"/>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a <b>b</b></p></div></summary>
<content type="html">&lt;p&gt;c&lt;/p&gt;</content></entry>
<entry><id>https://example.org/2</id><author><name>كاتب</name><email>w@example.org</email></author>
<content src="https://example.org/full"/></entry></feed>)");
    CHECK(feed.format == "atom10");
    CHECK(*feed.feed.title == "a &amp; b");
    CHECK(*feed.feed.language == "ar");
    REQUIRE(feed.followups.size() == 1);
    CHECK(feed.followups[0].url == "https://example.org/base/?page=2");
    const RawItem& first = feed.items[0];
    CHECK(first.title->text == "x < y");
    CHECK(first.title->markup == Markup::plain);
    CHECK(*first.link == "https://example.org/base/sub/one");
    CHECK(first.enclosures[0].url == "https://example.org/base/sub/a.mp3");
    CHECK(first.summary->text == "<p>a <b>b</b></p>");
    CHECK(first.content->text == "<p>c</p>");
    CHECK(first.content->markup == Markup::html);
    CHECK(*first.author == "هيئة التحرير");
    CHECK(*first.published == "2026-01-23T10:00:00Z");
    CHECK(first.categories == std::vector<std::string>{"t"});
    CHECK(*first.language == "ar");
    CHECK(*feed.items[1].author == "كاتب");
    CHECK(further(feed.items[1].further, "author_email") == "w@example.org");
    CHECK(*feed.items[1].link == "https://example.org/full");
}

TEST_CASE("Atom 0.3 modes, base64 included") {
    const auto feed = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><tagline>t</tagline><entry>"
        "<title mode='escaped' type='text/html'>&lt;b&gt;x&lt;/b&gt;</title>"
        "<content mode='base64' type='text/html'>PHA+4pyTPC9wPg==</content>"
        "<issued>2004-01-01</issued><modified>2004-01-02</modified></entry></feed>");
    CHECK(feed.format == "atom03");
    CHECK(*feed.feed.subtitle == "t");
    CHECK(feed.items[0].title->markup == Markup::html);
    CHECK(feed.items[0].content->text == "<p>\u2713</p>");
    CHECK(*feed.items[0].published == "2004-01-01");
    CHECK(*feed.items[0].updated == "2004-01-02");
}

TEST_CASE("a tombstone is a withdrawn item") {
    const auto feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        "<at:deleted-entry ref='urn:1' when='2026-01-24T10:00:00Z'/></feed>");
    REQUIRE(feed.items.size() == 1);
    CHECK(feed.items[0].withdrawn);
    CHECK(*feed.items[0].id == "urn:1");
}

TEST_CASE("undeclared prefixes mean what they usually mean") {
    const auto feed = read(
        "<rss version='2.0'><channel><item><dc:creator>w</dc:creator>"
        "<media:thumbnail url='https://example.org/i.jpg'/></item></channel></rss>");
    CHECK(*feed.items[0].author == "w");
    CHECK(*feed.items[0].image == "https://example.org/i.jpg");
}

TEST_CASE("a damaged feed keeps its items") {
    const auto feed = read(
        "junk<?xml version='1.0'?><rss version='2.0'><channel><title>A & B</title>"
        "<item><title>one & two &nbsp;</title><description><p>a<br>b</description></item>"
        "<item><title>three</item><item><title>four</title><item><title>five</title></item>");
    CHECK_FALSE(feed.wellformed);
    CHECK_FALSE(feed.warnings.empty());
    CHECK(*feed.feed.title == "A & B");
    REQUIRE(feed.items.size() == 4);
    CHECK(feed.items[0].title->text == "one & two \u00A0");
    CHECK(feed.items[0].summary->text == "<p>a<br />b</p>");
    CHECK(feed.items[1].title->text == "three");
    CHECK(feed.items[3].title->text == "five");
}

TEST_CASE("an item quoted in another is no item of a sound feed") {
    const auto feed = read(
        "<rss "
        "version='2.0'><channel><item><title>a</title><x><item><title>b</title></item></x></item>"
        "</channel></rss>");
    CHECK(feed.items.size() == 1);
}

TEST_CASE("the cap on entries leaves the rest out with a warning") {
    auto options = make_options();
    options.entries_max = 2;
    const auto feed = read_xml_feed(
        make_document("<rss><channel><item/><item/><item/></channel></rss>"), options);
    REQUIRE(feed.ok());
    CHECK(feed->items.size() == 2);
    CHECK(feed->warnings.size() == 1);
}

TEST_CASE("CDF writes its names in capitals and its links as attributes") {
    const auto feed = read(
        "<CHANNEL HREF='https://example.org/' LASTMOD='2026-01-24'><TITLE>t</TITLE>"
        "<ABSTRACT>s</ABSTRACT><ITEM HREF='https://example.org/1' LASTMOD='2026-01-23'>"
        "<TITLE>x</TITLE><ABSTRACT>y</ABSTRACT></ITEM></CHANNEL>");
    CHECK(feed.format == "cdf");
    CHECK(*feed.feed.link == "https://example.org/");
    CHECK(*feed.feed.subtitle == "s");
    REQUIRE(feed.items.size() == 1);
    CHECK(*feed.items[0].link == "https://example.org/1");
    CHECK(feed.items[0].summary->text == "y");
    CHECK(*feed.items[0].updated == "2026-01-23");
}

TEST_CASE("complaints of the server before the feed do not hide it") {
    const auto document = make_document(
        "<br />\n<b>Warning</b>: include() failed in <b>x.php</b><br />\n"
        "<?xml version='1.0'?><rss version='2.0'><channel><title>t</title><item/></channel></rss>");
    REQUIRE(claims_xml_feed(document));
    const auto feed = read_xml_feed(document, make_options());
    REQUIRE(feed.ok());
    CHECK(feed->format == "rss20");
    CHECK(*feed->feed.title == "t");
    CHECK(feed->items.size() == 1);
    CHECK_FALSE(claims_xml_feed(make_document("<html><p>write <rss version='2.0'></html>")));
}

TEST_CASE("people are read from the ways that RSS writes them") {
    const auto author = [](const std::string& text) {
        return read("<rss version='2.0'><channel><item><author>" + text +
                    "</author></item></channel></rss>")
            .items[0];
    };
    for (const char* text :
         {"me@example.org (A Name)", "A Name (me@example.org)", "A Name &lt;me@example.org&gt;"}) {
        const auto item = author(text);
        CHECK(further(item.further, "author_name") == "A Name");
        CHECK(further(item.further, "author_email") == "me@example.org");
        CHECK(item.authors == std::vector<std::string>{"A Name"});
    }
    CHECK(author("me@example.org").authors == std::vector<std::string>{"me@example.org"});
    CHECK(further(author("A @ B").further, "author_email") == "(absent)");
}

TEST_CASE("what guessing or replacing decoded is not well-formed") {
    auto document = make_document("<rss><channel/></rss>");
    document.encoding = "windows-1256";
    document.encoding_reason = "statistics";
    CHECK_FALSE(read_xml_feed(document, make_options())->wellformed);
}

TEST_CASE("the first element is found behind comments and instructions") {
    CHECK(first_element_name("<?xml version='1.0'?><!-- <a> --><!DOCTYPE b>\n<x:RSS v='1'>") ==
          "rss");
    CHECK(first_element_name("no markup, 1 < 2").empty());
    CHECK(first_element_name("<").empty());
}

}  // namespace
}  // namespace khabard
