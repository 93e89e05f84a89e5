#include "connectors/readers/json_feed.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

std::optional<std::string> text_of(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    std::optional<std::string> text = value == nullptr ? std::nullopt : value->scalar_text();
    return text.has_value() && text->empty() ? std::nullopt : text;
}

class JsonFeedReader {
public:
    explicit JsonFeedReader(const Document& document) : document_(document) {}

    void read_feed(const JsonValue& root, RawFeed& feed) {
        RawFeedMeta& meta = feed.feed;
        meta.title = text_of(root, "title");
        meta.link = url_of(root, "home_page_url");
        meta.id = text_of(root, "feed_url");
        meta.subtitle = text_of(root, "description");
        meta.language = text_of(root, "language");
        meta.image = url_of(root, "icon");
        if (!meta.image.has_value()) {
            meta.image = url_of(root, "favicon");
        }
        const std::vector<Author>& authors = feed_authors_ = authors_of(root);
        if (!authors.empty()) {
            meta.author = authors.front().name;
            add_statement(meta.further, "author_name", authors.front().name);
            add_statement(meta.further, "author_uri", authors.front().url);
        }
        if (const auto next = url_of(root, "next_url")) {
            feed.followups.push_back(Followup{FollowupKind::next_page, *next});
        }
        read_hubs(root, feed);
    }

    RawItem read_item(const JsonValue& object) {
        RawItem item;
        item.id = text_of(object, "id");
        item.link = url_of(object, "url");
        add_link(item, item.link);
        if (const auto external = url_of(object, "external_url")) {
            add_link(item, external);
            item.link = item.link.has_value() ? item.link : external;
        }
        item.title = plain(text_of(object, "title"));
        item.summary = plain(text_of(object, "summary"));
        if (const auto html = text_of(object, "content_html")) {
            item.content = RawText{*html, Markup::html};
        } else {
            item.content = plain(text_of(object, "content_text"));
        }
        item.published = text_of(object, "date_published");
        item.updated = text_of(object, "date_modified");
        item.image = url_of(object, "image");
        if (!item.image.has_value()) {
            item.image = url_of(object, "banner_image");
        }
        item.language = text_of(object, "language");
        read_tags(object, item);
        read_attachments(object, item);
        std::vector<Author> authors = authors_of(object);
        if (authors.empty()) {
            authors = feed_authors_;  // the standard: the authors of the feed are the item's
        }
        std::string shown;
        for (const Author& author : authors) {
            item.authors.push_back(author.name);
            shown += (shown.empty() ? "" : ", ") + author.name;
        }
        if (!authors.empty()) {
            item.author = shown;
            add_statement(item.further, "author_name", authors.front().name);
            add_statement(item.further, "author_uri", authors.front().url);
        }
        return item;
    }

private:
    struct Author {
        std::string name;
        std::string url;
    };

    static std::optional<RawText> plain(std::optional<std::string> text) {
        if (!text.has_value()) {
            return std::nullopt;
        }
        return RawText{std::move(*text), Markup::plain};
    }

    static void add_statement(std::vector<Statement>& further, const char* name,
                              const std::string& value) {
        if (!value.empty()) {
            further.push_back(Statement{name, value});
        }
    }

    static void add_link(RawItem& item, const std::optional<std::string>& url) {
        if (url.has_value()) {
            item.links.push_back(*url);
        }
    }

    std::optional<std::string> url_of(const JsonValue& object, std::string_view key) const {
        const auto text = text_of(object, key);
        if (!text.has_value()) {
            return std::nullopt;
        }
        return resolve_url(*text, document_.url).value_or(*text);
    }

    // `authors` of 1.1, `author` of 1.0. One without a name is shown by its address.
    std::vector<Author> authors_of(const JsonValue& object) const {
        std::vector<Author> out;
        const auto add = [&](const JsonValue& value) {
            std::string url = url_of(value, "url").value_or("");
            std::string name = text_of(value, "name").value_or(value.scalar_text().value_or(url));
            const bool known = std::any_of(
                out.begin(), out.end(), [&](const Author& author) { return author.name == name; });
            if (!name.empty() && !known) {
                out.push_back(Author{std::move(name), std::move(url)});
            }
        };
        const JsonValue* list = object.find("authors");
        if (list != nullptr && list->array() != nullptr) {
            for (const JsonValue& value : *list->array()) {
                add(value);
            }
        } else if (list != nullptr) {
            add(*list);
        }
        const JsonValue* single = object.find("author");
        if (out.empty() && single != nullptr) {
            add(*single);
        }
        return out;
    }

    static void read_tags(const JsonValue& object, RawItem& item) {
        const JsonValue* tags = object.find("tags");
        if (tags == nullptr || tags->array() == nullptr) {
            return;
        }
        for (const JsonValue& tag : *tags->array()) {
            const auto text = tag.scalar_text();
            if (text.has_value() && !text->empty()) {
                item.categories.push_back(*text);
            }
        }
    }

    void read_attachments(const JsonValue& object, RawItem& item) const {
        const JsonValue* attachments = object.find("attachments");
        if (attachments == nullptr || attachments->array() == nullptr) {
            return;
        }
        for (const JsonValue& attachment : *attachments->array()) {
            if (const auto url = url_of(attachment, "url")) {
                item.enclosures.push_back(
                    Enclosure{*url, text_of(attachment, "mime_type").value_or(""),
                              text_of(attachment, "size_in_bytes").value_or("")});
            }
        }
    }

    void read_hubs(const JsonValue& root, RawFeed& feed) const {
        const JsonValue* hubs = root.find("hubs");
        if (hubs == nullptr || hubs->array() == nullptr) {
            return;
        }
        for (const JsonValue& hub : *hubs->array()) {
            if (const auto url = url_of(hub, "url")) {
                feed.followups.push_back(Followup{FollowupKind::hub, *url});
            }
        }
    }

    const Document& document_;
    std::vector<Author> feed_authors_;
};

}  // namespace

bool claims_json_feed(const Document& document) {
    const std::string& text = document.text.str();
    const std::size_t start = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string::npos || text[start] != '{') {
        return false;
    }
    constexpr std::size_t searched_bytes = std::size_t{64} * 1024;
    const std::string_view head = std::string_view(text).substr(0, searched_bytes);
    return document.content_type == "application/feed+json" ||
           head.find("jsonfeed.org") != std::string_view::npos ||
           (head.find("\"version\"") != std::string_view::npos &&
            text.find("\"items\"") != std::string::npos);
}

Result<RawFeed> read_json_feed(const Document& document, const ReadOptions& options) {
    const auto root = parse_json(document.text.str(), {options.limits.input_file_bytes_max});
    if (!root) {
        return Error{root.error().fault, document.url, root.error().what};
    }
    const JsonValue* items = root->find("items");
    if (items == nullptr && !root->find("version") && !root->find("title")) {
        return Error{Fault::malformed, document.url, "the JSON is no feed: it has no items"};
    }
    RawFeed feed{"json", true, {}, {}, {}, {}, {}};
    JsonFeedReader reader(document);
    reader.read_feed(*root, feed);
    if (items == nullptr || items->array() == nullptr) {
        feed.warnings.emplace_back("the feed has no list of items");
        return feed;
    }
    std::uint64_t position = 0;
    for (const JsonValue& object : *items->array()) {
        ++position;
        if (options.entries_max != 0 && position > options.entries_max) {
            feed.warnings.push_back("the feed has more than " +
                                    std::to_string(options.entries_max) +
                                    " entries; the rest was left out");
            break;
        }
        if (object.object() == nullptr) {
            feed.rejects.push_back(RawReject{position, "the item is no object", {}});
            continue;
        }
        RawItem item = reader.read_item(object);
        item.position = position;
        feed.items.push_back(std::move(item));
    }
    return feed;
}

}  // namespace khabard
