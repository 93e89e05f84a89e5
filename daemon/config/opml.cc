#include "daemon/config/opml.h"

#include "daemon/lib/xml/xml.h"
#include "daemon/web/url.h"

#include <set>

namespace khabard {
namespace {

constexpr std::size_t id_bytes_max = 64;

bool is_id_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

// A TOML basic string that means itself: control characters are left out, and what the list of a
// stranger calls ${NAME} is no variable of ours.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) {
            continue;
        }
        if (byte == '"' || byte == '\\') {
            out += '\\';
        } else if (byte == '{' && out.back() == '$') {
            out += '$';
        }
        out += byte;
    }
    return out + "\"";
}

// "news.example.org/rss/world.xml" -> "news.example.org-rss-world.xml", cut to what an id holds.
std::string id_from(const Url& url) {
    std::string_view host = url.host ? std::string_view(*url.host) : std::string_view();
    if (host.starts_with("www.")) {
        host.remove_prefix(4);
    }
    std::string id;
    for (const char byte : std::string(host) + url.path) {
        const char lower = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
        const bool kept = is_id_byte(lower) || lower == '.' || lower == '_';
        if (kept || (!id.empty() && id.back() != '-')) {
            id += kept ? lower : '-';
        }
    }
    while (!id.empty() && !is_id_byte(id.front())) {
        id.erase(0, 1);
    }
    id = id.substr(0, id_bytes_max);
    while (!id.empty() && !is_id_byte(id.back())) {
        id.pop_back();
    }
    return id.empty() ? "feed" : id;
}

std::string unused(const std::string& id, const std::set<std::string>& taken) {
    std::string candidate = id;
    for (std::size_t number = 2; taken.contains(candidate); ++number) {
        const std::string tail = "-" + std::to_string(number);
        candidate = id.substr(0, id_bytes_max - tail.size()) + tail;
    }
    return candidate;
}

}  // namespace

Result<std::vector<OpmlFeed>> read_opml(std::string_view utf8) {
    const XmlDocument document = parse_xml(utf8, XmlLimits{});
    const std::size_t top = document.document_element();
    if (top == 0 || document.nodes[top].name != "opml") {
        return Error{Fault::malformed, "", "is no OPML: its first element is not <opml>"};
    }
    std::vector<OpmlFeed> feeds;
    std::set<std::string> seen;
    for (const XmlNode& node : document.nodes) {
        const std::string* url = node.is_element() ? node.attribute("xmlUrl") : nullptr;
        if (url == nullptr || url->empty() || !seen.insert(*url).second) {
            continue;
        }
        const std::string* title = node.attribute("title");
        const std::string* text = title != nullptr ? title : node.attribute("text");
        feeds.push_back({*url, text != nullptr ? *text : std::string()});
    }
    if (feeds.empty()) {
        return Error{Fault::malformed, "", "names no feed: no outline has an xmlUrl"};
    }
    return feeds;
}

std::string write_opml(const std::vector<Feed>& feeds) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
        "  <head><title>khabard</title></head>\n  <body>\n";
    for (const Feed& feed : feeds) {
        if (feed.kind == FeedKind::directory) {
            continue;
        }
        const std::string name = feed.source.name.empty() ? feed.id.get() : feed.source.name;
        out += "    <outline type=\"rss\" text=\"" + escape_xml(name) + "\" title=\"" +
               escape_xml(name) + "\" xmlUrl=\"" + escape_xml(feed.display_url) + "\"/>\n";
    }
    return out + "  </body>\n</opml>\n";
}

NewFeedTables feed_tables(const std::vector<OpmlFeed>& feeds, const std::vector<Feed>& known) {
    std::set<std::string> ids;
    std::set<std::string> urls;
    for (const Feed& feed : known) {
        ids.insert(feed.id.get());
        urls.insert(feed.url);
    }
    NewFeedTables tables;
    for (const OpmlFeed& feed : feeds) {
        const auto url = parse_url(feed.url);
        const bool web = url && url->host && (url->scheme == "http" || url->scheme == "https");
        if (!web || !urls.insert(feed.url).second) {
            tables.skipped.push_back(feed.url);
            continue;
        }
        const std::string id = unused(id_from(*url), ids);
        ids.insert(id);
        tables.added.push_back(id);
        tables.toml += "\n[[feed]]\nid = " + quoted(id) + "\nurl = " + quoted(feed.url) + "\n";
        if (!feed.title.empty()) {
            tables.toml += "source_name = " + quoted(feed.title) + "\n";
        }
    }
    return tables;
}

}  // namespace khabard
