#pragma once

// A published article is taken back: one more version without a body, to every topic that it was
// ever in. What else the record says is what the ledger kept of the article. Pure.

#include "daemon/config/rules.h"
#include "daemon/model/known.h"
#include "daemon/model/stored.h"
#include "daemon/model/verdict.h"

namespace khabard {

// REQUIRES: the article is not retracted yet. The changes belong to the article's feed.
Changes retract(const StoredArticle& stored, const Rules& rules, const Retraction& retraction,
                Instant now);

}  // namespace khabard
