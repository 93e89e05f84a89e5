#include "daemon/cli/inspect.h"

#include "daemon/dates/dates.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/lib/xml/html.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace khabard {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Writes one object and collects what must be warned of at its end.
class Inspection {
public:
    Inspection(Instant now, std::vector<std::string> warnings)
        : now_(now), warnings_(std::move(warnings)) {}

    JsonWriter& json() { return json_; }

    void text(const char* key, const std::optional<std::string>& value) {
        json_.key(key).string_or_null(value);
    }

    void text(const char* key, const std::optional<RawText>& value) {
        json_.key(key);
        if (value.has_value()) {
            json_.string(value->text);
        } else {
            json_.null();
        }
    }

    void date(const char* key, const std::optional<std::string>& written) {
        json_.key(key);
        if (!written.has_value()) {
            json_.null();
            return;
        }
        const auto read = read_date(*written, DateContext{now_, {}});
        if (read.has_value()) {
            json_.string(format_rfc3339_seconds(read->at));
        } else {
            json_.null();
            warnings_.push_back("no date that can be read: " + written->substr(0, 200));
        }
    }

    void further(const std::vector<Statement>& statements) {
        for (const Statement& statement : statements) {
            json_.key(statement.name).string(statement.value);
        }
    }

    void warn(std::string what) { warnings_.push_back(std::move(what)); }

    void document_warnings(const Document& document) {
        if (document.replaced > 0) {
            warn(std::to_string(document.replaced) + " undecodable sequences were replaced");
        }
        if (document.truncated) {
            warn("the document is cut off");
        }
    }

    std::string finish() {
        json_.key("warnings").strings(warnings_).end_object();
        return json_.take();
    }

private:
    Instant now_;
    std::vector<std::string> warnings_;
    JsonWriter json_;
};

void write_stated(JsonWriter& json, const char* key, const std::string& value) {
    json.key(key);
    if (value.empty()) {
        json.null();
    } else {
        json.string(value);
    }
}

void write_enclosures(JsonWriter& json, const std::vector<Enclosure>& enclosures) {
    json.key("enclosures").begin_array();
    for (const Enclosure& enclosure : enclosures) {
        json.begin_object();
        write_stated(json, "url", enclosure.url);
        write_stated(json, "type", enclosure.type);
        write_stated(json, "length", enclosure.length);
        json.end_object();
    }
    json.end_array();
}

void write_link(JsonWriter& json, const Link& link) {
    json.begin_object();
    write_stated(json, "href", link.href);
    write_stated(json, "rel", link.rel);
    write_stated(json, "type", link.type);
    write_stated(json, "title", link.title);
    write_stated(json, "hreflang", link.hreflang);
    json.end_object();
}

// Every link of the item; those without attributes come first.
void write_links(JsonWriter& json, const RawItem& item) {
    json.key("links").begin_array();
    for (const std::string& url : item.links) {
        const bool stated = std::any_of(item.stated_links.begin(), item.stated_links.end(),
                                        [&url](const Link& link) { return link.href == url; });
        if (!stated) {
            write_link(json, Link{url, {}, {}, {}, {}});
        }
    }
    for (const Link& link : item.stated_links) {
        write_link(json, link);
    }
    json.end_array();
}

void write_entry(Inspection& inspection, const RawItem& item) {
    JsonWriter& json = inspection.json();
    json.begin_object();
    inspection.text("title", item.title);
    inspection.text("link", item.link);
    inspection.text("id", item.id);
    inspection.date("published", item.published);
    inspection.date("updated", item.updated);
    inspection.text("summary", item.summary);
    inspection.text("content", item.content);
    inspection.text("author", item.author);
    json.key("categories").strings(item.categories);
    write_enclosures(json, item.enclosures);
    inspection.text("comments", item.comments);
    write_links(json, item);
    inspection.text("source_title", item.source_title);
    inspection.text("image", item.image);
    inspection.text("language", item.language);
    json.key("authors").strings(item.authors);
    inspection.further(item.further);
    if (item.withdrawn) {
        json.key("withdrawn").boolean(true);
    }
    json.end_object();
}

void write_feed_statements(Inspection& inspection, const RawFeedMeta& feed) {
    JsonWriter& json = inspection.json();
    json.key("feed").begin_object();
    inspection.text("title", feed.title);
    inspection.text("link", feed.link);
    inspection.text("id", feed.id);
    inspection.text("subtitle", feed.subtitle);
    inspection.text("language", feed.language);
    inspection.text("author", feed.author);
    inspection.date("updated", feed.updated);
    inspection.date("published", feed.published);
    inspection.text("rights", feed.rights);
    inspection.text("image", feed.image);
    json.key("categories").strings(feed.categories);
    json.key("links").begin_array();
    for (const Link& link : feed.links) {
        write_link(json, link);
    }
    json.end_array();
    inspection.text("ttl", feed.ttl_minutes);
    inspection.further(feed.further);
    json.end_object();
}

// The title of a text that is a page.
std::optional<std::string> title_of(std::string_view text) {
    if (text.find("</") == std::string_view::npos) {
        return std::nullopt;
    }
    const HtmlDocument page = parse_html(text, HtmlLimits{});
    for (std::size_t i = 0; i < page.nodes.size(); ++i) {
        if (page.nodes[i].is_element("title")) {
            return std::string(trimmed(text_content(page, i)));
        }
    }
    return std::nullopt;
}

std::string body_text(const RawItem& item) {
    if (!item.content.has_value()) {
        return {};
    }
    return item.content->markup == Markup::html ? strip_markup(item.content->text)
                                                : item.content->text;
}

}  // namespace

std::string inspect_feed_json(const RawFeed& feed, const Document& document, Instant now) {
    Inspection inspection(now, feed.warnings);
    inspection.document_warnings(document);
    JsonWriter& json = inspection.json();
    json.begin_object().key("kind").string("feed").key("format").string(feed.format);
    json.key("encoding").string(document.encoding).key("wellformed").boolean(feed.wellformed);
    write_feed_statements(inspection, feed.feed);
    json.key("entries").begin_array();
    for (const RawItem& item : feed.items) {
        write_entry(inspection, item);
    }
    json.end_array();
    for (const RawReject& reject : feed.rejects) {
        inspection.warn("item " + std::to_string(reject.position) + ": " + reject.what);
    }
    return inspection.finish();
}

std::string inspect_page_json(const RawFeed& page, const Document& document, Instant now) {
    Inspection inspection(now, page.warnings);
    inspection.document_warnings(document);
    const RawItem nothing;
    const RawItem& item = page.items.empty() ? nothing : page.items.front();
    JsonWriter& json = inspection.json();
    json.begin_object().key("kind").string("article");
    inspection.text("title", item.title);
    inspection.text("author", item.author);
    inspection.date("published", item.published);
    inspection.date("modified", item.updated);
    inspection.text("site_name",
                    item.source_title.has_value() ? item.source_title : page.feed.title);
    inspection.text("lang", item.language.has_value() ? item.language : page.feed.language);
    inspection.text("canonical_url", item.canonical_url);
    inspection.text("image", item.image);
    json.key("feeds").begin_array();
    for (const Followup& followup : page.followups) {
        if (followup.kind == FollowupKind::alternate_feed) {
            json.string(followup.url);
        }
    }
    json.end_array().key("text").string(body_text(item));
    inspection.text("excerpt", item.summary);
    json.key("encoding").string(document.encoding);
    return inspection.finish();
}

std::string inspect_text_json(const Document& document) {
    JsonWriter json;
    json.begin_object().key("kind").string("text").key("encoding").string(document.encoding);
    json.key("encoding_reason").string(document.encoding_reason);
    json.key("title").string_or_null(title_of(document.text.str()));
    json.key("text").string(document.text.str()).end_object();
    return json.take();
}

Result<std::string> inspect_date_json(std::string_view text, Instant now) {
    const auto date = read_date(trimmed(text), DateContext{now, {}});
    if (!date.has_value()) {
        return Error{Fault::malformed, {}, "no date that can be read"};
    }
    JsonWriter json;
    json.begin_object().key("kind").string("date");
    json.key("published").string(format_rfc3339_seconds(date->at));
    json.key("precision").string(date_precision_name(date->precision));
    json.key("zone_assumed").boolean(date->zone_assumed).end_object();
    return json.take();
}

Result<std::string> inspect_url_json(std::string_view text, std::string_view base) {
    const auto url = resolve_url(text, base);
    if (!url.has_value()) {
        return Error{Fault::malformed, {}, "no URL, or one that needs a valid base"};
    }
    JsonWriter json;
    json.begin_object().key("kind").string("url").key("url").string(redact_url(*url));
    json.key("link").string(*url).end_object();  // the name that an entry gives to the same thing
    return json.take();
}

}  // namespace khabard
