#pragma once

// What a record says of an article beyond its texts, kept next to them in the ledger, so that a new
// version can be made without the document it came from: new rules on stored articles, a
// withdrawal. One JSON object; a member that is missing is not known, so members may be added.
// Enums are their numbers: new values go to the end.

#include "daemon/model/feed.h"
#include "daemon/model/known.h"
#include "daemon/model/stored.h"
#include "daemon/stages/encode.h"
#include "daemon/text/fold.h"

#include <string>
#include <string_view>

namespace khabard {

// An article as it was when it was last stored. `feed` holds what a record says of a feed (names,
// addresses, kind, what of the body may be published) and nothing by which it could be polled.
struct Restored {
    Article article;
    Provenance provenance;
    Feed feed;
    bool complete;  // false: no details were kept, so most of it is unknown
};

std::string encode_details(const Article& article, const Provenance& provenance, const Feed& feed);

// Of an article whose fingerprint was kept in another layout it is made anew; what it is recognised
// by stays.
Fingerprint fingerprint_of(const StoredArticle& stored, const Aliases& aliases);

// Damaged details are as good as none.
Restored restore(const KnownArticle& known, std::string_view details);

}  // namespace khabard
