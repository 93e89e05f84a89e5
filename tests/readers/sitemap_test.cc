#include "connectors/readers/sitemap.h"

#include "tests/readers/documents.h"
#include "tests/support/catch.h"

namespace khabard {
namespace {

TEST_CASE("a news sitemap gives links, titles, dates and the outlet") {
    const auto document = make_document(R"(<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://example.org/1 </loc><lastmod>2026-01-25</lastmod><n:news>
<n:publication><n:name>صحيفة</n:name><n:language>ar</n:language></n:publication>
<n:publication_date>2026-01-24</n:publication_date><n:title>خبر</n:title>
<n:keywords>أ, ب</n:keywords></n:news>
<image:image><image:loc>https://example.org/i.jpg</image:loc></image:image></url>
<url><lastmod>2026-01-25</lastmod></url></urlset>)");
    REQUIRE(claims_sitemap(document));
    const auto feed = read_sitemap(document, make_options());
    REQUIRE(feed.ok());
    CHECK(feed->format == "sitemap");
    REQUIRE(feed->items.size() == 1);
    const RawItem& item = feed->items[0];
    CHECK(*item.link == "https://example.org/1");
    CHECK(item.title->text == "خبر");
    CHECK(*item.published == "2026-01-24");
    CHECK(*item.updated == "2026-01-25");
    CHECK(*item.source_title == "صحيفة");
    CHECK(*item.language == "ar");
    CHECK(*item.image == "https://example.org/i.jpg");
    CHECK(item.categories == std::vector<std::string>{"أ", "ب"});
    CHECK(feed->warnings.size() == 1);
}

TEST_CASE("the children of a sitemap index are followups") {
    const auto feed = read_sitemap(
        make_document("<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                      "<sitemap><loc>/a.xml</loc></sitemap></sitemapindex>",
                      "https://example.org/sitemap.xml"),
        make_options());
    REQUIRE(feed.ok());
    CHECK(feed->format == "sitemapindex");
    REQUIRE(feed->followups.size() == 1);
    CHECK(feed->followups[0].kind == FollowupKind::child_sitemap);
    CHECK(feed->followups[0].url == "https://example.org/a.xml");
}

TEST_CASE("a list of addresses is a sitemap, a text that starts with one is not") {
    const auto list = make_document("https://example.org/1\n\nhttps://example.org/2\nnote\n");
    REQUIRE(claims_sitemap(list));
    CHECK(read_sitemap(list, make_options())->items.size() == 2);
    CHECK_FALSE(claims_sitemap(make_document("https://example.org/1\nعنوان\nنص الخبر\n")));
    CHECK_FALSE(claims_sitemap(make_document("")));
}

}  // namespace
}  // namespace khabard
