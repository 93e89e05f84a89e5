#include "daemon/stages/recall.h"

#include "daemon/base/time.h"
#include "daemon/dedup/fingerprint.h"
#include "daemon/stages/compare.h"
#include "daemon/stages/identify.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t id_digits = 32;

std::string text_at(const JsonValue& record, std::string_view pointer) {
    const JsonValue* value = json_at(record, pointer);
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

std::vector<std::string> texts_at(const JsonValue& record, std::string_view pointer) {
    std::vector<std::string> texts;
    const JsonValue* value = json_at(record, pointer);
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& each : *value->array()) {
            if (each.string() != nullptr) {
                texts.push_back(*each.string());
            }
        }
    }
    return texts;
}

std::vector<std::string> themes_of(const JsonValue& record) {
    std::vector<std::string> themes;
    const JsonValue* value = record.find("themes");
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& each : *value->array()) {
            themes.push_back(text_at(each, "/id"));
        }
    }
    std::sort(themes.begin(), themes.end());
    return themes;
}

Representation representation_of(const JsonValue& record) {
    const std::string name = text_at(record, "/representation");
    for (const Representation each :
         {Representation::full, Representation::partial, Representation::summary_only}) {
        if (name == representation_name(each)) {
            return each;
        }
    }
    return Representation::full;
}

Error no_record(const char* field) {
    return Error{Fault::malformed, "", std::string("it has no ") + field};
}

// The outlet that decide compares by: the registrable domain of the address, else the source.
std::string outlet_of(const JsonValue& record) {
    const std::string canonical = text_at(record, "/canonical_url");
    const auto url = parse_url(canonical.empty() ? text_at(record, "/url") : canonical);
    return url && url->host ? registrable_domain(*url->host) : text_at(record, "/source/id");
}

// The part of a split item stands in its guid: "id#2".
std::size_t part_of(const std::string& guid) {
    const std::size_t mark = guid.rfind('#');
    if (mark == std::string::npos || mark + 2 != guid.size()) {
        return 1;
    }
    const char digit = guid[mark + 1];
    return digit >= '2' && digit <= '9' ? static_cast<std::size_t>(digit - '0') : 1;
}

Keys keys_of(const JsonValue& record, const ContentHash& content) {
    const std::string guid = text_at(record, "/guid");
    const std::string url = text_at(record, "/url");
    const std::string canonical = text_at(record, "/canonical_url");
    // Of an entry that was completed from its page the record states both addresses.
    const bool completed =
        text_at(record, "/body_source") == "page" && text_at(record, "/feed/kind") != "page";
    return identify({guid, url, canonical}, content,
                    {.feed = FeedId{text_at(record, "/feed/id")},
                     .part = part_of(guid),
                     .from_page = completed && address_key(url).has_value()});
}

}  // namespace

Result<ArticleChange> recall(const JsonValue& record, const Aliases& aliases) {
    const std::string id = text_at(record, "/id");
    const JsonValue* version = record.find("version");
    const auto first_seen = parse_rfc3339(text_at(record, "/first_seen_at"));
    if (id.size() != id_digits) {
        return no_record("id of 32 digits");
    }
    if (version == nullptr || version->integer() == nullptr || *version->integer() < 1) {
        return no_record("version");
    }
    if (!first_seen) {
        return no_record("first_seen_at");
    }
    const auto headline = DisplayText::from_cleaned(text_at(record, "/headline"));
    const auto summary = DisplayText::from_cleaned(text_at(record, "/summary"));
    const auto body = DisplayText::from_cleaned(text_at(record, "/body"));
    const ArticleText text{headline, summary, body};
    Fingerprint fingerprint = make_fingerprint(dedup_tokens(text, aliases));
    fingerprint.spelling = spelling_of(theme_tokens(text));
    fingerprint.content = ContentHash{text_at(record, "/content_hash")};
    const std::string original = text_at(record, "/duplicate_of");
    const std::string group = text_at(record, "/group_id");
    const bool copy_only = text_at(record, "/event_type") == "duplicate";
    const std::vector<std::string> topics = texts_at(record, "/topics");
    KnownArticle article{
        .id = ArticleId{id},
        .version = Version{static_cast<std::uint32_t>(*version->integer())},
        .group = ArticleId{group.empty() ? id : group},
        .duplicate_of = original.empty() ? std::nullopt : std::optional(ArticleId{original}),
        .copy_only = copy_only,
        .feed = FeedId{text_at(record, "/feed/id")},
        .source_id = outlet_of(record),
        .content = fingerprint.content,
        .spelling = fingerprint.spelling,
        .headline = headline,
        .summary = summary,
        .body = body,
        .representation = representation_of(record),
        .themes = themes_of(record),
        .topics = topics,
        .ever_topics = topics,
        .first_seen = *first_seen,
        .retracted = text_at(record, "/event_type") == "retracted"};
    Keys keys = keys_of(record, fingerprint.content);
    if (keys.named) {
        keys.keys.push_back(*keys.named);
    }
    return ArticleChange{.article = std::move(article),
                         .item = Digest{0, 0},
                         .keys = std::move(keys.keys),
                         .fingerprint = std::move(fingerprint),
                         .indexed = !copy_only && !body.empty(),
                         .details = {}};
}

}  // namespace khabard
