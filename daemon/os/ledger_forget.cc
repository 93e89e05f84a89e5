// What the ledger forgets: see Ledger::forget.

#include "daemon/os/ledger_rows.h"

namespace khabard {

Result<std::vector<Digest>> read_gone_marks(Database& database, Instant before,
                                            std::size_t rows_max) {
    SqlStatement& rows =
        database.prepare("SELECT item FROM seen WHERE gone IS NOT NULL AND gone < ? LIMIT ?");
    rows.bind_instant(before).bind_integer(static_cast<std::int64_t>(rows_max));
    return read_digests(rows);
}

Result<UnshownArticles> read_unshown_articles(Database& database, Instant before,
                                              ArticlePlace after, std::size_t rows_max) {
    SqlStatement& rows = database.prepare(
        "SELECT id, first_seen, rowid, EXISTS(SELECT 1 FROM seen WHERE seen.item = articles.item)"
        " FROM articles WHERE first_seen < ? AND (first_seen, rowid) > (?, ?)"
        " ORDER BY first_seen, rowid LIMIT ?");
    rows.bind_instant(before)
        .bind_integer(after.first_seen)
        .bind_integer(after.row)
        .bind_integer(static_cast<std::int64_t>(rows_max));
    UnshownArticles found{.ids = {}, .looked_at = after};
    std::size_t looked_at = 0;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            break;
        }
        ++looked_at;
        found.looked_at = {rows.integer(1), rows.integer(2)};
        if (rows.integer(3) == 0) {
            found.ids.push_back(ArticleId{rows.text(0)});
        }
    }
    if (looked_at < rows_max) {
        found.looked_at = first_article_place;
    }
    return found;
}

Status remove_marks(Database& database, const std::vector<Digest>& items) {
    SqlStatement& remove = database.prepare("DELETE FROM seen WHERE item = ?");
    for (const Digest& item : items) {
        remove.reset();
        if (auto removed = remove.bind_digest(item).run(); !removed) {
            return removed;
        }
    }
    return {};
}

Status remove_articles(Database& database, const std::vector<ArticleId>& ids) {
    SqlStatement& keys = database.prepare("DELETE FROM keys WHERE article = ?");
    SqlStatement& article = database.prepare("DELETE FROM articles WHERE id = ?");
    for (const ArticleId& id : ids) {
        for (SqlStatement* remove : {&keys, &article}) {
            remove->reset();
            if (auto removed = remove->bind_text(id.get()).run(); !removed) {
                return removed;
            }
        }
    }
    return {};
}

}  // namespace khabard
