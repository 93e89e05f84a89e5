#include "daemon/stages/details.h"

#include "daemon/dedup/fingerprint.h"
#include "daemon/lib/json/json_fields.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/stages/stored_provenance.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

namespace khabard {
namespace {

using Json = JsonWriter;

// Twice what a ledger could hold of one article, so that no details are refused for their size.
constexpr std::size_t details_bytes_max = std::size_t{64} * 1024 * 1024;

void put_date(Json& json, const char* key, const std::optional<StatedDate>& date) {
    json.key(key);
    if (!date) {
        json.null();
        return;
    }
    json.begin_object();
    json.key("at").integer(date->date.at.time_since_epoch().count());
    json.key("precision").integer(static_cast<std::int64_t>(date->date.precision));
    json.key("zone_assumed").boolean(date->date.zone_assumed);
    json.key("relative").boolean(date->date.relative);
    json.key("hijri").boolean(date->date.hijri_converted);
    json.key("raw").string(date->raw);
    json.key("origin").integer(static_cast<std::int64_t>(date->origin));
    json.end_object();
}

void put_feed(Json& json, const Feed& feed) {
    json.key("feed").begin_object();
    json.key("url").string(feed.display_url);
    json.key("kind").integer(static_cast<std::int64_t>(feed.kind));
    json.key("publish_body").integer(static_cast<std::int64_t>(feed.publish_body));
    json.key("obey_rights").boolean(feed.obey_rights);
    json.key("source").string(feed.source.id);
    json.key("source_name").string(feed.source.name);
    json.key("domain").string(feed.source.domain);
    json.end_object();
}

// A number that names no value of the enum, which ends with `last`, is taken for `otherwise`.
template <class Enum>
Enum enum_of(const JsonValue& json, const char* key, Enum last, Enum otherwise) {
    const std::int64_t number = json_integer(json, key).value_or(-1);
    return number >= 0 && number <= static_cast<std::int64_t>(last) ? static_cast<Enum>(number)
                                                                    : otherwise;
}

double confidence_of(const JsonValue& json) {
    const JsonValue* value = json.find("confidence");
    if (value == nullptr) {
        return 0;
    }
    if (const auto* real = std::get_if<double>(&value->value)) {
        return *real;
    }
    return value->integer() != nullptr ? static_cast<double>(*value->integer()) : 0;
}

std::optional<StatedDate> date_of(const JsonValue& json, const char* key) {
    const JsonValue* value = json.find(key);
    if (value == nullptr || value->object() == nullptr) {
        return std::nullopt;
    }
    const auto at = json_integer(*value, "at");
    if (!at) {
        return std::nullopt;
    }
    return StatedDate{.date = ReadDate{.at = Instant{std::chrono::milliseconds{*at}},
                                       .precision = enum_of(*value, "precision", DatePrecision::day,
                                                            DatePrecision::day),
                                       .zone_assumed = json_flag(*value, "zone_assumed"),
                                       .relative = json_flag(*value, "relative"),
                                       .hijri_converted = json_flag(*value, "hijri")},
                      .raw = json_text_or_empty(*value, "raw"),
                      .origin = enum_of(*value, "origin", DateOrigin::none, DateOrigin::none)};
}

Feed feed_of(const KnownArticle& known, const JsonValue& json) {
    const JsonValue* stored = json.find("feed");
    const JsonValue nothing{JsonObject{}};
    const JsonValue& feed = stored != nullptr ? *stored : nothing;
    const auto source = json_text(feed, "source");
    return Feed{.id = known.feed,
                .url = {},
                .display_url = json_text_or_empty(feed, "url"),
                .kind = enum_of(feed, "kind", FeedKind::directory, FeedKind::automatic),
                .source = Source{.id = source.value_or(known.source_id),
                                 .name = json_text(feed, "source_name").value_or(known.source_id),
                                 .domain = json_text_or_empty(feed, "domain")},
                .fetch_pages = FetchPages::never,
                // Of a feed about which nothing is known, no more is published than surely may be.
                .publish_body = enum_of(feed, "publish_body", PublishBody::none, PublishBody::none),
                .enabled = false,
                .obey_rights = json_flag(feed, "obey_rights")};
}

Article article_of(const KnownArticle& known, const JsonValue& json) {
    return Article{.headline = known.headline,
                   .summary = known.summary,
                   .body = known.body,
                   .dateline = json_text(json, "dateline"),
                   .agency = json_text(json, "agency"),
                   .credit = json_text(json, "credit"),
                   .authors = json_texts(json, "authors"),
                   .section = json_text(json, "section"),
                   .keywords = json_texts(json, "keywords"),
                   .published = date_of(json, "published"),
                   .modified = date_of(json, "modified"),
                   .date_flags = json_texts(json, "date_flags"),
                   .language = json_text(json, "language"),
                   .language_confidence = confidence_of(json),
                   .surely_not_arabic = false,  // such articles are skipped, never stored
                   .guid = json_text_or_empty(json, "guid"),
                   .url = json_text_or_empty(json, "url"),
                   .canonical_url = json_text_or_empty(json, "canonical_url"),
                   .source_name = json_text_or_empty(json, "source_name"),
                   .image_url = json_text(json, "image_url"),
                   .representation = known.representation,
                   .body_source = enum_of(json, "body_source", BodySource::none, BodySource::none),
                   .body_truncated = json_flag(json, "body_truncated"),
                   .warnings = json_texts(json, "warnings"),
                   .edits = {}};
}

}  // namespace

std::string encode_details(const Article& article, const Provenance& provenance, const Feed& feed) {
    Json json;
    json.begin_object();
    json.key("dateline").string_or_null(article.dateline);
    json.key("agency").string_or_null(article.agency);
    json.key("credit").string_or_null(article.credit);
    json.key("authors").strings(article.authors);
    json.key("section").string_or_null(article.section);
    json.key("keywords").strings(article.keywords);
    put_date(json, "published", article.published);
    put_date(json, "modified", article.modified);
    json.key("date_flags").strings(article.date_flags);
    json.key("language").string_or_null(article.language);
    json.key("confidence").number(article.language_confidence);
    json.key("guid").string(article.guid);
    json.key("url").string(article.url);
    json.key("canonical_url").string(article.canonical_url);
    json.key("source_name").string(article.source_name);
    json.key("image_url").string_or_null(article.image_url);
    json.key("body_source").integer(static_cast<std::int64_t>(article.body_source));
    json.key("body_truncated").boolean(article.body_truncated);
    json.key("warnings").strings(article.warnings);
    put_provenance(json, provenance);
    put_feed(json, feed);
    json.end_object();
    return json.take();
}

Fingerprint fingerprint_of(const StoredArticle& stored, const Aliases& aliases) {
    if (stored.fingerprint) {
        return *stored.fingerprint;
    }
    const KnownArticle& article = stored.article;
    Fingerprint made =
        make_fingerprint(dedup_tokens({article.headline, article.summary, article.body}, aliases));
    made.content = article.content;
    made.spelling = article.spelling;
    return made;
}

Restored restore(const KnownArticle& known, std::string_view details) {
    const auto parsed = parse_json(details, {.bytes_max = details_bytes_max});
    const bool complete = parsed.ok() && parsed->object() != nullptr;
    const JsonValue nothing{JsonObject{}};
    const JsonValue& json = complete ? *parsed : nothing;
    return Restored{.article = article_of(known, json),
                    .provenance = stored_provenance(json),
                    .feed = feed_of(known, json),
                    .complete = complete};
}

}  // namespace khabard
