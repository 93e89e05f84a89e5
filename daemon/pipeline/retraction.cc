#include "daemon/pipeline/retraction.h"

#include "daemon/base/check.h"
#include "daemon/base/name_set.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/details.h"
#include "daemon/stages/encode.h"

#include <utility>

namespace khabard {
namespace {

Verdict verdict_of(const KnownArticle& known, const Retraction& retraction) {
    const Names stood = name_set(known.topics);
    const Names ever = name_set(known.ever_topics);
    return Verdict{.outcome = Outcome::updated,
                   .reason = Reason::none,
                   .event = EventType::retracted,
                   .id = known.id,
                   .version = Version{known.version.get() + 1},
                   .group = known.group,
                   .duplicate_of = std::nullopt,
                   .copy_only = known.copy_only,
                   .themes = known.themes,
                   .topics = stood,
                   .left_topics = without(ever, stood),
                   .publish_to = union_of(ever, stood),
                   .changed_fields = {"body"},
                   .change_class = ChangeClass::material,
                   .previous_hash = known.content,
                   .first_seen = known.first_seen,
                   .retraction = retraction};
}

}  // namespace

Changes retract(const StoredArticle& stored, const Rules& rules, const Retraction& retraction,
                Instant now) {
    check(!stored.article.retracted, "an article was retracted twice");
    Restored restored = restore(stored.article, stored.details);
    const Verdict verdict = verdict_of(stored.article, retraction);
    const Candidate candidate{
        .article = std::move(restored.article),
        .outlet = stored.article.source_id,
        .keys = Keys{.new_id = verdict.id, .content_id = verdict.id, .keys = {}},
        .fingerprint = fingerprint_of(stored, rules.aliases),
        .scores = {}};
    Changes changes{};
    changes.tally.retractions = 1;
    changes.articles.push_back(ArticleChange{.article = stored.article,
                                             .item = stored.item,
                                             .keys = {},
                                             .fingerprint = candidate.fingerprint,
                                             .indexed = stored.indexed,
                                             .details = stored.details});
    KnownArticle& article = changes.articles.front().article;
    article.version = verdict.version;
    article.ever_topics = verdict.publish_to;
    article.retracted = true;
    if (!verdict.publish_to.empty()) {
        changes.records.push_back(encode(candidate, verdict, restored.provenance,
                                         {.feed = restored.feed,
                                          .topics = rules.topics,
                                          .limits = rules.limits,
                                          .ruleset = rules.ruleset,
                                          .generation = rules.generation,
                                          .instance = rules.instance,
                                          .now = now}));
    }
    return changes;
}

}  // namespace khabard
