#include "daemon/web/sniff.h"

#include "tests/support/catch.h"

#include <string>

using namespace khabard;

TEST_CASE("bodies are known by their first bytes, whatever the media type says") {
    struct Row {
        std::string bytes;
        const char* media_type;
        BodyKind kind;
    };
    for (const Row& row : {
             Row{"<?xml version=\"1.0\"?>\n<!-- a --><rss version=\"2.0\">", "text/html",
                 BodyKind::xml_feed},
             Row{"\xEF\xBB\xBF <feed xmlns=\"http://www.w3.org/2005/Atom\">", "text/plain",
                 BodyKind::xml_feed},
             Row{"<rdf:RDF xmlns:rdf=\"x\">", "", BodyKind::xml_feed},
             Row{"<?xml version=\"1.0\"?><urlset>", "application/xml", BodyKind::sitemap},
             Row{"<sitemapindex>", "", BodyKind::sitemap},
             Row{"<opml version=\"1.0\">", "text/xml", BodyKind::opml},
             Row{"<!DOCTYPE HTML><rss>", "application/rss+xml", BodyKind::html},
             Row{"<?xml version=\"1.0\"?><html>", "application/rss+xml", BodyKind::html},
             Row{"  <P>x", "", BodyKind::html},
             Row{"<?xml version=\"1.0\"?><other/>", "", BodyKind::xml},
             Row{"{\"version\":1}", "", BodyKind::json},
             Row{"[1]", "text/plain", BodyKind::json},
             Row{"plain words", "", BodyKind::text},
             Row{"plain words", "text/html", BodyKind::html},
             Row{"<b", "", BodyKind::html},
             Row{"<unknown>", "application/rss+xml", BodyKind::xml_feed},
             Row{" \r\n", "text/html", BodyKind::empty},
             Row{"", "", BodyKind::empty},
             Row{"%PDF-1.7", "text/html", BodyKind::pdf},
             Row{"\x89PNG\r\n\x1A\n", "text/xml", BodyKind::image},
             Row{"\x1F\x8B\x08x", "application/xml", BodyKind::archive},
             Row{std::string("\xFF\xFE<\0r\0s\0s\0>\0", 12), "", BodyKind::xml_feed},
             Row{std::string("a\0b", 3), "text/html", BodyKind::binary},
         }) {
        CAPTURE(row.bytes, row.media_type);
        CHECK(describe(sniff_body(row.bytes, row.media_type)) == std::string(describe(row.kind)));
    }
}
