#include "connectors/readers/page.h"

#include "tests/support/catch.h"

using namespace khabard;

namespace {

Document page(std::string html, std::string url = "https://news.example/2026/01/23/story") {
    return {Utf8::from_decoded(std::move(html)),
            std::move(url),
            "text/html",
            "utf-8",
            "http",
            0,
            false};
}

RawFeed read(std::string html) {
    auto feed = read_page(page(std::move(html)), {0, {}, {}});
    REQUIRE(feed);
    REQUIRE(feed->items.size() == 1);
    return *feed;
}

RawItem item_of(std::string html) {
    return read(std::move(html)).items.front();
}

std::string text_of(std::string html) {
    const RawItem item = item_of(std::move(html));
    return item.content ? item.content->text : "";
}

const std::string first_paragraph =
    "قال وزير الطاقة اليوم إن الهدنة المؤقتة بشأن منشآت الكهرباء صامدة، وإن الجانبين تبادلا قوائم "
    "المحطات المشمولة بها، مضيفا أن فرق الصيانة بدأت العمل.";
const std::string second_paragraph =
    "وأضاف في مؤتمر صحفي أن الوسطاء سيتابعون التنفيذ يوما بيوم، وأن أي خرق سيعرض على اللجنة "
    "المشتركة "
    "قبل الرد عليه، بحسب ما نص عليه الاتفاق الموقع الأسبوع الماضي.";
const std::string third_paragraph =
    "ويشمل الاتفاق محطات التوليد وخطوط النقل ومستودعات الغاز، ولا يشمل مصافي النفط التي بقيت خارج "
    "القائمة بعد جولة طويلة من المفاوضات، كما أكد مصدر مطلع.";

std::string paragraphs() {
    return "<p>" + first_paragraph + "</p><p>" + second_paragraph + "</p><p>" + third_paragraph +
           "</p>";
}

std::string joined_paragraphs() {
    return first_paragraph + "\n\n" + second_paragraph + "\n\n" + third_paragraph;
}

}  // namespace

TEST_CASE("the article is found between navigation, sharing, related stories and comments") {
    const std::string html =
        "<html lang=ar><head><title>هدنة الطاقة صامدة | موقع الأخبار</title></head><body>"
        "<header class=site-header><nav><a href=/1>الرئيسية</a><a href=/2>سياسة</a></nav></header>"
        "<div class=wrap><div class=main-col><h1>هدنة الطاقة صامدة</h1>"
        "<div class=share-buttons>شارك الخبر على منصات التواصل الاجتماعي مع أصدقائك الآن.</div>"
        "<div class=story-body>" +
        paragraphs() +
        "<ul class=links><li><a href=/r1>خبر آخر</a></li><li><a href=/r2>خبر ثالث</a></li></ul>"
        "</div><div class=related><p>" +
        second_paragraph + "</p></div><section id=comments><p>" + third_paragraph +
        "</p></section></div></div><footer>جميع الحقوق محفوظة.</footer></body></html>";
    const RawItem item = item_of(html);
    REQUIRE(item.title);
    CHECK(item.title->text == "هدنة الطاقة صامدة");
    REQUIRE(item.content);
    CHECK(item.content->text == joined_paragraphs());
    CHECK(item.content->markup == Markup::plain);
    CHECK(item.whole_article);
    CHECK(item.language == "ar");
}

TEST_CASE("an article without any telling names is found by its prose") {
    CHECK(text_of("<body><div><a href=/a>one</a> <a href=/b>two</a> <a href=/c>three</a></div>"
                  "<div><div>" +
                  paragraphs() + "</div></div><div><a href=/d>four</a></div></body>") ==
          joined_paragraphs());
}

TEST_CASE("paragraphs may be parted by line breaks alone") {
    CHECK(text_of("<body><div id=x>" + first_paragraph + "<br><br>" + second_paragraph +
                  "<br/>&nbsp;<br/>" + third_paragraph + "</div></body>") == joined_paragraphs());
}

TEST_CASE("a front page and an error page hold no article") {
    std::string links;
    for (int i = 0; i < 60; ++i) {
        links += "<div><a href=/n" + std::to_string(i) + ">" + first_paragraph.substr(0, 80) +
                 "</a></div>";
    }
    CHECK(text_of("<body><h1>الأخبار</h1>" + links + "</body>").empty());
    CHECK(text_of("<body><h1>404</h1><p>The page you look for does not exist.</p></body>").empty());
    CHECK(text_of("").empty());
}

TEST_CASE("a short article is told from the teasers beside it") {
    std::string teasers;
    for (int i = 0; i < 5; ++i) {
        teasers += "<div class=card><h3><a href=/t" + std::to_string(i) +
                   ">عنوان خبر آخر لا صلة له بالمقال</a></h3><p>" + second_paragraph + "</p></div>";
    }
    CHECK(
        text_of("<head><meta property=og:type content=article></head><body><h1>عاجل</h1><div><p>" +
                first_paragraph + "</p></div><div class=grid>" + teasers + "</div></body>") ==
        first_paragraph);
}

TEST_CASE("a page of teasers is no article") {
    std::string teasers;
    for (int i = 0; i < 8; ++i) {
        teasers += "<div class=card><h3><a href=/t" + std::to_string(i) +
                   ">عنوان خبر آخر لا صلة له بالمقال</a></h3><p>" + second_paragraph + "</p></div>";
    }
    CHECK(text_of("<body><h1>سياسة</h1>" + teasers + "</body>").empty());
}

TEST_CASE("a link between two paragraphs goes, and the paragraphs around it stay") {
    CHECK(text_of("<body><article><p>" + first_paragraph +
                  "</p><p>اقرأ أيضا: <a href=/x>تفاصيل الهدنة كاملة في خبر سابق</a></p><p>" +
                  second_paragraph + "</p><p><a href=/y>خبر سابق عن محطات الكهرباء</a></p><p>" +
                  third_paragraph + "</p></article></body>") == joined_paragraphs());
}

TEST_CASE("a sentence that begins like a line of the page stays") {
    const std::string verb = "شارك آلاف في المظاهرة.";
    const std::string heading = "إعلان الهدنة";
    CHECK(text_of("<body><article><p>" + first_paragraph + "</p><p>شارك:</p><h2>" + heading +
                  "</h2><p>" + verb + "</p><p>" + second_paragraph + "</p></article></body>") ==
          first_paragraph + "\n\n" + heading + "\n\n" + verb + "\n\n" + second_paragraph);
}

TEST_CASE("an element that holds the prose is kept whatever its name") {
    CHECK(text_of("<body><div class=widget id=sidebar-main>" + paragraphs() + "</div></body>") ==
          joined_paragraphs());
    CHECK(text_of("<body><header><nav><a href=/a>x</a><article>" + paragraphs() +
                  "</article></nav></header></body>") == joined_paragraphs());
}

TEST_CASE("an error page holds no article, however long it explains itself") {
    CHECK(text_of("<head><title>الصفحة غير موجودة</title></head><body><p>" + first_paragraph +
                  "</p></body>")
              .empty());
    CHECK(text_of("<head><title>Just a moment...</title></head><body>" + paragraphs() + "</body>")
              .empty());
}

TEST_CASE("sections of one article are joined, with their headings") {
    CHECK(text_of("<body><main><section><p>" + first_paragraph +
                  "</p></section><section><h2>"
                  "تفاصيل الاتفاق</h2><p>" +
                  second_paragraph + "</p></section><section><p>" + third_paragraph +
                  "</p></section></main></body>") ==
          first_paragraph + "\n\nتفاصيل الاتفاق\n\n" + second_paragraph + "\n\n" + third_paragraph);
}

TEST_CASE("the heading is the title where the title says the same and more") {
    CHECK(item_of("<head><title>Truce holds for a week - The Site</title></head><body>"
                  "<h1>The Site</h1><h1>Truce holds for a week</h1>" +
                  paragraphs())
              .title->text == "Truce holds for a week");
    CHECK(item_of("<head><title>Truce holds for a week | The Site</title></head><body>" +
                  paragraphs())
              .title->text == "Truce holds for a week");
    CHECK(item_of("<head><meta property=og:site_name content='The Site'>"
                  "<title>The Site - Truce - a week on</title></head><body>" +
                  paragraphs())
              .title->text == "The Site - Truce - a week on");
}

TEST_CASE("authors are read from the byline when nothing states them") {
    CHECK(item_of("<body><p class=byline>By <a href='/author/jane'>Jane Doe</a> and "
                  "<a href='/author/max'>Max Roe</a>, 3 January 2026</p>" +
                  paragraphs())
              .authors == std::vector<std::string>{"Jane Doe", "Max Roe"});
    CHECK(item_of("<body><div class=author-name>بقلم: أحمد علي</div>" + paragraphs()).author ==
          "أحمد علي");
    CHECK(item_of("<body><span>By Jane Doe</span>" + paragraphs()).author == "Jane Doe");
    CHECK_FALSE(item_of("<body>" + paragraphs()).author);
}

TEST_CASE("JSON-LD states author, dates, section and site") {
    const RawFeed feed = read(
        "<head><script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":["
        "{\"@type\":\"Organization\",\"@id\":\"#org\",\"name\":\"News Site\"},"
        "{\"@type\":[\"NewsArticle\"],\"headline\":\"A &amp; B\",\"author\":[{\"name\":\"By Jane "
        "Doe\"},"
        "\"Max\"],\"datePublished\":\"2026-01-23T10:00:00+03:00\","
        "\"dateModified\":\"2026-01-23T12:00:00+03:00\",\"articleSection\":[\"Politics\"],"
        "\"publisher\":{\"@id\":\"#org\"},\"image\":[{\"url\":\"/i.jpg\"}]}]}</script></"
        "head><body>" +
        paragraphs() + "</body>");
    const RawItem& item = feed.items.front();
    CHECK(item.title->text == "A & B");
    CHECK(item.authors == std::vector<std::string>{"Jane Doe", "Max"});
    CHECK(item.author == "Jane Doe, Max");
    CHECK(item.published == "2026-01-23T10:00:00+03:00");
    CHECK(item.updated == "2026-01-23T12:00:00+03:00");
    CHECK(item.section == "Politics");
    CHECK(item.image == "https://news.example/i.jpg");
    CHECK(feed.feed.title == "News Site");
}

TEST_CASE("broken JSON-LD costs nothing but itself") {
    const RawItem item = item_of(
        "<head><script type='application/ld+json'>{\"@type\": \"NewsArticle\", oops</script>"
        "<script type='application/ld+json'><!-- {\"@type\":\"NewsArticle\",\"headline\":\"Line\n"
        "two\"} --></script></head>" +
        paragraphs());
    CHECK(item.title->text == "Line two");
}

TEST_CASE("meta elements state what JSON-LD does not") {
    const RawFeed feed = read(
        "<head><title>Long title - Site</title><meta property='og:title' content='Long title'>"
        "<meta property=og:site_name content=Site><meta name=author content='Jane Doe'>"
        "<meta property='article:published_time' content='2026-01-20T08:00:00Z'>"
        "<meta property='article:tag' content=one><meta property='article:tag' content=two>"
        "<meta property=og:image content='//cdn.example/i.png'><link rel=canonical href='/c'>"
        "<link rel=alternate type='application/rss+xml' href='/feed'></head>" +
        paragraphs());
    const RawItem& item = feed.items.front();
    CHECK(item.title->text == "Long title");
    CHECK(item.author == "Jane Doe");
    CHECK(item.published == "2026-01-20T08:00:00Z");
    CHECK(item.categories == std::vector<std::string>{"one", "two"});
    CHECK(item.image == "https://cdn.example/i.png");
    CHECK(item.canonical_url == "https://news.example/c");
    CHECK(feed.feed.title == "Site");
    REQUIRE(feed.followups.size() == 1);
    CHECK(feed.followups[0].kind == FollowupKind::alternate_feed);
    CHECK(feed.followups[0].url == "https://news.example/feed");
}

TEST_CASE("a date is taken from what can be seen, then from the address") {
    CHECK(item_of("<body><time datetime='2026-01-21T09:30:00Z'>yesterday</time>" + paragraphs())
              .published == "2026-01-21T09:30:00Z");
    CHECK(item_of("<body><span class=post-date>22 January 2026</span>" + paragraphs()).published ==
          "22 January 2026");
    CHECK(item_of("<body><div id=comments><time datetime='2026-01-25'></time></div>" + paragraphs())
              .published == "2026-01-23");
}

TEST_CASE("a body that scripts draw is taken from JSON-LD") {
    CHECK(text_of("<head><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
                  "\"articleBody\":\"" +
                  first_paragraph + " " + second_paragraph +
                  "\"}</script></head><body><div id=app></div></body>") ==
          first_paragraph + " " + second_paragraph);
}

TEST_CASE("only HTML is claimed as a page") {
    CHECK(claims_page(page("<!doctype html><p>x")));
    CHECK_FALSE(claims_page({Utf8::from_decoded("<rss version='2.0'></rss>"), "", "text/html",
                             "utf-8", "http", 0, false}));
}
