#include "daemon/os/sqlite_ledger.h"

#include "daemon/base/check.h"
#include "daemon/base/fail_point.h"
#include "daemon/os/ledger_rows.h"
#include "daemon/os/ledger_schema.h"
#include "daemon/os/sqlite.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace khabard {
namespace {

class SqliteLedger final : public Ledger {
public:
    SqliteLedger(std::unique_ptr<Database> database, LedgerInfo info, std::uint64_t rows)
        : database_(std::move(database)),
          info_(std::move(info)),
          committed_(info_),
          rows_(rows),
          committed_rows_(rows),
          looked_at_(first_article_place) {}

    LedgerInfo info() const override { return info_; }

    Result<std::vector<FeedState>> feed_states() override { return read_feed_states(*database_); }
    Result<std::vector<HostRest>> host_rests() override { return read_host_rests(*database_); }
    Result<Memory> memory(const FeedId& feed) override { return read_memory(*database_, feed); }
    Result<Known> known(const KnownQuery& query) override { return read_known(*database_, query); }
    Result<std::vector<Pending>> pending() override { return read_pending(*database_); }
    Result<std::optional<Pending>> pending_page(const Digest& page) override {
        return read_page(*database_, page);
    }
    Result<std::vector<IndexedArticle>> indexed(Instant since) override {
        return read_indexed(*database_, since);
    }
    Result<StoredPage> stored(const StoredPlace& after, std::size_t rows_max) override {
        return read_stored(*database_, after, rows_max);
    }
    Result<std::optional<StoredArticle>> stored_article(const ArticleId& id) override {
        return read_stored_article(*database_, id);
    }
    Result<bool> spool_file_done(const FeedId& feed, const std::string& name) override {
        SqlStatement& find = database_->prepare("SELECT 1 FROM spool WHERE feed = ? AND name = ?");
        auto row = find.bind_text(feed.get()).bind_text(name).step();
        find.reset();  // a read that stays open keeps the log from being written back
        return row;
    }
    Result<std::vector<OutboxRow>> outbox(Sequence after, std::size_t rows_max,
                                          std::size_t bytes_max) override {
        return read_outbox(*database_, after, OutboxLimits{rows_max, bytes_max});
    }
    Result<OutboxSize> outbox_size() override {
        const auto oldest = read_oldest_outbox(*database_);
        return oldest ? Result<OutboxSize>(OutboxSize{rows_, *oldest}) : oldest.error();
    }
    Result<Tally> tally(const FeedId& feed) override { return read_tally(*database_, &feed); }
    Result<Tally> tally_total() override { return read_tally(*database_, nullptr); }
    Result<std::map<FeedId, Tally>> tallies() override { return read_tallies(*database_); }

    Status apply(const FeedId& feed, const Changes& changes) override;
    Status write_host_rests(const std::string& host, const std::vector<HostRest>& rests) override {
        const Status begun = begin();
        return begun ? khabard::write_host_rests(*database_, host, rests) : begun;
    }
    Status settle(Sequence through) override;
    Result<Generation> next_generation() override;
    Result<std::size_t> forget(Instant before, std::size_t rows_max) override;
    Status commit() override;
    Status backup(const std::string& path) override;
    void rollback() override;

private:
    Status begin();
    Status append(const Record& record);
    Status write_meta(const char* name, std::uint64_t value);

    std::unique_ptr<Database> database_;
    LedgerInfo info_;       // as reads see it
    LedgerInfo committed_;  // as the file has it
    // Rows of the outbox, in the same two views: counting them in the file reads all of them.
    std::uint64_t rows_;
    std::uint64_t committed_rows_;
    ArticlePlace looked_at_;  // by forget(): articles up to here
};

Status SqliteLedger::begin() {
    return database_->in_transaction() ? Status{} : database_->execute("BEGIN IMMEDIATE");
}

Status SqliteLedger::append(const Record& record) {
    const Sequence seq{info_.highest.get() + 1};
    Status added = write_outbox_row(*database_, OutboxRow{seq, record});
    if (added) {
        info_.highest = seq;
        ++rows_;
    }
    return added;
}

Status SqliteLedger::apply(const FeedId& feed, const Changes& changes) {
    if (auto begun = begin(); !begun) {
        return begun;
    }
    if (auto written = write_changes(*database_, feed, changes); !written) {
        return written;
    }
    for (const Record& record : changes.records) {
        if (auto added = append(record); !added) {
            return added;
        }
    }
    fail_point("ledger.apply.after");
    return {};
}

Status SqliteLedger::settle(Sequence through) {
    if (auto begun = begin(); !begun) {
        return begun;
    }
    SqlStatement& remove = database_->prepare("DELETE FROM outbox WHERE seq <= ?");
    remove.bind_integer(static_cast<std::int64_t>(through.get()));
    if (auto removed = remove.run(); !removed) {
        return removed;
    }
    rows_ -= database_->changed_rows();
    info_.settled = std::max(info_.settled, through);
    fail_point("ledger.settle.after");
    return {};
}

Status SqliteLedger::backup(const std::string& path) {
    check(!database_->in_transaction(), "a backup while something is uncommitted");
    return database_->prepare("VACUUM INTO ?").bind_text(path).run();
}

Result<Generation> SqliteLedger::next_generation() {
    if (auto begun = begin(); !begun) {
        return begun.error();
    }
    auto value = read_meta_number(*database_, "generation");
    if (!value) {
        return value.error();
    }
    const std::uint64_t next = *value + 1;
    if (auto written = write_meta("generation", next); !written) {
        return written.error();
    }
    return Generation{next};
}

Result<std::size_t> SqliteLedger::forget(Instant before, std::size_t rows_max) {
    const auto marks = read_gone_marks(*database_, before, rows_max);
    if (!marks) {
        return marks.error();
    }
    const auto articles = read_unshown_articles(*database_, before, looked_at_, rows_max);
    if (!articles) {
        return articles.error();
    }
    looked_at_ = articles->looked_at;
    const std::size_t forgotten = marks->size() + articles->ids.size();
    if (forgotten == 0) {
        return forgotten;
    }
    if (auto begun = begin(); !begun) {
        return begun.error();
    }
    if (auto removed = remove_marks(*database_, *marks); !removed) {
        return removed.error();
    }
    if (auto removed = remove_articles(*database_, articles->ids); !removed) {
        return removed.error();
    }
    return forgotten;
}

Status SqliteLedger::write_meta(const char* name, std::uint64_t value) {
    SqlStatement& write =
        database_->prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)");
    write.bind_text(name).bind_integer(static_cast<std::int64_t>(value));
    return write.run();
}

Status SqliteLedger::commit() {
    if (!database_->in_transaction()) {
        return {};
    }
    if (info_.highest != committed_.highest) {
        if (auto written = write_meta("highest", info_.highest.get()); !written) {
            return written;
        }
    }
    if (info_.settled != committed_.settled) {
        if (auto written = write_meta("settled", info_.settled.get()); !written) {
            return written;
        }
    }
    fail_point("ledger.commit.before");
    if (auto done = database_->execute("COMMIT"); !done) {
        return done;
    }
    committed_ = info_;
    committed_rows_ = rows_;
    fail_point("ledger.commit.after");
    return {};
}

void SqliteLedger::rollback() {
    if (database_->in_transaction()) {
        // A failed ROLLBACK leaves nothing to do: SQLite has rolled back by itself already.
        (void)database_->execute("ROLLBACK").ok();
    }
    info_ = committed_;
    rows_ = committed_rows_;
}

Status create(Database& database, const StateId& state_id) {
    const std::string meta = "INSERT INTO meta(name, value) VALUES('schema', " +
                             std::to_string(ledger_schema_version) + "), ('state_id', '" +
                             state_id.get() +
                             "'), ('highest', 0), ('settled', 0), "
                             "('generation', 0);";
    return database.execute("BEGIN IMMEDIATE;" + std::string(ledger_schema) + meta + "COMMIT;");
}

Result<bool> has_tables(Database& database) {
    return database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'").step();
}

// Brings an older layout up to ours, step by step; all of it happens or nothing.
Status bring_up_to_date(Database& database) {
    const auto found = read_meta_number(database, "schema");
    if (!found) {
        return {};  // load_info says what is wrong with it
    }
    const auto newest = static_cast<std::uint64_t>(ledger_schema_version);
    std::string steps;
    for (std::uint64_t version = *found; version < newest; ++version) {
        const char* step = ledger_step(version);
        if (step == nullptr) {
            return {};
        }
        steps += std::string(step) + ";";
    }
    if (steps.empty()) {
        return {};
    }
    Status done = database.execute("BEGIN IMMEDIATE;" + steps + "UPDATE meta SET value = " +
                                   std::to_string(newest) + " WHERE name = 'schema';COMMIT;");
    if (!done && database.in_transaction()) {
        (void)database.execute("ROLLBACK").ok();
    }
    return done;
}

Result<LedgerInfo> load_info(Database& database) {
    const auto schema = read_meta_number(database, "schema");
    const auto highest = read_meta_number(database, "highest");
    const auto settled = read_meta_number(database, "settled");
    const auto state_id = read_meta_text(database, "state_id");
    if (!schema || !highest || !settled || !state_id) {
        return Error{Fault::state, "state file", "it is damaged: its meta table cannot be read"};
    }
    if (*schema != static_cast<std::uint64_t>(ledger_schema_version)) {
        return Error{Fault::state, "state file",
                     "it has layout " + std::to_string(*schema) + ", this khabard reads layout " +
                         std::to_string(ledger_schema_version)};
    }
    return LedgerInfo{StateId{*state_id}, Sequence{*highest}, Sequence{*settled}};
}

Status check_integrity(Database& database) {
    SqlStatement& quick = database.prepare("PRAGMA quick_check(1)");
    const auto row = quick.step();
    if (!row) {
        return row.error();
    }
    const std::string answer = *row ? quick.text(0) : "no answer";
    quick.reset();
    if (answer != "ok") {
        return Error{Fault::state, "state file", "it is damaged: " + answer};
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const SqliteLedgerOptions& options) {
    auto opened = Database::open({options.path, options.vfs_name});
    if (!opened) {
        return opened.error();
    }
    std::unique_ptr<Database> database = std::move(*opened);
    const auto exists = has_tables(*database);
    if (!exists) {
        return Error{Fault::state, options.path, exists.error().what};
    }
    database->prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'");  // resets the read
    if (!*exists) {
        if (auto created = create(*database, options.new_state_id); !created) {
            return Error{Fault::state, options.path, created.error().what};
        }
    }
    if (auto sound = check_integrity(*database); !sound) {
        return Error{Fault::state, options.path, sound.error().what};
    }
    if (auto current = bring_up_to_date(*database); !current) {
        return Error{Fault::state, options.path, current.error().what};
    }
    auto info = load_info(*database);
    if (!info) {
        return Error{Fault::state, options.path, info.error().what};
    }
    const auto rows = count_outbox(*database);
    if (!rows) {
        return Error{Fault::state, options.path, rows.error().what};
    }
    return std::unique_ptr<Ledger>(new SqliteLedger(std::move(database), *info, *rows));
}

}  // namespace khabard
