#include "daemon/pipeline/relabel.h"

#include "daemon/base/name_set.h"
#include "daemon/model/theme_score.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/details.h"
#include "daemon/stages/encode.h"
#include "daemon/text/fold.h"

#include <utility>

namespace khabard {
namespace {

// Under which decide finds the article: the only one it is told of.
constexpr Digest stored_key{0, 0};

Candidate candidate_of(const StoredArticle& stored, Article article, const Rules& rules) {
    const ArticleText text{article.headline, article.summary, article.body};
    std::vector<ThemeScore> scores = rules.themes.score(theme_tokens(text));
    Fingerprint fingerprint = fingerprint_of(stored, rules.aliases);
    return Candidate{.article = std::move(article),
                     .outlet = stored.article.source_id,
                     .keys = Keys{.new_id = stored.article.id,
                                  .content_id = stored.article.id,
                                  .keys = {{KeyKind::url, stored_key}}},
                     .fingerprint = std::move(fingerprint),
                     .scores = std::move(scores)};
}

}  // namespace

std::optional<Relabelled> relabel(const StoredArticle& stored, const NearIndex& index,
                                  const Rules& rules, Instant now) {
    const KnownArticle& before = stored.article;
    if (before.copy_only || before.retracted) {
        return std::nullopt;
    }
    Restored restored = restore(before, stored.details);
    if (!restored.complete) {
        restored.article.warnings.emplace_back("stored_without_details");
    }
    const Candidate candidate = candidate_of(stored, std::move(restored.article), rules);
    Known known{};
    known.by_key.emplace(stored_key, before.id);
    known.articles.emplace(before.id, before);
    const DecideContext context{.feed = before.feed,
                                .now = now,
                                .publish_minor = rules.publish_minor,
                                .topics = rules.topics,
                                .aliases = rules.aliases};
    const Verdict verdict = decide(candidate, known, index, context);
    if (verdict.outcome != Outcome::updated) {
        return std::nullopt;
    }
    const Feed* live = rules.feed(before.feed);
    Record record = encode(candidate, verdict, restored.provenance,
                           {.feed = live != nullptr ? *live : restored.feed,
                            .topics = rules.topics,
                            .limits = rules.limits,
                            .ruleset = rules.ruleset,
                            .generation = rules.generation,
                            .instance = rules.instance,
                            .now = now});
    return Relabelled{
        .change = ArticleChange{.article = remember(candidate, verdict, known, context),
                                .item = stored.item,
                                .keys = {},
                                .fingerprint = candidate.fingerprint,
                                .indexed = stored.indexed,
                                .details = stored.details},
        .record = std::move(record),
        .gained = without(verdict.themes, before.themes),
        .lost = without(before.themes, verdict.themes),
        .complete = restored.complete};
}

}  // namespace khabard
