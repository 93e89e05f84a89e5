#include "daemon/lib/xml/xml.h"

#include "tests/support/catch.h"

#include <string>

namespace khabard {
namespace {

XmlDocument parse(const std::string& xml) {
    return parse_xml(xml, XmlLimits{});
}

std::size_t find(const XmlDocument& document, const std::string& name, int nth = 1) {
    for (std::size_t i = 1; i < document.nodes.size(); ++i) {
        if (document.nodes[i].is_element() && document.nodes[i].name == name && --nth == 0) {
            return i;
        }
    }
    return 0;
}

std::string text_of(const XmlDocument& document, const std::string& name, int nth = 1) {
    const auto index = find(document, name, nth);
    return index == 0 ? "(absent)" : text_content(document, index);
}

TEST_CASE("a well-formed document keeps order, namespaces and attributes") {
    const auto document = parse(
        "<?xml version='1.0' encoding='windows-1256'?><a xmlns='urn:x' xmlns:y='urn:y' k='v&amp;w'>"
        "<y:b y:l='1' l='2'>خبر</y:b><!-- no --><c/></a>");
    CHECK(document.wellformed);
    CHECK(document.warnings.empty());
    const auto a = document.document_element();
    REQUIRE(document.nodes[a].name == "a");
    CHECK(document.spaces[document.nodes[a].space] == "urn:x");
    CHECK(*document.nodes[a].attribute("k") == "v&w");
    const auto b = find(document, "b");
    CHECK(document.spaces[document.nodes[b].space] == "urn:y");
    CHECK(*document.nodes[b].attribute("l") == "2");
    CHECK(text_of(document, "b") == "خبر");
    CHECK(document.nodes[b].end == find(document, "c"));
    CHECK(document.nodes[0].end == document.nodes.size());
}

TEST_CASE("references, CDATA and declared entities become text") {
    const auto document = parse(
        "<!DOCTYPE a [<!ENTITY site 'khabar'>]><a t='&site;&lt;&#39;'>x &amp;lt; &#x627;"
        "<![CDATA[<b>&amp;]]> &site; &nbsp;&#146;</a>");
    CHECK(document.wellformed);
    CHECK(text_of(document, "a") == "x &lt; \u0627<b>&amp; khabar \u00A0\u2019");
    CHECK(*document.nodes[document.document_element()].attribute("t") == "khabar<'");
}

TEST_CASE("an entity bomb explodes neither in text nor in memory") {
    std::string xml = "<!DOCTYPE a [<!ENTITY a0 'ha'>";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "&a" + std::to_string(i - 1) + ";";
        xml += "<!ENTITY a" + std::to_string(i) + " '" + before + before + "'>";
    }
    const auto bomb = parse(xml + "]><a>&a39;</a>");
    CHECK(text_content(bomb, 0).size() < 1000);

    std::string quadratic = "<!DOCTYPE a [<!ENTITY b '" + std::string(4000, 'x') + "'>]><a>";
    for (int i = 0; i < 5000; ++i) {
        quadratic += "&b;";
    }
    CHECK(text_content(parse(quadratic + "</a>"), 0).size() < 2U * 1024 * 1024);
}

TEST_CASE("an external entity is never fetched") {
    const auto document =
        parse("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>[&e;]</a>");
    CHECK(text_content(document, 0).size() <= 6);
}

TEST_CASE("a damaged document is read as far as it goes") {
    SECTION("stray ampersands and angle brackets are text") {
        const auto document = parse("<a><b>AT&T & co; 1 < 2 &unknown; &eacute;</b></a>");
        CHECK_FALSE(document.wellformed);
        CHECK(text_of(document, "b") == "AT&T & co; 1 < 2 &unknown; \u00E9");
    }
    SECTION("a missing end tag is closed by the outer one") {
        const auto document = parse("<r><i><t>one</i><i><t>two</t></i></r>");
        CHECK_FALSE(document.wellformed);
        CHECK(text_of(document, "t", 1) == "one");
        CHECK(document.nodes[find(document, "i", 2)].parent == find(document, "r"));
    }
    SECTION("an end tag without a start tag closes nothing") {
        const auto document = parse("<r><t>one</b> more</t></r>");
        CHECK(text_of(document, "t") == "one more");
    }
    SECTION("junk before the prolog and after the end") {
        const auto document = parse("\n\njunk <?xml version='1.0'?><r><t>x</t></r> trailing");
        CHECK(text_of(document, "t") == "x");
        CHECK(text_content(document, 0) == "x");
    }
    SECTION("control characters and NUL are dropped") {
        const auto document = parse(std::string("<r><t>a\x0B\0b\x1F</t></r>", 20));
        CHECK(text_of(document, "t") == "ab");
    }
    SECTION("a document that breaks off") {
        const auto document = parse("<r><t>one</t><t>tw");
        CHECK(text_of(document, "t", 2) == "tw");
        CHECK(document.warnings.size() == 1);
    }
    SECTION("attributes without quotes, without values, without an end") {
        const auto document = parse("<r a=1 b c='x><t d=\"y\">z</t></r>");
        CHECK(*document.nodes[find(document, "r")].attribute("a") == "1");
        CHECK(document.nodes[find(document, "r")].attribute("b")->empty());
        CHECK(text_of(document, "t") == "z");
    }
    SECTION("a CDATA section without an end stops at the end tag of its element") {
        const auto document = parse("<r><t><![CDATA[one <b>two</b></t><u>x</u></r>");
        CHECK(text_of(document, "t") == "one <b>two</b>");
        CHECK(text_of(document, "u") == "x");
    }
    SECTION("prefixes keep their namespaces, undeclared ones stand for themselves") {
        const auto document = parse("<r xmlns:d='urn:d'><d:t>&</d:t><media:u/></r>");
        CHECK(document.spaces[document.nodes[find(document, "t")].space] == "urn:d");
        CHECK(document.spaces[document.nodes[find(document, "u")].space] == "media");
    }
}

TEST_CASE("limits flatten, cut and stop") {
    std::string deep;
    for (int i = 0; i < 2000; ++i) {
        deep += "<a>";
    }
    const auto document = parse(deep + "text");
    CHECK(text_content(document, 0) == "text");
    CHECK(document.truncated);
    for (const auto& node : document.nodes) {
        CHECK(node.depth <= 257);
    }

    XmlLimits limits;
    limits.nodes_max = 10;
    std::string wide = "<r>";
    for (int i = 0; i < 100; ++i) {
        wide += "<a/>";
    }
    CHECK(parse_xml(wide + "</r>", limits).nodes.size() == 10);

    limits = XmlLimits{};
    limits.attribute_bytes_max = 3;
    CHECK(*parse_xml("<r a='مم'/>", limits).nodes[1].attribute("a") == "م");
}

TEST_CASE("hostile documents cost linear time") {
    std::string xml;
    SECTION("a flood of attributes") {
        xml = "<r ";
        for (int i = 0; i < 300'000; ++i) {
            xml += "a" + std::to_string(i) + "='' ";
        }
        xml += "/>";
    }
    SECTION("a flood of namespaces and prefixes") {
        for (int i = 0; i < 200; ++i) {
            xml += "<r";
            for (int j = 0; j < 200; ++j) {
                xml +=
                    " xmlns:p" + std::to_string(i * 200 + j) + "='urn:" + std::to_string(j) + "'";
            }
            xml += ">";
        }
        for (int i = 0; i < 300'000; ++i) {
            xml += "<p0:b/>";
        }
    }
    SECTION("comments, sections and quotes that never end") {
        xml = "<r>";
        for (const char* piece : {"<!--", "<![CDATA[", "<?x", "<!D [", "<a b=\"", "<a b='"}) {
            for (int i = 0; i < 100'000; ++i) {
                xml += piece;
            }
        }
    }
    SECTION("end tags that match nothing under a deep stack") {
        for (int i = 0; i < 100'000; ++i) {
            xml += "<a>";
        }
        for (int i = 0; i < 300'000; ++i) {
            xml += "</b>";
        }
    }
    CHECK_FALSE(parse(xml).nodes.empty());
}

TEST_CASE("inner markup is HTML source without prefixes") {
    const auto document =
        parse("<r xmlns:h='http://www.w3.org/1999/xhtml'><h:p class='x'>a &lt; <h:br/>b</h:p></r>");
    CHECK(inner_markup(document, document.document_element()) ==
          "<p class=\"x\">a &lt; <br />b</p>");
    CHECK(has_elements(document, document.document_element()));
    CHECK_FALSE(has_elements(document, find(document, "br")));
}

TEST_CASE("escaped text is read back as it was, between tags and in an attribute") {
    const std::string odd = "a < b && \"c\" > 'd'";
    CHECK(escape_xml(odd) == "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'");
    const auto document = parse("<r x=\"" + escape_xml(odd) + "\">" + escape_xml(odd) + "</r>");
    CHECK(document.wellformed);
    const std::size_t root = document.document_element();
    REQUIRE(document.nodes[root].attribute("x") != nullptr);
    CHECK(*document.nodes[root].attribute("x") == odd);
    CHECK(text_content(document, root) == odd);
}

}  // namespace
}  // namespace khabard
