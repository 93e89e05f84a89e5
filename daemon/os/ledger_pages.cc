// Entries whose page is to be asked for.

#include "daemon/os/ledger_rows.h"

#include <map>
#include <utility>

namespace khabard {
namespace {

constexpr const char* all_pages =
    "SELECT page, feed, url, entry, stage, due, give_up, attempts, missing FROM pending"
    " ORDER BY due, page";
constexpr const char* one_page =
    "SELECT page, feed, url, entry, stage, due, give_up, attempts, missing FROM pending"
    " WHERE page = ?";

// A stage that no build has written is read as one that does no harm.
PageStage stage_of(std::int64_t number) {
    return number >= 0 && number < static_cast<std::int64_t>(page_stage_count)
               ? static_cast<PageStage>(number)
               : PageStage::recheck_change;
}

Pending page_of(const SqlStatement& row) {
    return Pending{.page = row.digest(0),
                   .feed = FeedId{row.text(1)},
                   .url = row.text(2),
                   .entry = row.text(3),
                   .stage = stage_of(row.integer(4)),
                   .due = row.instant(5),
                   .give_up = row.instant(6),
                   .attempts = static_cast<std::uint32_t>(row.integer(7)),
                   .missing = row.integer(8) != 0};
}

}  // namespace

Result<std::vector<Pending>> read_pending(Database& database) {
    SqlStatement& rows = database.prepare(all_pages);
    std::vector<Pending> pending;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return pending;
        }
        pending.push_back(page_of(rows));
    }
}

Result<std::optional<Pending>> read_page(Database& database, const Digest& page) {
    SqlStatement& find = database.prepare(one_page);
    const auto row = find.bind_digest(page).step();
    if (!row) {
        return row.error();
    }
    auto found = *row ? std::optional<Pending>(page_of(find)) : std::nullopt;
    find.reset();
    return found;
}

Status load_pages(Database& database, const std::vector<Digest>& pages,
                  std::map<Digest, Pending>& into) {
    for (const Digest& page : pages) {
        auto found = read_page(database, page);
        if (!found) {
            return found.error();
        }
        if (*found) {
            into.insert_or_assign(page, std::move(**found));
        }
    }
    return {};
}

Status write_pages(Database& database, const Changes& changes) {
    SqlStatement& remove = database.prepare("DELETE FROM pending WHERE page = ?");
    for (const Digest& page : changes.pending_done) {
        remove.reset();
        if (auto removed = remove.bind_digest(page).run(); !removed) {
            return removed;
        }
    }
    SqlStatement& add = database.prepare(
        "INSERT OR REPLACE INTO pending(page, feed, url, entry, stage, due, give_up, attempts,"
        " missing) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Pending& pending : changes.pending) {
        add.reset();
        add.bind_digest(pending.page)
            .bind_text(pending.feed.get())
            .bind_text(pending.url)
            .bind_text(pending.entry)
            .bind_integer(static_cast<std::int64_t>(pending.stage))
            .bind_instant(pending.due)
            .bind_instant(pending.give_up)
            .bind_integer(pending.attempts)
            .bind_integer(pending.missing ? 1 : 0);
        if (auto added = add.run(); !added) {
            return added;
        }
    }
    return {};
}

}  // namespace khabard
