#include "daemon/base/check.h"
#include "daemon/model/article.h"
#include "daemon/model/feed.h"
#include "daemon/model/feed_history.h"
#include "daemon/model/fetched.h"
#include "daemon/model/verdict.h"

#include <algorithm>

namespace khabard {

const char* feed_kind_name(FeedKind kind) noexcept {
    switch (kind) {
        case FeedKind::automatic: return "auto";
        case FeedKind::rss: return "rss";
        case FeedKind::atom: return "atom";
        case FeedKind::rdf: return "rdf";
        case FeedKind::json_feed: return "json_feed";
        case FeedKind::sitemap: return "sitemap";
        case FeedKind::json_api: return "json_api";
        case FeedKind::page: return "page";
        case FeedKind::directory: return "dir";
    }
    unreachable("feed kind");
}

const char* feed_condition_name(FeedCondition health) noexcept {
    switch (health) {
        case FeedCondition::ok: return "ok";
        case FeedCondition::failing: return "failing";
        case FeedCondition::blocked: return "blocked";
        case FeedCondition::parked: return "parked";
    }
    unreachable("feed condition");
}

std::optional<FeedCondition> feed_condition_of(const std::string& name) {
    for (const FeedCondition health : {FeedCondition::ok, FeedCondition::failing,
                                       FeedCondition::blocked, FeedCondition::parked}) {
        if (name == feed_condition_name(health)) {
            return health;
        }
    }
    return std::nullopt;
}

const char* robots_decision_name(RobotsDecision decision) noexcept {
    switch (decision) {
        case RobotsDecision::not_checked: return "not_checked";
        case RobotsDecision::allowed: return "allowed";
        case RobotsDecision::ignored: return "ignored";
    }
    unreachable("robots decision");
}

const char* fetch_cause_name(FetchCause cause) noexcept {
    switch (cause) {
        case FetchCause::name_resolution: return "name_resolution";
        case FetchCause::connect: return "connect";
        case FetchCause::tls: return "tls";
        case FetchCause::timeout: return "timeout";
        case FetchCause::reset: return "reset";
        case FetchCause::too_large: return "too_large";
        case FetchCause::guarded_address: return "guarded_address";
        case FetchCause::forbidden_scheme: return "forbidden_scheme";
        case FetchCause::redirect_loop: return "redirect_loop";
        case FetchCause::malformed_response: return "malformed_response";
        case FetchCause::cancelled: return "cancelled";
        case FetchCause::robots: return "robots";
        case FetchCause::host_rests: return "host_rests";
    }
    unreachable("fetch cause");
}

std::optional<FetchCause> fetch_cause_in_front(std::string_view text) noexcept {
    const std::string_view name = text.substr(0, text.find(':'));
    for (int i = 0; i <= static_cast<int>(FetchCause::host_rests); ++i) {
        if (fetch_cause_name(static_cast<FetchCause>(i)) == name) {
            return static_cast<FetchCause>(i);
        }
    }
    return std::nullopt;
}

const char* date_precision_name(DatePrecision precision) noexcept {
    switch (precision) {
        case DatePrecision::second: return "second";
        case DatePrecision::minute: return "minute";
        case DatePrecision::day: return "day";
    }
    unreachable("date precision");
}

const char* date_origin_name(DateOrigin origin) noexcept {
    switch (origin) {
        case DateOrigin::feed: return "feed";
        case DateOrigin::page_meta: return "page_meta";
        case DateOrigin::page_text: return "page_text";
        case DateOrigin::url: return "url";
        case DateOrigin::sitemap: return "sitemap";
        case DateOrigin::inferred: return "inferred";
        case DateOrigin::none: return "none";
    }
    unreachable("date origin");
}

const char* representation_name(Representation representation) noexcept {
    switch (representation) {
        case Representation::full: return "full";
        case Representation::partial: return "partial";
        case Representation::summary_only: return "summary_only";
    }
    unreachable("representation");
}

const char* body_source_name(BodySource source) noexcept {
    switch (source) {
        case BodySource::page: return "page";
        case BodySource::feed_full: return "feed_full";
        case BodySource::feed_summary: return "feed_summary";
        case BodySource::api: return "api";
        case BodySource::text: return "text";
        case BodySource::none: return "none";
    }
    unreachable("body source");
}

const char* event_type_name(EventType event) noexcept {
    switch (event) {
        case EventType::created: return "created";
        case EventType::updated: return "updated";
        case EventType::retracted: return "retracted";
        case EventType::duplicate: return "duplicate";
    }
    unreachable("event type");
}

const char* dup_level_name(DupLevel level) noexcept {
    switch (level) {
        case DupLevel::guid: return "guid";
        case DupLevel::url: return "url";
        case DupLevel::content: return "content";
        case DupLevel::near: return "near";
    }
    unreachable("duplicate level");
}

const char* change_class_name(ChangeClass change) noexcept {
    switch (change) {
        case ChangeClass::material: return "material";
        case ChangeClass::minor: return "minor";
    }
    unreachable("change class");
}

const char* retraction_cause_name(RetractionCause cause) noexcept {
    switch (cause) {
        case RetractionCause::page_gone: return "page_gone";
        case RetractionCause::publisher: return "publisher";
        case RetractionCause::by_operator: return "operator";
    }
    unreachable("retraction cause");
}

std::string TopicMap::theme_of(const std::string& topic) const {
    for (const auto& [theme, of] : of_theme) {
        if (of == topic) {
            return theme;
        }
    }
    return {};
}

std::optional<std::string> Fetched::header(const std::string& name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const HttpHeader& h) { return h.name == name; });
    if (found == headers.end()) {
        return std::nullopt;
    }
    return found->value;
}

}  // namespace khabard
