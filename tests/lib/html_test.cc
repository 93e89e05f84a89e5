#include "daemon/lib/xml/html.h"

#include "tests/support/catch.h"

#include <string>

namespace khabard {
namespace {

HtmlDocument parse(const std::string& html) {
    return parse_html(html, HtmlLimits{});
}

std::size_t find(const HtmlDocument& document, const std::string& tag) {
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        if (document.nodes[i].is_element(tag)) {
            return i;
        }
    }
    return 0;
}

TEST_CASE("HTML becomes nodes in document order whose ends span their subtrees") {
    const auto document = parse("<html><body><div id=a><p>one<b>two</b></p></div><p>three</p>");
    const auto div = find(document, "div");
    REQUIRE(div != 0);
    CHECK(text_content(document, div) == "onetwo");
    CHECK(document.nodes[document.nodes[div].end].name == "p");
    CHECK(document.nodes[0].end == document.nodes.size());
    CHECK(*document.nodes[div].attribute("id") == "a");
    CHECK(document.nodes[div].attribute("class") == nullptr);
    CHECK(document.nodes[document.nodes[div].parent].name == "body");
    CHECK_FALSE(document.truncated);
}

TEST_CASE("unclosed paragraphs and list items end where the next one starts") {
    const auto document = parse("<ul><li>a<li>b</ul><p>c<p>d");
    int items = 0;
    for (const auto& node : document.nodes) {
        items += node.is_element("li") || node.is_element("p") ? 1 : 0;
        CHECK(node.depth <= 5);
    }
    CHECK(items == 4);
}

TEST_CASE("scripts and styles keep their text unparsed and stay out of text_content") {
    const auto document = parse("<p>a</p><script>if (1 < 2) x('</b>')</script><style>p{}</style>");
    const auto script = find(document, "script");
    REQUIRE(script != 0);
    CHECK(text_content(document, script) == "if (1 < 2) x('</b>')");
    CHECK(text_content(document, 0) == "a");
}

TEST_CASE("references are resolved, windows-1252 ones and unfinished ones too") {
    CHECK(strip_markup("a&nbsp;b") == "a\u00A0b");
    CHECK(strip_markup("it&#146;s") == "it\u2019s");
    CHECK(strip_markup("a&nbsp b&amp") == "a\u00A0 b&");
    CHECK(strip_markup("AT&T &unknown; x") == "AT&T &unknown; x");
    CHECK(strip_markup("&#x627;") == "\u0627");
    CHECK(strip_markup("&amp;lt;") == "&lt;");
}

TEST_CASE("a declared encoding is not believed, for the text is UTF-8 already") {
    const auto document =
        parse("<html><head><meta charset=windows-1256></head><body><p>مرحبا</p></body></html>");
    CHECK(text_content(document, find(document, "p")) == "مرحبا");
}

TEST_CASE("NUL bytes, an empty page and a lone angle bracket do no harm") {
    CHECK(text_content(parse(std::string("<p>a\0b</p>", 10)), 0) == "ab");
    CHECK(parse("").nodes.size() == 1);
    CHECK(text_content(parse("1 < 2"), 0) == "1 < 2");
}

TEST_CASE("limits stop the parse, keep what stands and say so") {
    SECTION("nodes") {
        std::string html;
        for (int i = 0; i < 1000; ++i) {
            html += "<p>x</p>";
        }
        HtmlLimits limits;
        limits.nodes_max = 100;
        const auto document = parse_html(html, limits);
        CHECK(document.nodes.size() == 100);
        CHECK(document.truncated);
        CHECK(document.warnings.size() == 1);
    }
    SECTION("depth: deeper text survives under a flattened parent") {
        std::string html;
        for (int i = 0; i < 400; ++i) {
            html += "<font>";
        }
        const auto document = parse(html + "deep");
        CHECK(text_content(document, 0) == "deep");
        CHECK(document.truncated);
        for (const auto& node : document.nodes) {
            CHECK(node.depth <= 257);
        }
    }
    SECTION("attributes are cut at a code point") {
        HtmlLimits limits;
        limits.attribute_bytes_max = 3;
        const auto document = parse_html("<a title='مم'>x</a>", limits);
        CHECK(*document.nodes[find(document, "a")].attribute("title") == "م");
        CHECK(document.truncated);
    }
    SECTION("bytes") {
        HtmlLimits limits;
        limits.bytes_max = 10;
        const auto document = parse_html("<p>مرحبا بكم في الموقع", limits);
        CHECK(text_content(document, 0) == "مرح");
        CHECK(document.warnings.size() == 1);
    }
}

TEST_CASE("a flood of end tags under a deep stack ends soon") {
    std::string html;
    for (int i = 0; i < 200'000; ++i) {
        html += "<b>";
    }
    for (int i = 0; i < 500'000; ++i) {
        html += "</i>";
    }
    const auto document = parse(html);
    CHECK(document.truncated);
}

TEST_CASE("named references have their characters") {
    CHECK(html_entity("nbsp") == "\u00A0");
    CHECK(html_entity("hellip") == "\u2026");
    CHECK(html_entity("nonesuch").empty());
}

}  // namespace
}  // namespace khabard
