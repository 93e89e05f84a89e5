#pragma once

// A new state file from what was published: `khabard state rebuild`. What was published is read
// twice, in any order: first to note on which topics each article ever stood, then to add the
// records, of which the newest version counts. What no record says (validators, marks of entries,
// teasers that wait) is learnt again from the feeds: entries that are known are repeats.

#include "daemon/base/result.h"
#include "daemon/ports/ledger.h"
#include "daemon/text/fold.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace khabard {

struct RebuildCounts {
    std::uint64_t records;
    std::uint64_t articles;
    std::uint64_t damaged;  // not records of ours; the first is named
    std::string first_damage;
};

class Rebuild {
public:
    // Both outlive the rebuild. `ledger` is new and empty.
    Rebuild(Ledger& ledger, const Aliases& aliases) : ledger_(ledger), aliases_(aliases) {}

    // First reading: the article `key` stands on `topic`.
    void note(const std::string& topic, const std::string& key);
    // Second reading: its record. Fails only where the ledger does.
    Status add(const std::string& topic, std::string_view record);
    // Makes what was added durable.
    Status finish();
    const RebuildCounts& counts() const { return counts_; }

private:
    Status keep(ArticleChange change);

    Ledger& ledger_;
    const Aliases& aliases_;
    std::map<std::string, std::set<std::string>> topics_;  // by article id
    RebuildCounts counts_{};
    std::size_t uncommitted_ = 0;
};

}  // namespace khabard
