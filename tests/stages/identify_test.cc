#include "daemon/stages/identify.h"

#include "tests/stages/samples.h"
#include "tests/support/catch.h"

using namespace khabard;

namespace {

const ContentHash some_content{"xxh3:00000000000000000000000000000001"};

Keys keys_of(const std::string& url, const std::string& guid, std::size_t part = 1) {
    Article article = sample_article("headline", "body");
    article.url = url;
    article.guid = guid;
    return identify(article, some_content, {.feed = FeedId{"feed"}, .part = part});
}

}  // namespace

TEST_CASE("the canonical url is the strongest key, then the guid, then the content") {
    const Keys keys = keys_of("https://outlet.example/news/1", "g1");
    REQUIRE(keys.keys.size() == 3);
    CHECK(keys.keys[0].kind == KeyKind::url);
    CHECK(keys.keys[1].kind == KeyKind::guid);
    CHECK(keys.keys[2].kind == KeyKind::content);
    CHECK(keys.new_id.get().size() == 32);
}

TEST_CASE("two addresses of one article give one id") {
    const Keys plain = keys_of("https://outlet.example/news/1", "g1");
    const Keys tracked = keys_of("http://www.outlet.example/news/1?utm_source=x#top", "g2");
    CHECK(plain.new_id == tracked.new_id);
    CHECK(plain.keys[0].digest == tracked.keys[0].digest);
}

TEST_CASE("an outlet's front page identifies nothing") {
    const Keys front = keys_of("https://outlet.example/", "g1");
    CHECK(front.keys[0].kind == KeyKind::guid);
    const Keys query = keys_of("https://outlet.example/?p=17", "g1");
    CHECK(query.keys[0].kind == KeyKind::url);
}

TEST_CASE("the parts of a split document are different articles") {
    const Keys first = keys_of("https://outlet.example/news/1", "", 1);
    const Keys second = keys_of("https://outlet.example/news/1", "", 2);
    CHECK(first.new_id != second.new_id);
}

TEST_CASE("a guid counts within its feed") {
    Article article = sample_article("headline", "body");
    article.guid = "7";
    const Keys one = identify(article, some_content, {.feed = FeedId{"a"}, .part = 1});
    const Keys other = identify(article, some_content, {.feed = FeedId{"b"}, .part = 1});
    CHECK(one.new_id != other.new_id);
}

TEST_CASE("a mark changes with anything the entry states, and names the entry by its guid") {
    RawItem item;
    item.id = "g1";
    item.title = RawText{"title", Markup::plain};
    const SeenMark before = seen_mark(item, FeedId{"feed"});
    item.title->text = "another title";
    const SeenMark after = seen_mark(item, FeedId{"feed"});
    CHECK(before.item == after.item);
    CHECK(before.raw != after.raw);
    CHECK(seen_mark(item, FeedId{"feed"}).raw == after.raw);
    CHECK(seen_mark(item, FeedId{"other"}).item != after.item);
}

TEST_CASE("a digest as a name is 32 hex digits, the high half first") {
    CHECK(to_hex(Digest{0, 0}) == std::string(32, '0'));
    CHECK(to_hex(Digest{0x0123456789abcdef, 0xf}) == "0123456789abcdef000000000000000f");
}
