#include "connectors/readers/readers.h"

#include "connectors/readers/json_api.h"
#include "connectors/readers/json_feed.h"
#include "connectors/readers/ndjson.h"
#include "connectors/readers/page.h"
#include "connectors/readers/sitemap.h"
#include "connectors/readers/text.h"
#include "connectors/readers/xml_feed/xml_feed.h"

#include <array>
#include <string_view>

namespace khabard {
namespace {

bool claims_nothing(const Document&) {
    return false;
}

// Order is preference. A JSON API claims nothing: only the operator can say that it is one.
constexpr std::array table = {
    Reader{"xml_feed", claims_xml_feed, read_xml_feed},
    Reader{"sitemap", claims_sitemap, read_sitemap},
    Reader{"json_feed", claims_json_feed, read_json_feed},
    Reader{"ndjson", claims_ndjson, read_ndjson},
    Reader{"page", claims_page, read_page},
    Reader{"text", claims_text, read_text},
    Reader{"json_api", claims_nothing, read_json_api},
};

const Reader* find_reader(std::string_view name) {
    for (const Reader& reader : table) {
        if (reader.name == name) {
            return &reader;
        }
    }
    return nullptr;
}

bool reads_feeds(const Reader& reader) {
    const std::string_view name = reader.name;
    return name == "xml_feed" || name == "sitemap" || name == "json_feed";
}

// For the error line: what a document that is no feed looks like.
std::string describe(const Document& document) {
    const std::string& text = document.text.str();
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return "an empty document";
    }
    const std::string element = first_element_name(text);
    if (element == "html" || element == "head" || element == "body" ||
        document.content_type == "text/html") {
        return "an HTML page";
    }
    if (!element.empty()) {
        return "a document that starts with <" + element.substr(0, 40) + ">";
    }
    const char first = text[text.find_first_not_of(" \t\r\n")];
    return first == '{' || first == '[' ? "JSON of another kind" : "plain text";
}

Result<RawFeed> read_feed(const Document& document, const ReadOptions& options) {
    for (const Reader& reader : table) {
        if (reads_feeds(reader) && reader.claims(document)) {
            return reader.read(document, options);
        }
    }
    return Error{Fault::malformed, document.url, "not a feed: it looks like " + describe(document)};
}

Result<RawFeed> read_with(const char* name, const Document& document, const ReadOptions& options) {
    const Reader* reader = find_reader(name);
    if (reader == nullptr) {
        return Error{Fault::unsupported, document.url, std::string("there is no reader ") + name};
    }
    return reader->read(document, options);
}

Result<RawFeed> read_detected(const Document& document, const ReadOptions& options) {
    for (const Reader& reader : table) {
        if (reader.claims(document)) {
            return reader.read(document, options);
        }
    }
    return Error{Fault::malformed, document.url,
                 "no reader knows what this is: it looks like " + describe(document)};
}

}  // namespace

std::span<const Reader> all_readers() {
    return table;
}

Result<RawFeed> read_document(const Document& document, ReadAs as, const ReadOptions& options) {
    switch (as) {
        case ReadAs::detect: return read_detected(document, options);
        case ReadAs::feed: return read_feed(document, options);
        case ReadAs::page: return read_with("page", document, options);
        case ReadAs::text: return read_with("text", document, options);
        case ReadAs::ndjson: return read_with("ndjson", document, options);
        case ReadAs::json_api: return read_with("json_api", document, options);
    }
    unreachable("ReadAs has no other value");
}

}  // namespace khabard
