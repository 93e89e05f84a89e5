#pragma once

// An article of the ledger is taken back: by its publisher, by an operator, or because its page is
// gone. See pipeline/retraction for what is published.

#include "daemon/base/result.h"
#include "daemon/config/rules.h"
#include "daemon/model/verdict.h"
#include "daemon/ports/ledger.h"

#include <string>
#include <vector>

namespace khabard {

struct Retracted {
    FeedId feed;  // whose changes these are
    Changes changes;
    std::string headline;
    Version version;
    std::vector<std::string> topics;
};

// Finds the article and says what changes; nothing is applied yet. Fault::refused: there is no such
// article, or it is retracted already.
Result<Retracted> find_retraction(Ledger& ledger, const Rules& rules, const ArticleId& id,
                                  const Retraction& retraction, Instant now);

// For people: what was taken back, and where that is published. Whole lines.
std::string describe(const Retracted& retracted);

}  // namespace khabard
