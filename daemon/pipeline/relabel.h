#pragma once

// relabel: what the rules now in force make of a stored article. Values in, values out; the same
// decide and encode as for an article that was just read, so the same promises hold: same id, next
// version, to the topics of this version and of the one before.

#include "daemon/config/rules.h"
#include "daemon/dedup/near_index.h"
#include "daemon/model/stored.h"

#include <optional>
#include <string>
#include <vector>

namespace khabard {

struct Relabelled {
    ArticleChange change;
    Record record;
    std::vector<std::string> gained;  // themes, sorted
    std::vector<std::string> lost;
    bool complete;  // false: it was stored without details; the record says so
};

// nullopt: nothing changes. So it is for articles that were retracted, and for copies that stand on
// the duplicates topic alone. `index` is asked what else the article's group is published under.
std::optional<Relabelled> relabel(const StoredArticle& stored, const NearIndex& index,
                                  const Rules& rules, Instant now);

}  // namespace khabard
