#include "daemon/web/sniff.h"

#include "daemon/web/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace khabard {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t looked_at = 1024;

struct Signature {
    std::string_view bytes;
    std::size_t offset;
    BodyKind kind;
};

// From the WHATWG MIME sniffing standard, and the magic numbers of the formats.
constexpr std::array<Signature, 25> signatures = {{
    {"%PDF-"sv, 0, BodyKind::pdf},
    {"\x89PNG\r\n\x1A\n"sv, 0, BodyKind::image},
    {"\xFF\xD8\xFF"sv, 0, BodyKind::image},
    {"GIF87a"sv, 0, BodyKind::image},
    {"GIF89a"sv, 0, BodyKind::image},
    {"WEBPVP"sv, 8, BodyKind::image},
    {"\0\0\1\0"sv, 0, BodyKind::image},
    {"ftypavif"sv, 4, BodyKind::image},
    {"ftyp"sv, 4, BodyKind::media},
    {"OggS\0"sv, 0, BodyKind::media},
    {"ID3"sv, 0, BodyKind::media},
    {"\x1A\x45\xDF\xA3"sv, 0, BodyKind::media},
    {"WAVE"sv, 8, BodyKind::media},
    {"wOFF"sv, 0, BodyKind::media},
    {"wOF2"sv, 0, BodyKind::media},
    {"\x1F\x8B\x08"sv, 0, BodyKind::archive},
    {"PK\x03\x04"sv, 0, BodyKind::archive},
    {"Rar!\x1A\x07"sv, 0, BodyKind::archive},
    {"7z\xBC\xAF\x27\x1C"sv, 0, BodyKind::archive},
    {"BZh"sv, 0, BodyKind::archive},
    {"\xFD"
     "7zXZ\0"sv,
     0, BodyKind::archive},
    {"\x28\xB5\x2F\xFD"sv, 0, BodyKind::archive},
    {"\x7F"
     "ELF"sv,
     0, BodyKind::binary},
    {"SQLite format 3\0"sv, 0, BodyKind::binary},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0, BodyKind::binary},
}};

struct RootName {
    std::string_view name;  // local name, lower case
    BodyKind kind;
};

constexpr std::array<RootName, 34> root_names = {{
    {"rss", BodyKind::xml_feed},   {"feed", BodyKind::xml_feed},
    {"rdf", BodyKind::xml_feed},   {"channel", BodyKind::xml_feed},
    {"urlset", BodyKind::sitemap}, {"sitemapindex", BodyKind::sitemap},
    {"opml", BodyKind::opml},      {"html", BodyKind::html},
    {"head", BodyKind::html},      {"body", BodyKind::html},
    {"title", BodyKind::html},     {"meta", BodyKind::html},
    {"link", BodyKind::html},      {"script", BodyKind::html},
    {"style", BodyKind::html},     {"iframe", BodyKind::html},
    {"div", BodyKind::html},       {"p", BodyKind::html},
    {"h1", BodyKind::html},        {"h2", BodyKind::html},
    {"a", BodyKind::html},         {"b", BodyKind::html},
    {"br", BodyKind::html},        {"font", BodyKind::html},
    {"table", BodyKind::html},     {"center", BodyKind::html},
    {"span", BodyKind::html},      {"article", BodyKind::html},
    {"section", BodyKind::html},   {"main", BodyKind::html},
    {"header", BodyKind::html},    {"img", BodyKind::html},
    {"ul", BodyKind::html},        {"noscript", BodyKind::html},
}};

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '_' || c == '-';
}

// Lower case, without byte order mark; UTF-16 is narrowed by dropping its zero bytes.
std::string prepared(std::string_view bytes) {
    const std::string_view mark = bytes.substr(0, 3);
    if (mark == "\xEF\xBB\xBF") {
        bytes.remove_prefix(3);
    }
    const bool marked_utf16 = mark.substr(0, 2) == "\xFF\xFE" || mark.substr(0, 2) == "\xFE\xFF";
    const bool bare_utf16 = bytes.size() > 3 && ((bytes[0] == '<' && bytes[1] == '\0') ||
                                                 (bytes[0] == '\0' && bytes[1] == '<'));
    if (marked_utf16) {
        bytes.remove_prefix(2);
    }
    std::string out;
    for (const char c : bytes) {
        if (c == '\0' && (marked_utf16 || bare_utf16)) {
            continue;
        }
        out += ascii_lower(c);
    }
    return out;
}

std::string_view after(std::string_view text, std::string_view end) {
    const std::size_t at = text.find(end);
    return text.substr(at == std::string_view::npos ? text.size() : at + end.size());
}

// What stands before the first tag, and what it says.
struct Prolog {
    std::string_view rest;  // from the first tag on
    bool xml;               // there is an XML declaration
    bool html;              // there is a doctype of HTML
};

Prolog read_prolog(std::string_view text) {
    bool xml = false;
    bool html = false;
    for (;;) {
        text = text.substr(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
        if (text.substr(0, 4) == "<!--") {
            text = after(text, "-->");
        } else if (text.substr(0, 2) == "<?") {
            xml = xml || text.substr(0, 5) == "<?xml";
            text = after(text, "?>");
        } else if (text.substr(0, 9) == "<!doctype") {
            html = html || text.substr(9, 12).find("html") != std::string_view::npos;
            text = after(text, ">");
        } else {
            return {text, xml, html};
        }
    }
}

// The name of the tag that `text` begins with, without its prefix.
std::string_view local_name(std::string_view text) {
    if (text.empty() || text.front() != '<') {
        return {};
    }
    const auto* end = std::find_if_not(text.begin() + 1, text.end(), is_name);
    const std::string_view name = text.substr(1, static_cast<std::size_t>(end - text.begin()) - 1);
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

BodyKind kind_of_markup(std::string_view text) {
    const Prolog prolog = read_prolog(text);
    if (prolog.html) {
        return BodyKind::html;
    }
    const std::string_view name = local_name(prolog.rest);
    const auto* root = std::find_if(root_names.begin(), root_names.end(),
                                    [&](const RootName& row) { return row.name == name; });
    if (root != root_names.end()) {
        return root->kind;
    }
    return prolog.xml ? BodyKind::xml : BodyKind::text;
}

bool is_binary_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) ||
           (byte >= 0x1C && byte <= 0x1F);
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// What the media type promises, where the bytes do not say.
std::optional<BodyKind> kind_of_media_type(std::string_view type) {
    if (type == "text/html" || type == "application/xhtml+xml") {
        return BodyKind::html;
    }
    if (type == "application/rss+xml" || type == "application/atom+xml" ||
        type == "application/rdf+xml") {
        return BodyKind::xml_feed;
    }
    if (ends_with(type, "/xml") || ends_with(type, "+xml")) {
        return BodyKind::xml;
    }
    if (ends_with(type, "/json") || ends_with(type, "+json") || ends_with(type, "ndjson")) {
        return BodyKind::json;
    }
    return std::nullopt;
}

}  // namespace

const char* describe(BodyKind kind) {
    switch (kind) {
        case BodyKind::empty: return "an empty body";
        case BodyKind::xml_feed: return "an XML feed";
        case BodyKind::sitemap: return "a sitemap";
        case BodyKind::opml: return "an OPML list";
        case BodyKind::xml: return "an XML document";
        case BodyKind::html: return "an HTML page";
        case BodyKind::json: return "a JSON document";
        case BodyKind::text: return "plain text";
        case BodyKind::pdf: return "a PDF document";
        case BodyKind::image: return "an image";
        case BodyKind::media: return "audio, video or a font";
        case BodyKind::archive: return "a compressed archive";
        case BodyKind::binary: return "binary data";
    }
    return "";
}

BodyKind sniff_body(std::string_view bytes, std::string_view media_type) {
    bytes = bytes.substr(0, looked_at);
    for (const Signature& signature : signatures) {
        if (bytes.substr(std::min(signature.offset, bytes.size()), signature.bytes.size()) ==
            signature.bytes) {
            return signature.kind;
        }
    }
    const std::string text = prepared(bytes);
    const auto first = std::find_if_not(text.begin(), text.end(), is_ascii_space);
    if (first == text.end()) {
        return BodyKind::empty;
    }
    if (std::any_of(text.begin(), text.end(), is_binary_byte)) {
        return BodyKind::binary;
    }
    const BodyKind markup = *first == '<' ? kind_of_markup(text) : BodyKind::text;
    if (markup != BodyKind::text && markup != BodyKind::xml) {
        return markup;
    }
    if (const auto promised = kind_of_media_type(media_type)) {
        return *promised;
    }
    if (markup == BodyKind::text && (*first == '{' || *first == '[')) {
        return BodyKind::json;
    }
    return markup;
}

}  // namespace khabard
