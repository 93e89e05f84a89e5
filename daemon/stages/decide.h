#pragma once

// decide: is an article new, a new version, a copy, or nothing new, and to which topics does it go?
// A version goes to the topics of the one before it and to its own; a copy goes to the topics of
// the themes that its group was never published under, else to that of the duplicates. Nothing is
// written here, and the same question asked twice gets the same answer.

#include "daemon/dedup/near_index.h"
#include "daemon/model/article.h"
#include "daemon/model/known.h"
#include "daemon/model/theme_score.h"
#include "daemon/model/verdict.h"
#include "daemon/text/fold.h"

#include <string>
#include <vector>

namespace khabard {

// One article on its way, with everything that was found out about it.
struct Candidate {
    Article article;
    std::string outlet;  // registrable domain of its address, else the feed's source
    Keys keys;
    Fingerprint fingerprint;
    std::vector<ThemeScore> scores;
};

struct DecideContext {
    const FeedId& feed;
    Instant now;
    bool publish_minor;
    const TopicMap& topics;
    const Aliases& aliases;
};

// Labels of the scores, sorted.
std::vector<std::string> labels(const std::vector<ThemeScore>& scores);

Verdict decide(const Candidate& candidate, const Known& known, const NearIndex& index,
               const DecideContext& context);

// What the ledger is to know of the article once the verdict is carried out.
KnownArticle remember(const Candidate& candidate, const Verdict& verdict, const Known& known,
                      const DecideContext& context);

}  // namespace khabard
