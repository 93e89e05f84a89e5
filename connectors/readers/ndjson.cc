#include "connectors/readers/ndjson.h"

#include "daemon/base/time.h"
#include "daemon/lib/json/json_value.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t excerpt_bytes_max = std::size_t{4} * 1024;

std::optional<std::string> text_of(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    std::optional<std::string> text = value == nullptr ? std::nullopt : value->scalar_text();
    return text.has_value() && text->empty() ? std::nullopt : text;
}

// A list of names, objects with a name, or one string.
std::vector<std::string> authors_of(const JsonValue& object) {
    std::vector<std::string> out;
    const auto add = [&out](const JsonValue& value) {
        const auto name = value.object() == nullptr ? value.scalar_text() : text_of(value, "name");
        if (name.has_value() && !name->empty()) {
            out.push_back(*name);
        }
    };
    const JsonValue* authors = object.find("authors");
    if (authors != nullptr && authors->array() != nullptr) {
        for (const JsonValue& author : *authors->array()) {
            add(author);
        }
    } else if (authors != nullptr) {
        add(*authors);
    }
    return out;
}

void read_body(const JsonValue& object, RawItem& item) {
    if (auto html = text_of(object, "html")) {
        item.content = RawText{std::move(*html), Markup::html};
        item.whole_article = true;
    } else if (auto text = text_of(object, "text")) {
        item.content = RawText{std::move(*text), Markup::plain};
        item.whole_article = true;
    } else {
        item.raw_text = text_of(object, "raw");
    }
}

}  // namespace

bool is_blank_line(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<RawItem> read_ndjson_line(std::string_view line, std::uint64_t number,
                                 const Limits& limits) {
    const auto object = parse_json(line, {limits.ndjson_line_bytes_max});
    if (!object) {
        return object.error();
    }
    if (object->object() == nullptr) {
        return Error{Fault::malformed, {}, "the line is no JSON object"};
    }
    RawItem item;
    item.position = number;
    item.id = text_of(*object, "id");
    if (const auto url = text_of(*object, "url")) {
        item.link = resolve_url(*url, "").value_or(*url);
        item.links.push_back(*item.link);
    }
    if (auto title = text_of(*object, "title")) {
        item.title = RawText{std::move(*title), Markup::plain};
    }
    if (auto summary = text_of(*object, "summary")) {
        item.summary = RawText{std::move(*summary), Markup::plain};
    }
    read_body(*object, item);
    item.published = text_of(*object, "published");
    if (const auto fetched_at = text_of(*object, "fetched_at")) {
        item.fetched_at = parse_rfc3339(*fetched_at);
        if (!item.fetched_at.has_value()) {
            return Error{Fault::malformed, {}, "fetched_at is no RFC 3339 time: " + *fetched_at};
        }
    }
    item.source_name = text_of(*object, "source").value_or("");
    item.section = text_of(*object, "section");
    item.authors = authors_of(*object);
    if (!item.authors.empty()) {
        item.author = item.authors.front();
    }
    return item;
}

RawReject ndjson_reject(std::string_view line, std::uint64_t number, const Error& error) {
    std::size_t length = std::min(line.size(), excerpt_bytes_max);
    while (length > 0 && length < line.size() &&
           (static_cast<unsigned char>(line[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    return RawReject{number, error.what, std::string(line.substr(0, length))};
}

bool claims_ndjson(const Document& document) {
    const std::string& type = document.content_type;
    if (type == "application/x-ndjson" || type == "application/jsonl" ||
        type == "application/x-jsonlines" || type == "application/ndjson") {
        return true;
    }
    const std::string& text = document.text.str();
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string::npos || text[start] != '{') {
        return false;
    }
    // The first line is a whole object: its last character closes it.
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::size_t last = text.find_last_not_of(" \t\r\n", end);
    return last != std::string::npos && text[last] == '}' && last > start;
}

Result<RawFeed> read_ndjson(const Document& document, const ReadOptions& options) {
    RawFeed feed{"ndjson", true, {}, {}, {}, {}, {}};
    std::string_view rest = document.text.str();
    std::uint64_t number = 0;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (is_blank_line(line)) {
            continue;
        }
        if (options.entries_max != 0 && feed.items.size() == options.entries_max) {
            feed.warnings.push_back("the file has more than " +
                                    std::to_string(options.entries_max) +
                                    " items; the rest was left out");
            break;
        }
        auto item = read_ndjson_line(line, number, options.limits);
        if (item) {
            feed.items.push_back(std::move(*item));
        } else {
            feed.rejects.push_back(ndjson_reject(line, number, item.error()));
            feed.wellformed = false;
        }
    }
    return feed;
}

}  // namespace khabard
