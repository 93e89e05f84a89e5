// Namespace URIs by meaning, one a line. URIs are compared in lower case, without "http:", "https:"
// and trailing "/" and "#". Sources: the specifications of the formats; for misspelt and historical
// ones the namespace lists of the feed validator (W3C) and of Universal Feed Parser's
// documentation.

#include "connectors/readers/xml_feed/feed_tree.h"

namespace khabard {
namespace {

struct Row {
    std::string_view name;
    Space meaning;
};

constexpr Row rows[] = {
    {"", Space::plain},
    {"rss", Space::plain},
    {"//backend.userland.com/rss", Space::plain},
    {"//backend.userland.com/rss2", Space::plain},
    {"//backend.userland.com/rss091", Space::plain},
    {"//blogs.law.harvard.edu/tech/rss", Space::plain},
    {"//cyber.law.harvard.edu/rss/rss.html", Space::plain},
    {"//purl.org/rss/1.0", Space::plain},
    {"//my.netscape.com/rdf/simple/0.9", Space::plain},
    {"//channel.netscape.com/rdf/simple/0.9", Space::plain},
    {"//my.netscape.com/publish/formats/rss-0.91.dtd", Space::plain},
    {"//purl.org/net/rss1.1", Space::plain},
    {"//www.rssboard.org/rss-specification", Space::plain},
    {"//example.com/newformat", Space::plain},
    {"//www.w3.org/2005/atom", Space::atom},
    {"//purl.org/atom/ns", Space::atom},
    {"//purl.org/echo", Space::atom},
    {"//example.com/necho", Space::atom},
    {"uri/of/echo/namespace", Space::atom},
    {"atom", Space::atom},
    {"atom10", Space::atom},
    {"a10", Space::atom},
    {"//purl.org/dc/elements/1.1", Space::dublin_core},
    {"//purl.org/dc/elements/1.0", Space::dublin_core},
    {"//purl.org/dc", Space::dublin_core},
    {"//purl.org/dc/terms", Space::dublin_core},
    {"dc", Space::dublin_core},
    {"dcterms", Space::dublin_core},
    {"//purl.org/rss/1.0/modules/content", Space::content},
    {"//purl.org/rss/modules/content", Space::content},
    {"content", Space::content},
    {"//search.yahoo.com/mrss", Space::media},
    {"//tools.search.yahoo.com/mrss", Space::media},
    {"//www.rssboard.org/media-rss", Space::media},
    {"media", Space::media},
    {"//www.itunes.com/dtds/podcast-1.0.dtd", Space::itunes},
    {"//www.itunes.com/dtds/podcast1.0.dtd", Space::itunes},
    {"//example.com/dtds/podcast-1.0.dtd", Space::itunes},
    {"//www.google.com/schemas/play-podcasts/1.0", Space::itunes},
    {"itunes", Space::itunes},
    {"//purl.org/rss/1.0/modules/syndication", Space::syndication},
    {"sy", Space::syndication},
    {"//purl.org/rss/1.0/modules/slash", Space::comments},
    {"//wellformedweb.org/commentapi", Space::comments},
    {"//purl.org/syndication/thread/1.0", Space::comments},
    {"slash", Space::comments},
    {"wfw", Space::comments},
    {"thr", Space::comments},
    {"//rssnamespace.org/feedburner/ext/1.0", Space::feedburner},
    {"feedburner", Space::feedburner},
    {"//webns.net/mvcb", Space::admin},
    {"admin", Space::admin},
    {"//www.w3.org/1999/02/22-rdf-syntax-ns", Space::rdf},
    {"rdf", Space::rdf},
    {"//www.w3.org/1999/xhtml", Space::xhtml},
    {"xhtml", Space::xhtml},
    {"//www.w3.org/xml/1998/namespace", Space::xml},
    {"xml", Space::xml},
    {"//purl.org/atompub/tombstones/1.0", Space::tombstone},
    {"at", Space::tombstone},
    {"//www.sitemaps.org/schemas/sitemap/0.9", Space::sitemap},
    {"//www.google.com/schemas/sitemap/0.84", Space::sitemap},
    {"//www.google.com/schemas/sitemap/0.9", Space::sitemap},
    {"//www.google.com/schemas/sitemap-news/0.9", Space::news},
    {"//www.sitemaps.org/schemas/sitemap-news/0.9", Space::news},
    {"news", Space::news},
    {"//www.google.com/schemas/sitemap-image/1.1", Space::image},
    {"image", Space::image},
};

}  // namespace

Space space_meaning(std::string_view name) {
    std::string key;
    for (const char character : trimmed(name)) {
        const bool upper = character >= 'A' && character <= 'Z';
        key.push_back(upper ? static_cast<char>(character + ('a' - 'A')) : character);
    }
    for (const std::string_view scheme : {"http:", "https:"}) {
        if (key.compare(0, scheme.size(), scheme) == 0) {
            key.erase(0, scheme.size());
            break;
        }
    }
    while (!key.empty() && (key.back() == '/' || key.back() == '#')) {
        key.pop_back();
    }
    for (const Row& row : rows) {
        if (row.name == key) {
            return row.meaning;
        }
    }
    return Space::other;
}

}  // namespace khabard
