// Stored articles page by page: see Ledger::stored.

#include "daemon/os/ledger_codec.h"
#include "daemon/os/ledger_rows.h"

#include <utility>

namespace khabard {
namespace {

Result<std::vector<StoredPlace>> read_places(Database& database, const StoredPlace& after,
                                             std::size_t rows_max) {
    SqlStatement& rows = database.prepare(
        "SELECT first_seen, id FROM articles WHERE (first_seen, id) > (?, ?)"
        " ORDER BY first_seen, id LIMIT ?");
    rows.bind_instant(after.first_seen)
        .bind_text(after.id)
        .bind_integer(static_cast<std::int64_t>(rows_max));
    std::vector<StoredPlace> places;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return places;
        }
        places.push_back(StoredPlace{rows.instant(0), rows.text(1)});
    }
}

constexpr const char* stored_columns =
    "SELECT id, version, article_group, duplicate_of, copy_only, feed, source, content,"
    " spelling, headline, summary, body, representation, themes, topics, ever_topics,"
    " first_seen, retracted, item, indexed, fingerprint, details FROM articles WHERE id = ?";

}  // namespace

Result<std::optional<StoredArticle>> read_stored_article(Database& database, const ArticleId& id) {
    SqlStatement& find = database.prepare(stored_columns);
    const auto row = find.bind_text(id.get()).step();
    if (!row) {
        return row.error();
    }
    std::optional<StoredArticle> found;
    if (*row) {
        found = StoredArticle{.article = article_of(find),
                              .item = find.digest(18),
                              .fingerprint = decode_fingerprint(find.text(20)),
                              .indexed = find.integer(19) != 0,
                              .details = find.text(21)};
        find.reset();
    }
    return found;
}

Result<StoredPage> read_stored(Database& database, const StoredPlace& after, std::size_t rows_max) {
    const auto places = read_places(database, after, rows_max);
    if (!places) {
        return places.error();
    }
    StoredPage page{.articles = {}, .next = std::nullopt};
    for (const StoredPlace& place : *places) {
        auto article = read_stored_article(database, ArticleId{place.id});
        if (!article) {
            return article.error();
        }
        if (*article) {
            page.articles.push_back(std::move(**article));
        }
    }
    if (places->size() == rows_max) {
        page.next = places->back();
    }
    return page;
}

}  // namespace khabard
