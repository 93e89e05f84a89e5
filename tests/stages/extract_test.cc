#include "daemon/stages/extract.h"

#include "tests/stages/newsroom.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

std::string long_text() {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += "<p>أعلنت الوزارة تفاصيل الخطة الجديدة في بيان رسمي.</p>";
    }
    return text;
}

Draft extract_one(const RawItem& item, const std::string& format = "rss20") {
    ExtractContext context = context_at("2026-02-01T12:00:00Z");
    context.format = format;
    const auto drafts = extract(item, context);
    REQUIRE(drafts.size() == 1);
    return drafts.front();
}

}  // namespace

TEST_CASE("an item that states nothing gives no draft") {
    CHECK(extract(RawItem{}, context_at("2026-02-01T12:00:00Z")).empty());
}

TEST_CASE("a summary alone is a teaser") {
    RawItem item;
    item.title = RawText{"عنوان", Markup::plain};
    item.summary = RawText{"<p>موجز الخبر&hellip;</p>", Markup::html};
    const Draft draft = extract_one(item);
    CHECK(draft.representation == Representation::summary_only);
    CHECK(draft.body_source == BodySource::feed_summary);
    CHECK(draft.blocks.empty());
    CHECK(draft.summary == "موجز الخبر…");
}

TEST_CASE("long content is the article, content that trails off is part of it") {
    RawItem item;
    item.title = RawText{"عنوان", Markup::plain};
    item.content = RawText{long_text(), Markup::html};
    CHECK(extract_one(item).representation == Representation::full);
    CHECK(extract_one(item).body_source == BodySource::feed_full);
    item.content = RawText{long_text() + "<p>واختتم الوزير [...]</p>", Markup::html};
    CHECK(extract_one(item).representation == Representation::partial);
}

TEST_CASE("a whole article is full however short") {
    RawItem item;
    item.content = RawText{"خبر قصير.", Markup::plain};
    item.whole_article = true;
    CHECK(extract_one(item, "page").representation == Representation::full);
    CHECK(extract_one(item, "page").body_source == BodySource::page);
}

TEST_CASE("dates say where they come from and whether they needed the crawl") {
    RawItem item;
    item.title = RawText{"عنوان", Markup::plain};
    item.published = "2026-01-31T08:00:00+03:00";
    CHECK(extract_one(item).published->origin == DateOrigin::feed);
    CHECK(extract_one(item, "page").published->origin == DateOrigin::page_meta);
    item.published = "منذ ساعتين";
    const Draft draft = extract_one(item);
    REQUIRE(draft.published);
    CHECK(draft.published->origin == DateOrigin::inferred);
    CHECK(draft.published->date.at == *parse_rfc3339("2026-02-01T10:00:00Z"));
}

TEST_CASE("wrongly decoded text is mended before anything is read in it") {
    RawItem item;
    item.raw_text =
        "\\u0643\\u064a\\u064a\\u0641 \\u062a\\u0639\\u0644\\u0646 "
        "\\u0627\\u0644\\u0647\\u062f\\u0646\\u0629";
    const Draft draft = extract_one(item, "text");
    REQUIRE(draft.blocks.size() == 1);
    CHECK(draft.blocks.front().text == "كييف تعلن الهدنة");
    CHECK(draft.search_text);
}

TEST_CASE("a text beyond its caps is read up to them, and says so") {
    RawItem item;
    item.raw_text = "سطر\nسطر\nسطر\nسطر";
    ExtractContext context = context_at("2026-02-01T12:00:00Z");
    context.format = "text";
    CHECK(extract(item, context).front().blocks.size() == 4);
    CHECK(extract(item, context).front().edits.empty());
    context.text_lines_max = 2;
    CHECK(extract(item, context).front().blocks.size() == 2);
    REQUIRE(extract(item, context).front().edits.size() == 1);
    CHECK(extract(item, context).front().edits.front().rule == "too-long");
    context.text_lines_max = 100;
    context.text_bytes_max = 10;  // in the middle of a letter
    const auto drafts = extract(item, context);
    REQUIRE(drafts.front().blocks.size() == 2);
    CHECK(drafts.front().blocks.back().text == "س");
    CHECK(drafts.front().edits.size() == 1);
}
