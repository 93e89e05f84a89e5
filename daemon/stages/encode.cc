#include "daemon/stages/encode.h"

#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/model/theme_score.h"
#include "daemon/model/tokens.h"
#include "daemon/stages/rights.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace khabard {
namespace {

constexpr const char* schema_version = "1.0";
constexpr const char* data_schema = "urn:khabard:record:1.0";
constexpr std::size_t excerpt_chars_max = 500;

using Json = JsonWriter;

void null_or(Json& json, const char* key, const std::string& value) {
    json.key(key);
    if (value.empty()) {
        json.null();
    } else {
        json.string(value);
    }
}

void optional_string(Json& json, const char* key, const std::optional<std::string>& value) {
    json.key(key).string_or_null(value);
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

CodePointOffset to_code_points(std::string_view text, ByteOffset offset) {
    return CodePointOffset{code_points(text.substr(0, offset.get()))};
}

const std::string& text_of(const Article& article, Zone zone) {
    switch (zone) {
        case Zone::headline: return article.headline.str();
        case Zone::summary: return article.summary.str();
        case Zone::body: return article.body.str();
    }
    unreachable("zone");
}

const char* zone_name(Zone zone) {
    switch (zone) {
        case Zone::headline: return "headline";
        case Zone::summary: return "summary";
        case Zone::body: return "body";
    }
    unreachable("zone");
}

// The first `excerpt_chars_max` characters, for feeds whose bodies may not be passed on.
std::string excerpt(std::string_view body) {
    std::size_t chars = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool starts = (static_cast<unsigned char>(body[i]) & 0xC0U) != 0x80U;
        if (starts && chars++ == excerpt_chars_max) {
            return std::string(body.substr(0, i));
        }
    }
    return std::string(body);
}

void put_body(Json& json, const Article& article, const Verdict& verdict, PublishBody publish) {
    const std::string& body = article.body.str();
    json.key("body");
    if (verdict.copy_only || verdict.event == EventType::retracted || body.empty() ||
        publish == PublishBody::none) {
        json.null();
    } else if (publish == PublishBody::excerpt) {
        json.string(excerpt(body));
    } else {
        json.string(body);
    }
    json.key("body_truncated")
        .boolean(article.body_truncated ||
                 (publish == PublishBody::excerpt && code_points(body) > excerpt_chars_max));
    json.key("body_source").string(body_source_name(article.body_source));
}

void put_identity(Json& json, const Article& article, const Verdict& verdict, const Feed& feed) {
    json.key("id").string(verdict.id.get());
    json.key("version").unsigned_integer(verdict.version.get());
    json.key("event_type").string(event_type_name(verdict.event));
    json.key("representation").string(representation_name(article.representation));
    json.key("source").begin_object();
    json.key("id").string(feed.source.id);
    json.key("name").string(article.source_name.empty() ? feed.source.name : article.source_name);
    null_or(json, "domain", feed.source.domain);
    json.end_object();
    json.key("feed").begin_object();
    json.key("id").string(feed.id.get());
    null_or(json, "url", feed.display_url);
    json.key("kind").string(feed_kind_name(feed.kind));
    json.end_object();
    null_or(json, "guid", article.guid);
    null_or(json, "url", article.url);
    null_or(json, "canonical_url", article.canonical_url);
}

void put_text(Json& json, const Article& article, const Verdict& verdict, PublishBody publish) {
    null_or(json, "headline", article.headline.str());
    null_or(json, "summary", article.summary.str());
    put_body(json, article, verdict, publish);
    optional_string(json, "lang", article.language);
    json.key("lang_confidence").number(article.language_confidence, 3);
    optional_string(json, "dateline", article.dateline);
    optional_string(json, "agency", article.agency);
    optional_string(json, "credit", article.credit);
    json.key("authors").strings(article.authors);
    optional_string(json, "section", article.section);
    json.key("keywords").strings(article.keywords);
}

void put_times(Json& json, const Article& article, const Verdict& verdict, Instant now) {
    const auto& published = article.published;
    json.key("published_at");
    if (published) {
        json.string(format_rfc3339(published->date.at));
        json.key("published_precision").string(date_precision_name(published->date.precision));
        json.key("published_origin").string(date_origin_name(published->origin));
        null_or(json, "published_raw", published->raw);
    } else {
        json.null();
        json.key("published_precision").null();
        json.key("published_origin").string(date_origin_name(DateOrigin::none));
        json.key("published_raw").null();
    }
    json.key("published_flags").strings(article.date_flags);
    json.key("modified_at");
    if (article.modified) {
        json.string(format_rfc3339(article.modified->date.at));
    } else {
        json.null();
    }
    json.key("first_seen_at").string(format_rfc3339(verdict.first_seen));
    json.key("processed_at").string(format_rfc3339(now));
}

void put_lineage(Json& json, const Fingerprint& fingerprint, const Verdict& verdict) {
    json.key("content_hash").string(fingerprint.content.get());
    json.key("group_id").string(verdict.group.get());
    if (verdict.duplicate_of) {
        json.key("duplicate_of").string(verdict.duplicate_of->id.get());
        json.key("dup_level").string(dup_level_name(verdict.duplicate_of->level));
        json.key("dup_score").number(verdict.duplicate_of->score, 3);
    }
    if (verdict.previous_hash) {
        json.key("previous_hash").string(verdict.previous_hash->get());
        json.key("changed_fields").strings(verdict.changed_fields);
    }
    if (verdict.change_class) {
        json.key("change_class").string(change_class_name(*verdict.change_class));
    }
    if (verdict.retraction) {
        json.key("retraction").begin_object();
        json.key("cause").string(retraction_cause_name(verdict.retraction->cause));
        json.key("reason").string(verdict.retraction->reason).end_object();
    }
}

void put_evidence(Json& json, const Candidate& candidate, const EncodeContext& context) {
    std::size_t left = context.limits.evidence_max;
    for (const ThemeScore& score : candidate.scores) {
        for (const Evidence& evidence : score.evidence) {
            if (!score.labelled || left == 0) {
                break;
            }
            --left;
            const std::string& text = text_of(candidate.article, evidence.zone);
            const std::string span = text.substr(evidence.offset.get(), evidence.length);
            json.begin_object();
            json.key("theme").string(score.theme).key("rule").string(evidence.rule);
            json.key("field").string(zone_name(evidence.zone)).key("text").string(span);
            json.key("offset").unsigned_integer(to_code_points(text, evidence.offset).get());
            json.key("length").unsigned_integer(code_points(span));
            json.end_object();
        }
    }
}

void put_themes(Json& json, const Candidate& candidate, const Verdict& verdict,
                const EncodeContext& context) {
    json.key("themes").begin_array();
    for (const std::string& theme : verdict.themes) {
        json.begin_object().key("id").string(theme).key("score");
        const auto score = std::find_if(candidate.scores.begin(), candidate.scores.end(),
                                        [&](const ThemeScore& s) { return s.theme == theme; });
        if (score == candidate.scores.end()) {
            json.null();
        } else {
            json.number(score->score, 2);
        }
        json.end_object();
    }
    json.end_array();
    json.key("topics").strings(verdict.topics);
    json.key("left_topics").strings(verdict.left_topics);
    json.key("evidence");
    if (verdict.copy_only || verdict.event == EventType::retracted) {
        json.null();
    } else {
        json.begin_array();
        put_evidence(json, candidate, context);
        json.end_array();
    }
    json.key("near_misses").begin_array();
    for (const ThemeScore& score : candidate.scores) {
        if (!score.labelled) {
            json.begin_object().key("theme").string(score.theme);
            json.key("score").number(score.score, 2);
            json.key("threshold").number(score.threshold, 2).end_object();
        }
    }
    json.end_array();
}

void put_provenance(Json& json, const Provenance& provenance, const EncodeContext& context) {
    json.key("ruleset_version").string(context.ruleset.get());
    json.key("config_generation").unsigned_integer(context.generation.get());
    json.key("fetch").begin_object();
    json.key("status").integer(provenance.status);
    json.key("format").string(provenance.format);
    json.key("charset_used").string(provenance.encoding);
    json.key("charset_reason").string(provenance.encoding_reason);
    json.key("robots").string(robots_decision_name(provenance.robots));
    json.end_object();
    if (!provenance.robots_tag.empty() || !provenance.tdm_reservation.empty()) {
        json.key("rights").begin_object();
        const auto stated = [](const std::string& text) {
            return text.empty() ? std::nullopt : std::optional<std::string>(text);
        };
        json.key("robots").string_or_null(stated(provenance.robots_tag));
        json.key("tdm_reservation").string_or_null(stated(provenance.tdm_reservation));
        json.end_object();
    }
}

std::string payload(const Candidate& candidate, const Verdict& verdict,
                    const Provenance& provenance, const EncodeContext& context) {
    const Article& article = candidate.article;
    Json json;
    json.begin_object().key("schema_version").string(schema_version);
    put_identity(json, article, verdict, context.feed);
    put_text(json, article, verdict, body_allowed(context.feed, provenance));
    put_times(json, article, verdict, context.now);
    put_lineage(json, candidate.fingerprint, verdict);
    put_themes(json, candidate, verdict, context);
    put_provenance(json, provenance, context);
    optional_string(json, "image_url", article.image_url);
    json.key("warnings").strings(article.warnings);
    json.end_object();
    return json.take();
}

// CloudEvents 1.0, Kafka binding, binary mode; and headers by which a consumer filters unread.
std::vector<RecordHeader> headers(const Article& article, const Verdict& verdict,
                                  const EncodeContext& context) {
    std::vector<RecordHeader> headers{
        {"ce_specversion", "1.0"},
        {"ce_id", verdict.id.get() + "." + std::to_string(verdict.version.get())},
        {"ce_source", "khabard/" + context.instance},
        {"ce_type", event_type_name(verdict.event)},
        {"ce_time", format_rfc3339(context.now)},
        {"ce_dataschema", data_schema},
        {"content-type", "application/json"},
        {"feed", context.feed.id.get()},
        {"ruleset", context.ruleset.get()},
        {"config_gen", std::to_string(context.generation.get())}};
    const std::string& subject =
        article.canonical_url.empty() ? article.url : article.canonical_url;
    if (!subject.empty()) {
        headers.push_back({"ce_subject", subject});
    }
    if (article.language) {
        headers.push_back({"lang", *article.language});
    }
    return headers;
}

}  // namespace

Record encode(const Candidate& candidate, const Verdict& verdict, const Provenance& provenance,
              const EncodeContext& context) {
    check(!verdict.publish_to.empty(), "a verdict without topics was encoded");
    Record record{.topics = {},
                  .key = verdict.id.get(),
                  .headers = headers(candidate.article, verdict, context),
                  .payload = payload(candidate, verdict, provenance, context),
                  .timestamp = context.now};
    for (const std::string& topic : verdict.publish_to) {
        record.topics.push_back({topic, context.topics.theme_of(topic)});
    }
    return record;
}

}  // namespace khabard
