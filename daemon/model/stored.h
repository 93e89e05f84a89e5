#pragma once

// Stored articles, read one page after the other: what new rules are tried on.

#include "daemon/model/known.h"

#include <optional>
#include <string>
#include <vector>

namespace khabard {

// Where a reading of all stored articles has come to: they stand in order of first sight, then id.
struct StoredPlace {
    Instant first_seen;
    std::string id;  // "" stands before all of that moment
};

// An article with what else is kept of it. Written back as an ArticleChange without keys.
struct StoredArticle {
    KnownArticle article;
    Digest item;
    std::optional<Fingerprint> fingerprint;  // nullopt: kept in another layout, or damaged
    bool indexed;
    std::string details;  // stages/details; "" of articles stored before layout 3
};

struct StoredPage {
    std::vector<StoredArticle> articles;
    std::optional<StoredPlace> next;  // nullopt: that was the last page
};

}  // namespace khabard
