#include "daemon/pipeline/pending_entry.h"

#include "daemon/base/time.h"
#include "daemon/lib/json/json_fields.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/stages/html_blocks.h"
#include "daemon/stages/stored_provenance.h"
#include "daemon/text/unicode.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace khabard {
namespace {

using Json = JsonWriter;

// More than any entry that a reader lets through.
constexpr std::size_t entry_bytes_max = std::size_t{64} * 1024 * 1024;

void put(Json& json, const char* key, const std::optional<std::string>& value) {
    if (value) {
        json.key(key).string(*value);
    }
}

void put(Json& json, const char* key, const std::optional<RawText>& value) {
    if (value) {
        json.key(key).begin_object();
        json.key(value->markup == Markup::html ? "html" : "plain").string(value->text);
        json.end_object();
    }
}

void put(Json& json, const char* key, const std::vector<std::string>& values) {
    if (!values.empty()) {
        json.key(key).strings(values);
    }
}

void put(Json& json, const std::vector<Enclosure>& enclosures) {
    if (enclosures.empty()) {
        return;
    }
    json.key("enclosures").begin_array();
    for (const Enclosure& enclosure : enclosures) {
        json.begin_object().key("url").string(enclosure.url);
        json.key("type").string(enclosure.type).end_object();
    }
    json.end_array();
}

std::optional<RawText> raw_text_of(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (auto html = json_text(*value, "html")) {
        return RawText{*std::move(html), Markup::html};
    }
    auto plain = json_text(*value, "plain");
    return plain ? std::optional(RawText{*std::move(plain), Markup::plain}) : std::nullopt;
}

std::vector<Enclosure> enclosures_of(const JsonValue& json) {
    std::vector<Enclosure> enclosures;
    const JsonValue* value = json.find("enclosures");
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& one : *value->array()) {
            enclosures.push_back(
                {json_text(one, "url").value_or(""), json_text(one, "type").value_or(""), {}});
        }
    }
    return enclosures;
}

std::size_t chars_of(const std::optional<RawText>& text) {
    std::size_t chars = 0;
    if (text) {
        for (const Block& block : blocks_of(*text)) {
            chars += count_code_points(block.text);
        }
    }
    return chars;
}

template <class Stated>
void complete(Stated& entry, const Stated& page) {
    if (!entry) {
        entry = page;
    }
}

void complete(std::vector<std::string>& entry, const std::vector<std::string>& page) {
    if (entry.empty()) {
        entry = page;
    }
}

bool says_nothing(const std::optional<RawText>& text) {
    return !text || line_of(*text).empty();
}

// The address that the page names as its own, else the one where it was found in the end.
std::optional<std::string> own_address(const RawItem& entry, const RawItem& page) {
    if (page.canonical_url && !page.canonical_url->empty()) {
        return page.canonical_url;
    }
    return page.link != entry.link ? page.link : std::nullopt;
}

}  // namespace

std::string encode_entry(const PendingEntry& entry) {
    const RawItem& item = entry.item;
    Json json;
    json.begin_object();
    put(json, "title", item.title);
    put(json, "link", item.link);
    put(json, "id", item.id);
    put(json, "published", item.published);
    put(json, "updated", item.updated);
    put(json, "summary", item.summary);
    put(json, "content", item.content);
    put(json, "author", item.author);
    put(json, "authors", item.authors);
    put(json, "categories", item.categories);
    put(json, item.enclosures);
    put(json, "image", item.image);
    put(json, "section", item.section);
    put(json, "language", item.language);
    if (!item.source_name.empty()) {
        json.key("source_name").string(item.source_name);
    }
    if (item.fetched_at) {
        json.key("fetched_at").string(format_rfc3339(*item.fetched_at));
    }
    json.key("guid_tells").boolean(entry.guid_tells);
    put_provenance(json, entry.provenance);
    json.end_object();
    return json.take();
}

std::optional<PendingEntry> decode_entry(std::string_view text) {
    const auto json = parse_json(text, {.bytes_max = entry_bytes_max});
    if (!json || json->object() == nullptr) {
        return std::nullopt;
    }
    RawItem item{};
    item.title = raw_text_of(*json, "title");
    item.link = json_text(*json, "link");
    item.id = json_text(*json, "id");
    item.published = json_text(*json, "published");
    item.updated = json_text(*json, "updated");
    item.summary = raw_text_of(*json, "summary");
    item.content = raw_text_of(*json, "content");
    item.author = json_text(*json, "author");
    item.authors = json_texts(*json, "authors");
    item.categories = json_texts(*json, "categories");
    item.enclosures = enclosures_of(*json);
    item.image = json_text(*json, "image");
    item.section = json_text(*json, "section");
    item.language = json_text(*json, "language");
    item.source_name = json_text(*json, "source_name").value_or("");
    if (const auto at = json_text(*json, "fetched_at")) {
        item.fetched_at = parse_rfc3339(*at);
    }
    item.position = 1;
    const JsonValue* tells = json->find("guid_tells");
    return PendingEntry{
        .item = std::move(item),
        .provenance = stored_provenance(*json),
        .guid_tells = tells == nullptr || tells->boolean() == nullptr || *tells->boolean()};
}

std::optional<RawItem> join_page(const RawItem& entry, const RawItem& page) {
    const std::size_t chars = chars_of(page.content);
    if (chars == 0 || chars < chars_of(entry.content)) {
        return std::nullopt;
    }
    RawItem joined = entry;
    joined.content = page.content;
    joined.whole_article = true;
    joined.page_text = true;
    joined.page_date = !entry.published && !entry.updated;
    joined.canonical_url = own_address(entry, page);
    if (says_nothing(entry.title)) {
        joined.title = page.title;
    }
    if (says_nothing(entry.summary)) {
        joined.summary = page.summary;
    }
    if (joined.page_date) {
        joined.published = page.published;
        joined.updated = page.updated;
    }
    if (!entry.author && entry.authors.empty()) {
        joined.author = page.author;
        joined.authors = page.authors;
    }
    complete(joined.categories, page.categories);
    complete(joined.image, page.image);
    complete(joined.section, page.section);
    complete(joined.language, page.language);
    return joined;
}

}  // namespace khabard
