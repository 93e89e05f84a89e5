#include "daemon/pipeline/retraction.h"

#include "daemon/base/check.h"
#include "daemon/dedup/fingerprint.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/details.h"
#include "daemon/stages/encode.h"
#include "daemon/text/fold.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace khabard {
namespace {

using Names = std::vector<std::string>;

Names sorted(Names names) {
    std::sort(names.begin(), names.end());
    return names;
}

// Articles whose fingerprint cannot be read are known by their keys alone; so it stays.
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

Verdict verdict_of(const KnownArticle& known, const Retraction& retraction) {
    const Names stood = sorted(known.topics);
    const Names ever = sorted(known.ever_topics);
    Names left;
    std::set_difference(ever.begin(), ever.end(), stood.begin(), stood.end(),
                        std::back_inserter(left));
    Names all;
    std::set_union(ever.begin(), ever.end(), stood.begin(), stood.end(), std::back_inserter(all));
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
                   .left_topics = left,
                   .publish_to = all,
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
