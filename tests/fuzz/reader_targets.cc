#include "connectors/readers/json_api.h"
#include "connectors/readers/json_feed.h"
#include "connectors/readers/ndjson.h"
#include "connectors/readers/page.h"
#include "connectors/readers/readers.h"
#include "connectors/readers/sitemap.h"
#include "connectors/readers/xml_feed/xml_feed.h"
#include "daemon/base/check.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/lib/xml/html.h"
#include "daemon/text/unicode.h"
#include "daemon/web/discovery.h"
#include "tests/fuzz/targets.h"

#include <string>

namespace khabard::fuzz {
namespace {

const char* const page_url = "https://news.example/a/b?c=d";

Document document_of(std::string_view bytes) {
    return Document{
        Utf8::from_decoded(repair_utf8(bytes).text), page_url, {}, "utf-8", "utf-8", 0, false};
}

ReadOptions options() {
    JsonApiMap map{.items = "/items",
                   .id = "/id",
                   .url = "/url",
                   .title = "/title",
                   .html = "/html",
                   .text = "/text",
                   .published = "/published",
                   .next = "/next"};
    return ReadOptions{.entries_max = 100, .limits = Limits{}, .json_api = std::move(map)};
}

void check_text(const std::optional<RawText>& text) {
    check(!text || is_valid_utf8(text->text), "a reader's text is valid UTF-8");
}

void check_feed(const Result<RawFeed>& feed) {
    if (!feed) {
        check(!feed.error().what.empty(), "an error says what is wrong");
        return;
    }
    for (const RawItem& item : feed->items) {
        check_text(item.title);
        check_text(item.summary);
        check_text(item.content);
        check(is_valid_utf8(item.link.value_or("")), "a link is valid UTF-8");
        check(is_valid_utf8(item.id.value_or("")), "an id is valid UTF-8");
    }
    for (const RawReject& reject : feed->rejects) {
        check(reject.excerpt.size() <= 4096, "an excerpt is short");
    }
}

void write(JsonWriter& json, const JsonValue& value) {
    if (const JsonArray* array = value.array()) {
        json.begin_array();
        for (const JsonValue& element : *array) {
            write(json, element);
        }
        json.end_array();
    } else if (const JsonObject* object = value.object()) {
        json.begin_object();
        for (const JsonMember& member : *object) {
            json.key(member.key);
            write(json, member.value);
        }
        json.end_object();
    } else if (const std::string* string = value.string()) {
        json.string(*string);
    } else if (const std::int64_t* integer = value.integer()) {
        json.integer(*integer);
    } else if (const bool* boolean = value.boolean()) {
        json.boolean(*boolean);
    } else if (const double* number = std::get_if<double>(&value.value)) {
        json.number(*number);
    } else {
        json.null();
    }
}

std::string written(const JsonValue& value) {
    JsonWriter json;
    write(json, value);
    return json.take();
}

}  // namespace

void xml_feed(std::string_view bytes) {
    const Document document = document_of(bytes);
    claims_xml_feed(document);
    check_feed(read_xml_feed(document, options()));
}

void page(std::string_view bytes) {
    const Document document = document_of(bytes);
    check_feed(read_page(document, options()));
    const HtmlDocument html = parse_html(document.text.str(), HtmlLimits{});
    check(!html.nodes.empty(), "there is a root");
    for (std::size_t i = 1; i < html.nodes.size(); ++i) {
        const HtmlNode& node = html.nodes[i];
        check(node.parent < i && node.end > i && node.end <= html.nodes[node.parent].end,
              "subtrees nest");
    }
    find_feed_links(html, page_url);
}

void sitemap(std::string_view bytes) {
    const Document document = document_of(bytes);
    claims_sitemap(document);
    check_feed(read_sitemap(document, options()));
}

void json(std::string_view bytes) {
    const auto value = parse_json(bytes, JsonLimits{.bytes_max = 1U << 20U});
    if (value) {
        const std::string text = written(*value);
        const auto again = parse_json(text, JsonLimits{.bytes_max = 8U << 20U});
        check(again.ok() && written(*again) == text, "what was written reads as the same");
        json_at(*value, "/items/0/id");
    }
    const Document document = document_of(bytes);
    check_feed(read_json_feed(document, options()));
    check_feed(read_json_api(document, options()));
    check_feed(read_ndjson(document, options()));
}

}  // namespace khabard::fuzz
