#include "connectors/readers/page/meta.h"

#include "connectors/readers/page/byline.h"
#include "connectors/readers/page/json_ld.h"
#include "connectors/readers/page/meta_names.h"
#include "connectors/readers/page/title.h"
#include "daemon/text/unicode.h"
#include "daemon/web/ascii.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <span>
#include <utility>

namespace khabard {
namespace {

void add_once(std::vector<std::string>& list, std::string value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(std::move(value));
    }
}

std::string attribute_text(const HtmlNode& node, std::string_view name) {
    const std::string* value = node.attribute(name);
    return value == nullptr ? std::string() : std::string(trim(*value));
}

void set_once(std::optional<std::string>& field, std::string value) {
    if (!field && !value.empty()) {
        field = std::move(value);
    }
}

// Meta elements in document order, asked for by name.
class MetaElements {
public:
    explicit MetaElements(const HtmlDocument& document) {
        for (const HtmlNode& node : document.nodes) {
            if (!node.is_element("meta")) {
                continue;
            }
            // `value` is a common mistake for `content`.
            const std::string* stated = node.attribute("content");
            const std::string* content = stated == nullptr ? node.attribute("value") : stated;
            if (content == nullptr || trim(*content).empty()) {
                continue;
            }
            for (const std::string_view key : {"property", "name", "itemprop"}) {
                if (const std::string* name = node.attribute(key)) {
                    entries_.push_back({ascii_lower(trim(*name)), std::string(trim(*content))});
                }
            }
        }
    }

    // Of the first of `names` that is there.
    std::string first(std::span<const std::string_view> names) const {
        for (const std::string_view name : names) {
            for (const Entry& entry : entries_) {
                if (entry.name == name) {
                    return entry.content;
                }
            }
        }
        return "";
    }

    // Of all of them, in the order of `names`.
    std::vector<std::string> all(std::span<const std::string_view> names) const {
        std::vector<std::string> out;
        for (const std::string_view name : names) {
            for (const Entry& entry : entries_) {
                if (entry.name == name) {
                    add_once(out, entry.content);
                }
            }
        }
        return out;
    }

private:
    struct Entry {
        std::string name;  // lower case
        std::string content;
    };
    std::vector<Entry> entries_;
};

std::string link_target(const HtmlDocument& document, std::string_view rel) {
    for (const HtmlNode& node : document.nodes) {
        if (node.is_element("link") && ascii_lower(attribute_text(node, "rel")) == rel) {
            return attribute_text(node, "href");
        }
    }
    return "";
}

std::optional<std::string> absolute(std::string_view reference, std::string_view base) {
    return reference.empty() ? std::nullopt : resolve_url(reference, base);
}

std::string language_of(const HtmlDocument& document) {
    for (const HtmlNode& node : document.nodes) {
        if (!node.is_element("html")) {
            continue;
        }
        std::string language = attribute_text(node, "lang");
        return language.empty() ? attribute_text(node, "xml:lang") : language;
    }
    return "";
}

void take_names(const MetaElements& meta, const JsonLdArticle& stated, PageMeta& out) {
    set_once(out.site_name, meta.first(site_name_metas()));
    set_once(out.site_name, stated.publisher);
    set_once(out.section, stated.section);
    set_once(out.section, meta.first(section_metas()));
    set_once(out.description, meta.first(description_metas()));
    for (const std::string& keyword : stated.keywords) {
        add_once(out.keywords, keyword);
    }
    for (std::string& keyword : meta.all(keyword_metas())) {
        add_once(out.keywords, std::move(keyword));
    }
}

void take_addresses(const HtmlDocument& document, const MetaElements& meta,
                    std::string_view base_url, PageMeta& out) {
    out.canonical_url = absolute(link_target(document, "canonical"), base_url);
    if (!out.canonical_url) {
        out.canonical_url = absolute(meta.first(url_metas()), base_url);
    }
    out.image = absolute(meta.first(image_metas()), base_url);
}

void take_dates(const MetaElements& meta, const JsonLdArticle& stated, PageMeta& out) {
    add_once(out.published, stated.published);
    for (std::string& date : meta.all(published_metas())) {
        add_once(out.published, std::move(date));
    }
    add_once(out.modified, stated.modified);
    for (std::string& date : meta.all(modified_metas())) {
        add_once(out.modified, std::move(date));
    }
}

void take_authors(const HtmlDocument& document, const MetaElements& meta,
                  const JsonLdArticle& stated, PageMeta& out) {
    for (const std::string& name : stated.authors) {
        add_once(out.authors, clean_author(name));
    }
    if (out.authors.empty()) {
        for (const std::string& name : meta.all(author_metas())) {
            add_once(out.authors, clean_author(name));
        }
    }
    // A site that names itself as the author leaves the name to the visible byline.
    const bool only_site =
        out.authors.size() == 1 && out.site_name && out.authors.front() == *out.site_name;
    if (out.authors.empty() || only_site) {
        std::vector<std::string> visible = byline_authors(document);
        if (!visible.empty()) {
            out.authors = std::move(visible);
        }
    }
}

}  // namespace

PageMeta read_page_meta(const HtmlDocument& document, std::string_view base_url) {
    const MetaElements meta(document);
    const JsonLdArticle stated = read_json_ld(document);
    PageMeta out{};
    take_names(meta, stated, out);
    take_addresses(document, meta, base_url, out);
    if (!out.image) {
        out.image = absolute(stated.image, base_url);
    }
    take_dates(meta, stated, out);
    take_authors(document, meta, stated, out);
    set_once(out.language, language_of(document));
    set_once(out.language, meta.first(language_metas()));
    set_once(out.language, stated.language);
    out.robots = meta.first(robots_metas());
    out.tdm_reservation = meta.first(tdm_metas());
    out.article_body = stated.body;
    out.is_article = stated.is_article || meta.first(type_metas()) == "article";
    std::string social_title = meta.first(title_metas());
    out.title = choose_title(
        document, {std::move(social_title), stated.headline, out.site_name.value_or("")});
    return out;
}

}  // namespace khabard
