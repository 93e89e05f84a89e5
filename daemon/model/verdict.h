#pragma once

// What was decided about one article: is it new, a new version, a copy or nothing new, and where
// does it go?

#include "daemon/base/time.h"
#include "daemon/model/ids.h"
#include "daemon/model/outcome.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

enum class EventType : std::uint8_t { created, updated, retracted, duplicate };
const char* event_type_name(EventType event) noexcept;

enum class DupLevel : std::uint8_t { guid, url, content, near };
const char* dup_level_name(DupLevel level) noexcept;

enum class ChangeClass : std::uint8_t { material, minor };
const char* change_class_name(ChangeClass change) noexcept;

struct DuplicateOf {
    ArticleId id;
    DupLevel level;
    double score;
};

enum class RetractionCause : std::uint8_t {
    page_gone,    // its page answered 404 or 410 twice
    publisher,    // its feed or page says so
    by_operator,  // khabard retract
};
const char* retraction_cause_name(RetractionCause cause) noexcept;

struct Retraction {
    RetractionCause cause;
    std::string reason;  // for people
};

struct Verdict {
    Outcome outcome;
    Reason reason;
    // What follows has a meaning for everything but repeats and rejects.
    EventType event;
    ArticleId id;
    Version version;
    ArticleId group;
    std::optional<DuplicateOf> duplicate_of;
    bool copy_only;                        // goes to the duplicates topic alone
    std::vector<std::string> themes;       // labels it has, sorted
    std::vector<std::string> topics;       // where it stands now
    std::vector<std::string> left_topics;  // where its label fell away with this version
    std::vector<std::string> publish_to;   // topics and left_topics; empty: no record
    std::vector<std::string> changed_fields;
    std::optional<ChangeClass> change_class;
    std::optional<ContentHash> previous_hash;
    Instant first_seen;
    std::optional<Retraction> retraction = std::nullopt;  // of event retracted
};

// Which topic belongs to which theme, and the topics that belong to none.
struct TopicMap {
    std::map<std::string, std::string> of_theme;
    std::string unthemed = "news.ar.unthemed";
    std::string duplicates = "news.ar.duplicates";
    std::string dead_letters = "news.ar.dead-letters";

    // "" for a topic of no theme.
    std::string theme_of(const std::string& topic) const;
};

}  // namespace khabard
