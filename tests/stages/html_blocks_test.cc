#include "daemon/stages/html_blocks.h"

#include "tests/support/catch.h"
#include "tests/support/growth.h"

#include <string>

using namespace khabard;

namespace {

std::string joined(const RawText& raw) {
    std::string text;
    for (const Block& block : blocks_of(raw)) {
        text += text.empty() ? block.text : "|" + block.text;
    }
    return text;
}

std::string html(const std::string& source) {
    return joined(RawText{source, Markup::html});
}

}  // namespace

TEST_CASE("block-level elements part paragraphs") {
    CHECK(html("<p>a <b>b</b>\n c</p><ul><li>d</li><li>e</li></ul>f<br/>g") == "a b c|d|e|f|g");
    CHECK(html("<h2>a</h2><div>b<div>c</div>d</div>") == "a|b|c|d");
}

TEST_CASE("scripts, media and appended boxes go with what they hold") {
    CHECK(html("<p>a</p><script>x()</script><style>b{}</style><!-- c --><img alt=\"d\">") == "a");
    CHECK(html("<p>a</p><div class=\"x tags\">b</div><ul class=\"share\"><li>c</li></ul>") == "a");
    CHECK(html("<figure><img><figcaption>a</figcaption></figure><p>b</p>") == "b");
}

TEST_CASE("entities are resolved twice and no more") {
    CHECK(html("<p>a &amp;amp;amp; b</p>") == "a &amp; b");
    CHECK(html("<p>&amp;quot;a&amp;quot; &#1576;</p>") == "\"a\" ب");
    CHECK(html("&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;") == "a|b");
}

TEST_CASE("plain text with leftover tags keeps its lines") {
    CHECK(joined(RawText{"<h1>a</h1>\n<p>b<br/>c</p>\nd &quot;e&quot;", Markup::plain}) ==
          "a|b|c|d \"e\"");
    CHECK(joined(RawText{"3 < 4 و 5 > 2", Markup::plain}) == "3 < 4 و 5 > 2");
}

TEST_CASE("decode_entities leaves what is no reference") {
    CHECK(decode_entities("a & b &nosuch; &#x41; &amp") == "a & b &nosuch; A &amp");
}

TEST_CASE("what nobody closes is not looked for to the end again and again") {
    for (const char* part : {"&amp", "<a ", "&#x", "<!--", "&lt"}) {
        CAPTURE(part);
        CHECK(grows_evenly(
            [](const std::string& text) {
                blocks_of({text, Markup::plain});
            },
            part, 15'000));
    }
}
