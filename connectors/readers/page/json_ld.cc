#include "connectors/readers/page/json_ld.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t script_bytes_max = 1U << 20U;
constexpr unsigned search_depth_max = 8;

constexpr std::array<std::string_view, 16> article_types = {
    "Article",
    "NewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "SocialMediaPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Report",
};

// Line ends and tabs within strings break JSON; outside they mean nothing either way.
std::string repaired(std::string_view script) {
    std::string out;
    for (const char c : script) {
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    std::string_view text = trim(out);
    for (const std::string_view wrapper : {"<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"}) {
        if (text.substr(0, wrapper.size()) == wrapper) {
            text = trim(text.substr(wrapper.size()));
        }
    }
    const std::size_t last = text.find_last_of("}]");
    return std::string(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

bool has_type(const JsonValue& value, std::string_view type) {
    const JsonValue* stated = value.find("@type");
    if (stated == nullptr) {
        return false;
    }
    const auto names_it = [&](const JsonValue& name) {
        const std::string* text = name.string();
        return text != nullptr &&
               (*text == type || (text->size() > type.size() &&
                                  text->compare(text->size() - type.size() - 1, std::string::npos,
                                                "/" + std::string(type)) == 0));
    };
    if (const JsonArray* types = stated->array()) {
        return std::any_of(types->begin(), types->end(), names_it);
    }
    return names_it(*stated);
}

bool is_article(const JsonValue& value) {
    return std::any_of(article_types.begin(), article_types.end(),
                       [&](std::string_view type) { return has_type(value, type); });
}

// The first object below `value` (itself included) that `holds` is true of.
const JsonValue* find_object(const JsonValue& value, bool (*holds)(const JsonValue&),
                             unsigned depth) {
    if (depth > search_depth_max) {
        return nullptr;
    }
    if (const JsonArray* array = value.array()) {
        for (const JsonValue& element : *array) {
            if (const JsonValue* found = find_object(element, holds, depth + 1)) {
                return found;
            }
        }
        return nullptr;
    }
    const JsonObject* object = value.object();
    if (object == nullptr) {
        return nullptr;
    }
    if (holds(value)) {
        return &value;
    }
    for (const std::string_view key : {"@graph", "mainEntity", "mainEntityOfPage", "item"}) {
        const JsonValue* member = value.find(key);
        const JsonValue* found =
            member == nullptr ? nullptr : find_object(*member, holds, depth + 1);
        if (found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

std::string clean(std::string_view text) {
    return std::string(trim(strip_markup(text)));
}

// A string, the "name" or "url" or "@value" of an object, or the first of a list that has one.
std::string text_of(const JsonValue* value, std::string_view key) {
    if (value == nullptr) {
        return "";
    }
    if (const std::string* text = value->string()) {
        return clean(*text);
    }
    if (const JsonArray* array = value->array()) {
        for (const JsonValue& element : *array) {
            if (std::string text = text_of(&element, key); !text.empty()) {
                return text;
            }
        }
        return "";
    }
    const JsonValue* member = value->find(key);
    return member == nullptr || member->object() != nullptr ? "" : text_of(member, key);
}

// Every name of an author or keyword list.
void append_texts(const JsonValue* value, std::string_view key, std::vector<std::string>& out) {
    if (value == nullptr) {
        return;
    }
    if (const JsonArray* array = value->array()) {
        for (const JsonValue& element : *array) {
            append_texts(&element, key, out);
        }
        return;
    }
    if (std::string text = text_of(value, key); !text.empty()) {
        out.push_back(std::move(text));
    }
}

// Authors may be references into the graph: {"@id": "..."}.
const JsonValue* find_by_id(const JsonValue& root, std::string_view wanted) {
    const JsonValue* graph = root.find("@graph");
    const JsonArray* nodes = graph == nullptr ? root.array() : graph->array();
    if (nodes == nullptr) {
        return nullptr;
    }
    for (const JsonValue& node : *nodes) {
        const JsonValue* id = node.find("@id");
        const std::string* text = id == nullptr ? nullptr : id->string();
        if (text != nullptr && *text == wanted && node.find("name") != nullptr) {
            return &node;
        }
    }
    return nullptr;
}

const JsonValue* resolved(const JsonValue& root, const JsonValue* value) {
    if (value == nullptr || value->find("name") != nullptr) {
        return value;
    }
    if (const JsonArray* array = value->array(); array != nullptr && array->size() == 1) {
        return resolved(root, &array->front());
    }
    const JsonValue* id = value->find("@id");
    const std::string* text = id == nullptr ? nullptr : id->string();
    const JsonValue* target = text == nullptr ? nullptr : find_by_id(root, *text);
    return target == nullptr ? value : target;
}

JsonLdArticle read_article(const JsonValue& root, const JsonValue& article) {
    JsonLdArticle out{};
    out.headline = text_of(article.find("headline"), "@value");
    if (out.headline.empty()) {
        out.headline = text_of(article.find("name"), "@value");
    }
    append_texts(resolved(root, article.find("author")), "name", out.authors);
    if (out.authors.empty()) {
        append_texts(resolved(root, article.find("creator")), "name", out.authors);
    }
    out.published = text_of(article.find("datePublished"), "@value");
    out.modified = text_of(article.find("dateModified"), "@value");
    if (out.published.empty()) {
        out.published = text_of(article.find("dateCreated"), "@value");
    }
    out.section = text_of(article.find("articleSection"), "name");
    out.image = text_of(article.find("image"), "url");
    out.publisher = text_of(resolved(root, article.find("publisher")), "name");
    out.language = text_of(article.find("inLanguage"), "alternateName");
    out.body = text_of(article.find("articleBody"), "@value");
    append_texts(article.find("keywords"), "name", out.keywords);
    return out;
}

bool is_web_page(const JsonValue& value) {
    return has_type(value, "WebPage") || has_type(value, "ItemPage");
}

}  // namespace

JsonLdArticle read_json_ld(const HtmlDocument& document) {
    std::optional<JsonLdArticle> page;
    for (const HtmlNode& node : document.nodes) {
        const std::string* type = node.is_element("script") ? node.attribute("type") : nullptr;
        if (type == nullptr || ascii_lower(*type).find("ld+json") == std::string::npos) {
            continue;
        }
        const auto index = static_cast<std::size_t>(&node - document.nodes.data());
        std::string script;
        for (std::size_t i = index + 1; i < node.end; ++i) {
            script += document.nodes[i].text;
        }
        const auto root = parse_json(repaired(script), {script_bytes_max});
        if (!root) {
            continue;
        }
        if (const JsonValue* article = find_object(*root, is_article, 0)) {
            JsonLdArticle found = read_article(*root, *article);
            found.is_article = true;
            return found;
        }
        const JsonValue* stated = page ? nullptr : find_object(*root, is_web_page, 0);
        if (stated != nullptr) {
            page = read_article(*root, *stated);
        }
    }
    return page ? std::move(*page) : JsonLdArticle{};
}

}  // namespace khabard
