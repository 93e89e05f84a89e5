#include "daemon/pipeline/pending_entry.h"

#include "daemon/stages/identify.h"
#include "tests/pipeline/pipeline_support.h"

using namespace khabard;

namespace {

RawItem teaser() {
    RawItem item;
    item.title = RawText{"عنوان الخبر", Markup::plain};
    item.link = "https://outlet.example/1";
    item.id = "guid-1";
    item.published = "Sat, 31 Jan 2026 09:00:00 GMT";
    item.summary = RawText{"<p>موجز الخبر&hellip;</p>", Markup::html};
    item.authors = {"كاتب"};
    item.categories = {"سياسة"};
    item.enclosures = {{"https://outlet.example/1.jpg", "image/jpeg", ""}};
    item.fetched_at = pipeline_now;
    item.source_name = "منفذ";
    return item;
}

RawItem page() {
    RawItem item;
    item.title = RawText{"عنوان الصفحة", Markup::plain};
    item.link = "https://outlet.example/1";
    item.published = "2026-01-30T09:00:00Z";
    item.content = RawText{everyday_story(1, 120), Markup::plain};
    item.summary = RawText{"وصف الصفحة", Markup::plain};
    item.authors = {"محرر الصفحة"};
    item.section = "العالم";
    item.whole_article = true;
    return item;
}

std::string html_of(const std::string& title, const std::string& text,
                    const std::string& canonical = {}) {
    const std::string link =
        canonical.empty() ? "" : "<link rel=\"canonical\" href=\"" + canonical + "\">";
    return "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>" + title +
           "</title>" + link + "<meta property=\"og:type\" content=\"article\"></head><body>" +
           "<article><h1>" + title + "</h1><p>" + text + "</p></article></body></html>";
}

Job waiting_job(const RawItem& entry, const std::string& html) {
    Job job = pipeline_job(html, ReadAs::page);
    job.fetched.url = *entry.link;
    job.fetched.effective_url = *entry.link;
    job.page = PageJob{{entry, {200, "windows-1256", "http", "rss20"}}, !html.empty()};
    return job;
}

Feed with_pages(FetchPages pages) {
    Feed feed = pipeline_feed();
    feed.fetch_pages = pages;
    return feed;
}

Prepared polled(const std::string& body, FetchPages pages) {
    Job job = pipeline_job(body);
    job.feed = with_pages(pages);
    return prepare(job);
}

}  // namespace

TEST_CASE("an entry is kept with everything that its record will show") {
    const auto back = decode_entry(
        encode_entry({teaser(),
                      {200, "windows-1256", "http", "rss20", RobotsDecision::ignored, "noai", "1"},
                      false}));
    REQUIRE(back);
    const RawItem before = teaser();
    CHECK(back->item.title->text == before.title->text);
    CHECK(back->item.title->markup == Markup::plain);
    CHECK(back->item.link == before.link);
    CHECK(back->item.id == before.id);
    CHECK(back->item.published == before.published);
    CHECK(back->item.summary->text == before.summary->text);
    CHECK(back->item.summary->markup == Markup::html);
    CHECK_FALSE(back->item.content);
    CHECK(back->item.authors == before.authors);
    CHECK(back->item.categories == before.categories);
    CHECK(back->item.enclosures.front().type == "image/jpeg");
    CHECK(back->item.fetched_at == before.fetched_at);
    CHECK(back->item.source_name == before.source_name);
    CHECK(back->provenance.encoding == "windows-1256");
    CHECK(back->provenance.format == "rss20");
    CHECK(back->provenance.robots == RobotsDecision::ignored);
    CHECK(back->provenance.robots_tag == "noai");
    CHECK(back->provenance.tdm_reservation == "1");
    CHECK_FALSE(back->guid_tells);
    CHECK(seen_mark(back->item, FeedId{"feed"}).raw == seen_mark(before, FeedId{"feed"}).raw);
}

TEST_CASE("what is no entry is not taken for one") {
    CHECK_FALSE(decode_entry(""));
    CHECK_FALSE(decode_entry("[1]"));
    CHECK(decode_entry("{}"));
}

TEST_CASE("the page gives the text, and the entry's own statements stand") {
    const auto joined = join_page(teaser(), page());
    REQUIRE(joined);
    CHECK(joined->content->text == page().content->text);
    CHECK(joined->title->text == "عنوان الخبر");
    CHECK(joined->summary->text == teaser().summary->text);
    CHECK(joined->published == teaser().published);
    CHECK(joined->authors == teaser().authors);
    CHECK(joined->section == "العالم");
    CHECK_FALSE(joined->canonical_url);
    CHECK_FALSE(joined->page_date);
}

TEST_CASE("the page speaks where the entry is silent") {
    RawItem bare;
    bare.link = "https://outlet.example/1";
    const auto joined = join_page(bare, page());
    REQUIRE(joined);
    CHECK(joined->title->text == "عنوان الصفحة");
    CHECK(joined->summary->text == "وصف الصفحة");
    CHECK(joined->published == page().published);
    CHECK(joined->page_date);
    CHECK(joined->authors == page().authors);
}

TEST_CASE("a page with less text than its entry, or none, completes nothing") {
    RawItem empty = page();
    empty.content = RawText{"", Markup::plain};
    CHECK_FALSE(join_page(teaser(), empty));
    RawItem entry = teaser();
    entry.content = RawText{everyday_story(2, 200), Markup::plain};
    CHECK_FALSE(join_page(entry, page()));
}

TEST_CASE("the address a page names, or was found under in the end, is its own") {
    RawItem moved = page();
    moved.link = "https://outlet.example/moved/1";
    CHECK(join_page(teaser(), moved)->canonical_url == "https://outlet.example/moved/1");
    moved.canonical_url = "https://outlet.example/canonical/1";
    CHECK(join_page(teaser(), moved)->canonical_url == "https://outlet.example/canonical/1");
}

TEST_CASE("teasers want their pages, whole entries only when they are told to") {
    Story whole = everyday(1);
    whole.text = everyday_story(1, 400);
    const std::string body = rss_of({whole, everyday(2)});
    const auto wanted = [&](FetchPages pages) {
        std::vector<bool> all;
        for (const PreparedItem& item : polled(body, pages).items) {
            all.push_back(item.page.has_value());
        }
        return all;
    };
    CHECK(wanted(FetchPages::automatic) == std::vector<bool>{false, true});
    CHECK(wanted(FetchPages::always) == std::vector<bool>{true, true});
    CHECK(wanted(FetchPages::never) == std::vector<bool>{false, false});
    const Prepared prepared = polled(body, FetchPages::automatic);
    const PageWanted& page_wanted = *prepared.items[1].page;
    CHECK(page_wanted.url == everyday(2).url);
    CHECK(page_wanted.page == prepared.items[1].articles[0].candidate.keys.keys[0].digest);
    CHECK(decode_entry(page_wanted.entry)->item.fetched_at == pipeline_now);
}

TEST_CASE("a sitemap's bare addresses want their pages, old ones and front pages do not") {
    const std::string sitemap =
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        "<url><loc>https://outlet.example/1</loc><lastmod>2026-01-31</lastmod></url>"
        "<url><loc>https://outlet.example/2</loc><lastmod>2025-01-31</lastmod></url>"
        "<url><loc>https://outlet.example/</loc></url></urlset>";
    Job job = pipeline_job(sitemap);
    job.feed = with_pages(FetchPages::automatic);
    job.follow_run_rules = true;
    const Prepared prepared = prepare(job);
    REQUIRE(prepared.items.size() == 3);
    CHECK(prepared.items[0].page.has_value());
    CHECK_FALSE(prepared.items[1].page.has_value());
    CHECK_FALSE(prepared.items[2].page.has_value());
}

TEST_CASE("a teaser and its page are one full article under the teaser's identity") {
    const Prepared prepared = prepare(waiting_job(
        teaser(), html_of("عنوان الصفحة", everyday_story(1, 120), "https://outlet.example/c/1")));
    CHECK(prepared.page_used);
    REQUIRE(prepared.items.size() == 1);
    REQUIRE(prepared.items[0].articles.size() == 1);
    CHECK(prepared.items[0].mark.raw == seen_mark(teaser(), FeedId{"feed"}).raw);
    const Candidate& candidate = prepared.items[0].articles[0].candidate;
    CHECK(candidate.article.representation == Representation::full);
    CHECK(candidate.article.body_source == BodySource::page);
    CHECK(candidate.article.headline.str() == "عنوان الخبر");
    CHECK(candidate.article.url == "https://outlet.example/1");
    CHECK(candidate.article.canonical_url == "https://outlet.example/c/1");
    CHECK(candidate.article.published->origin == DateOrigin::feed);
    CHECK(candidate.keys.keys[0].digest == *address_key("https://outlet.example/1"));
    CHECK(candidate.keys.named->digest == *address_key("https://outlet.example/c/1"));
    CHECK(prepared.provenance.format == "page");
}

TEST_CASE("without its page, or with one that holds no article, an entry goes on alone") {
    for (const std::string& html :
         {std::string(), std::string("<html><body><nav>القائمة</nav></body></html>"),
          std::string("\xFF\xD8\xFF\xE0 no page")}) {
        const Prepared prepared = prepare(waiting_job(teaser(), html));
        CHECK_FALSE(prepared.page_used);
        CHECK_FALSE(prepared.refused);
        REQUIRE(prepared.items.size() == 1);
        const Candidate& candidate = prepared.items[0].articles.at(0).candidate;
        CHECK(candidate.article.representation == Representation::summary_only);
        CHECK_FALSE(prepared.items[0].page.has_value());
        CHECK(prepared.provenance.encoding == "windows-1256");
    }
}

TEST_CASE("dates that only the page states are the page's") {
    RawItem undated = teaser();
    undated.published.reset();
    const std::string html =
        "<html><head><title>ع</title><meta property=\"article:published_time\" "
        "content=\"2026-01-30T09:00:00Z\"><meta property=\"og:type\" content=\"article\"></head>"
        "<body><article><p>" +
        everyday_story(1, 120) + "</p></article></body></html>";
    const Prepared prepared = prepare(waiting_job(undated, html));
    REQUIRE(prepared.page_used);
    const auto& published = prepared.items[0].articles.at(0).candidate.article.published;
    REQUIRE(published);
    CHECK(published->origin == DateOrigin::page_meta);
}
