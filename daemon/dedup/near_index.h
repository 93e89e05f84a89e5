#pragma once

// The near-duplicate index: which known article is a new text a copy of? It lives in memory and is
// filled from the ledger at start. What a turn adds is visible to find() at once, but stays staged
// until the turn's commit has returned: apply() keeps it, drop() forgets it. What find() says
// depends on the articles that are known and on nothing else: not on their order, nor on how the
// work was cut into turns. An article of 240 words costs about 2.3 KB, and nothing once it is
// replaced or forgotten.

#include "daemon/base/time.h"
#include "daemon/model/ids.h"
#include "daemon/model/keys.h"
#include "daemon/model/limits.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace khabard {

// An article that copies can be found of.
struct IndexedArticle {
    ArticleId id;
    ArticleId group;
    std::string source_id;
    Instant first_seen;
    std::vector<std::string> themes;  // it was published under
    Fingerprint fingerprint;
};

struct NearMatch {
    ArticleId id;
    ArticleId group;
    double score;  // 0..1, the share of the text in common (Likeness::overlap)
};

class NearIndex {
public:
    explicit NearIndex(const Limits& limits);
    NearIndex(NearIndex&&) noexcept;
    NearIndex& operator=(NearIndex&&) noexcept;
    ~NearIndex();

    // The article that `fingerprint` is most likely a copy of, if it is one (likeness.h); never the
    // article `self`. Ties go to the earliest. Only articles that share passages which few groups
    // know are compared: what a template is made of is no sign of a copy.
    std::optional<NearMatch> find(const Fingerprint& fingerprint, const std::string& source_id,
                                  const ArticleId& self) const;
    // Themes that any article of the group was published under.
    std::set<std::string> group_themes(const ArticleId& group) const;

    // Adds an article, or replaces what is known under its id.
    void add(IndexedArticle article);
    void apply();
    void drop();
    // Articles first seen before `oldest` leave the index (the exact keys of the ledger stay);
    // staged ones wait for the next time.
    void forget_before(Instant oldest);
    std::size_t size() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace khabard
