#include "daemon/pipeline/pending_entry.h"

#include "daemon/base/time.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/stages/html_blocks.h"
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

std::optional<std::string> text_of(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    return value != nullptr && value->string() != nullptr ? std::optional(*value->string())
                                                          : std::nullopt;
}

std::optional<RawText> raw_text_of(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (auto html = text_of(*value, "html")) {
        return RawText{*std::move(html), Markup::html};
    }
    auto plain = text_of(*value, "plain");
    return plain ? std::optional(RawText{*std::move(plain), Markup::plain}) : std::nullopt;
}

std::vector<std::string> texts_of(const JsonValue& json, const char* key) {
    std::vector<std::string> texts;
    const JsonValue* value = json.find(key);
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& one : *value->array()) {
            if (one.string() != nullptr) {
                texts.push_back(*one.string());
            }
        }
    }
    return texts;
}

std::vector<Enclosure> enclosures_of(const JsonValue& json) {
    std::vector<Enclosure> enclosures;
    const JsonValue* value = json.find("enclosures");
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& one : *value->array()) {
            enclosures.push_back(
                {text_of(one, "url").value_or(""), text_of(one, "type").value_or(""), {}});
        }
    }
    return enclosures;
}

RobotsDecision robots_of(const JsonValue& json) {
    const std::string name = text_of(json, "robots").value_or("");
    for (const RobotsDecision decision : {RobotsDecision::allowed, RobotsDecision::ignored}) {
        if (name == robots_decision_name(decision)) {
            return decision;
        }
    }
    return RobotsDecision::not_checked;
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
    json.key("status").integer(entry.provenance.status);
    json.key("encoding").string(entry.provenance.encoding);
    json.key("encoding_reason").string(entry.provenance.encoding_reason);
    json.key("format").string(entry.provenance.format);
    json.key("robots").string(robots_decision_name(entry.provenance.robots));
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
    item.link = text_of(*json, "link");
    item.id = text_of(*json, "id");
    item.published = text_of(*json, "published");
    item.updated = text_of(*json, "updated");
    item.summary = raw_text_of(*json, "summary");
    item.content = raw_text_of(*json, "content");
    item.author = text_of(*json, "author");
    item.authors = texts_of(*json, "authors");
    item.categories = texts_of(*json, "categories");
    item.enclosures = enclosures_of(*json);
    item.image = text_of(*json, "image");
    item.section = text_of(*json, "section");
    item.language = text_of(*json, "language");
    item.source_name = text_of(*json, "source_name").value_or("");
    if (const auto at = text_of(*json, "fetched_at")) {
        item.fetched_at = parse_rfc3339(*at);
    }
    item.position = 1;
    const JsonValue* status = json->find("status");
    const bool known = status != nullptr && status->integer() != nullptr;
    const JsonValue* tells = json->find("guid_tells");
    return PendingEntry{
        .item = std::move(item),
        .provenance = {.status = known ? static_cast<int>(*status->integer()) : 200,
                       .encoding = text_of(*json, "encoding").value_or(""),
                       .encoding_reason = text_of(*json, "encoding_reason").value_or(""),
                       .format = text_of(*json, "format").value_or(""),
                       .robots = robots_of(*json)},
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
