#include "daemon/run/fill_index.h"

#include <utility>

namespace khabard {

Status fill_index(NearIndex& index, Ledger& ledger, Instant since) {
    auto known = ledger.indexed(since);
    if (!known) {
        return known.error();
    }
    for (IndexedArticle& article : *known) {
        index.add(std::move(article));
    }
    index.apply();
    return {};
}

}  // namespace khabard
