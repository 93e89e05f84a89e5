#include "daemon/stages/recall.h"

#include "daemon/base/time.h"
#include "daemon/dedup/fingerprint.h"
#include "daemon/lib/json/json_fields.h"
#include "daemon/stages/compare.h"
#include "daemon/stages/identify.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t id_digits = 32;

std::string text_at(const JsonValue& record, std::string_view pointer) {
    const JsonValue* value = json_at(record, pointer);
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
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

// The part that a guid names: "id#2". Publishers write such guids too, so it is only a guess.
std::optional<std::size_t> named_part(const std::string& guid) {
    const std::size_t mark = guid.rfind('#');
    std::size_t part = 0;
    const char* end = guid.data() + guid.size();
    if (mark == std::string::npos) {
        return std::nullopt;
    }
    const auto read = std::from_chars(guid.data() + mark + 1, end, part);
    return read.ec == std::errc() && read.ptr == end && part >= 2 ? std::optional(part)
                                                                  : std::nullopt;
}

// Which part of an item the article was decides its keys; its id, made of the strongest, tells.
Keys keys_of(const JsonValue& record, const ArticleNames& names, const ContentHash& content) {
    // Of an entry that was completed from its page the record states both addresses.
    const bool completed =
        text_at(record, "/body_source") == "page" && text_at(record, "/feed/kind") != "page";
    IdentifyContext context{.feed = FeedId{text_at(record, "/feed/id")},
                            .part = 1,
                            .from_page = completed && address_key(names.url).has_value()};
    const std::string id = text_at(record, "/id");
    const auto is_of = [&id](const Keys& keys) {
        return keys.new_id.get() == id || keys.content_id.get() == id;
    };
    Keys whole = identify(names, content, context);
    const auto part = named_part(names.guid);
    if (is_of(whole) || !part) {
        return whole;
    }
    context.part = *part;
    Keys of_part = identify(names, content, context);
    return is_of(of_part) ? of_part : whole;
}

}  // namespace

Result<ArticleChange> recall(const JsonValue& record, const Aliases& aliases) {
    const std::string id = text_at(record, "/id");
    const std::int64_t version = json_integer(record, "version").value_or(0);
    const auto first_seen = parse_rfc3339(text_at(record, "/first_seen_at"));
    if (id.size() != id_digits) {
        return no_record("id of 32 digits");
    }
    if (version < 1) {
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
    const std::string guid = text_at(record, "/guid");
    const std::string url = text_at(record, "/url");
    const std::string canonical = text_at(record, "/canonical_url");
    const ArticleNames names{guid, url, canonical};
    const std::string original = text_at(record, "/duplicate_of");
    const std::string group = text_at(record, "/group_id");
    const bool copy_only = text_at(record, "/event_type") == "duplicate";
    const std::vector<std::string> topics = json_texts(record, "topics");
    KnownArticle article{
        .id = ArticleId{id},
        .version = Version{static_cast<std::uint32_t>(version)},
        .group = ArticleId{group.empty() ? id : group},
        .duplicate_of = original.empty() ? std::nullopt : std::optional(ArticleId{original}),
        .copy_only = copy_only,
        .feed = FeedId{text_at(record, "/feed/id")},
        .source_id = outlet_of(names, text_at(record, "/source/id")),
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
    Keys keys = keys_of(record, names, fingerprint.content);
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
