#include "daemon/os/ledger_codec.h"
#include "daemon/os/ledger_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

namespace khabard {
namespace {

Status write_feed(Database& database, const FeedState& state) {
    SqlStatement& write = database.prepare(
        "INSERT OR REPLACE INTO feeds(id, etag, last_modified, due, interval, failures,"
        " last_cause, last_success, last_attempt, history, entries, entries_usual, body)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    write.bind_text(state.feed.get())
        .bind_text(state.validators.etag)
        .bind_text(state.validators.last_modified)
        .bind_instant(state.due)
        .bind_integer(state.interval.count())
        .bind_integer(state.failures)
        .bind_text(state.last_cause)
        .bind_instant(state.last_success)
        .bind_instant(state.last_attempt)
        .bind_text(encode_history(state.history))
        .bind_optional(state.entries)
        .bind_optional(state.entries_usual);
    if (state.body) {
        write.bind_digest(*state.body);
    } else {
        write.bind_optional(std::nullopt);
    }
    return write.run();
}

Status write_article(Database& database, const ArticleChange& change) {
    const KnownArticle& article = change.article;
    SqlStatement& write = database.prepare(
        "INSERT OR REPLACE INTO articles(id, version, article_group, duplicate_of, copy_only, feed,"
        " source, content, spelling, headline, summary, body, representation, themes, topics,"
        " ever_topics, first_seen, retracted, indexed, fingerprint, item, details)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    write.bind_text(article.id.get())
        .bind_integer(article.version.get())
        .bind_text(article.group.get())
        .bind_text(article.duplicate_of ? article.duplicate_of->get() : std::string())
        .bind_integer(article.copy_only ? 1 : 0)
        .bind_text(article.feed.get())
        .bind_text(article.source_id)
        .bind_text(article.content.get())
        .bind_integer(static_cast<std::int64_t>(article.spelling))
        .bind_text(article.headline.str())
        .bind_text(article.summary.str())
        .bind_text(article.body.str())
        .bind_integer(static_cast<std::int64_t>(article.representation))
        .bind_text(join_lines(article.themes))
        .bind_text(join_lines(article.topics))
        .bind_text(join_lines(article.ever_topics))
        .bind_instant(article.first_seen)
        .bind_integer(article.retracted ? 1 : 0)
        .bind_integer(change.indexed ? 1 : 0)
        .bind_blob(encode_fingerprint(change.fingerprint))
        .bind_digest(change.item)
        .bind_text(change.details);
    if (auto written = write.run(); !written) {
        return written;
    }
    SqlStatement& first =
        database.prepare("INSERT OR IGNORE INTO keys(digest, article) VALUES(?, ?)");
    // A guid that the publisher used again leads to the newer article from now on.
    SqlStatement& last =
        database.prepare("INSERT OR REPLACE INTO keys(digest, article) VALUES(?, ?)");
    for (const IdentityKey& identity : change.keys) {
        SqlStatement& key = identity.kind == KeyKind::guid ? last : first;
        key.reset();
        key.bind_digest(identity.digest).bind_text(article.id.get());
        if (auto written = key.run(); !written) {
            return written;
        }
    }
    return {};
}

Status write_seen(Database& database, const FeedId& feed, const Changes& changes) {
    SqlStatement& write =
        database.prepare("INSERT OR REPLACE INTO seen(item, raw, feed, gone) VALUES(?, ?, ?, ?)");
    for (const SeenMark& mark : changes.seen) {
        write.reset();
        write.bind_digest(mark.item)
            .bind_digest(mark.raw)
            .bind_text(feed.get())
            .bind_instant(changes.shown_once);
        if (auto written = write.run(); !written) {
            return written;
        }
    }
    return {};
}

Result<std::vector<Digest>> shown_marks(Database& database, const FeedId& feed) {
    SqlStatement& rows =
        database.prepare("SELECT item FROM seen WHERE feed = ? AND gone IS NULL ORDER BY item");
    rows.bind_text(feed.get());
    return read_digests(rows);
}

Status write_gone(Database& database, const std::vector<Digest>& items,
                  const std::optional<Instant>& gone) {
    SqlStatement& write = database.prepare("UPDATE seen SET gone = ? WHERE item = ?");
    for (const Digest& item : items) {
        write.reset();
        if (auto written = write.bind_instant(gone).bind_digest(item).run(); !written) {
            return written;
        }
    }
    return {};
}

// Marks change only for entries that come and go, so that a feed that shows the same costs no
// write.
Status write_shown(Database& database, const FeedId& feed, const Shown& shown) {
    const auto before = shown_marks(database, feed);
    if (!before) {
        return before.error();
    }
    std::vector<Digest> gone;
    std::set_difference(before->begin(), before->end(), shown.items.begin(), shown.items.end(),
                        std::back_inserter(gone));
    std::vector<Digest> back;
    std::set_difference(shown.items.begin(), shown.items.end(), before->begin(), before->end(),
                        std::back_inserter(back));
    if (auto written = write_gone(database, gone, shown.at); !written) {
        return written;
    }
    return write_gone(database, back, std::nullopt);
}

Status write_spool(Database& database, const FeedId& feed, const std::vector<std::string>& names) {
    SqlStatement& add = database.prepare("INSERT OR IGNORE INTO spool(feed, name) VALUES(?, ?)");
    for (const std::string& name : names) {
        add.reset();
        if (auto added = add.bind_text(feed.get()).bind_text(name).run(); !added) {
            return added;
        }
    }
    return {};
}

Status add_tally(Database& database, const FeedId& feed, const char* kind, const char* name,
                 std::uint64_t value) {
    if (value == 0) {
        return {};
    }
    SqlStatement& add = database.prepare(
        "INSERT INTO tallies(feed, kind, name, value) VALUES(?, ?, ?, ?)"
        " ON CONFLICT(feed, kind, name) DO UPDATE SET value = value + excluded.value");
    add.bind_text(feed.get())
        .bind_text(kind)
        .bind_text(name)
        .bind_integer(static_cast<std::int64_t>(value));
    return add.run();
}

Status write_tally(Database& database, const FeedId& feed, const Tally& tally) {
    for (std::size_t i = 0; i < outcome_count; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        // What left is taken off: a negative number, in the two's complement that the ledger keeps.
        const std::uint64_t left = outcome == Outcome::pending ? tally.left_pending : 0;
        const std::uint64_t count = tally.outcomes[i] - left;
        if (auto added = add_tally(database, feed, "outcome", outcome_name(outcome), count);
            !added) {
            return added;
        }
    }
    for (std::size_t i = 0; i < reason_count; ++i) {
        const char* name = reason_name(static_cast<Reason>(i));
        if (auto added = add_tally(database, feed, "reason", name, tally.reasons[i]); !added) {
            return added;
        }
    }
    for (std::size_t i = 0; i < version_cause_count; ++i) {
        const char* name = version_cause_name(static_cast<VersionCause>(i));
        if (auto added = add_tally(database, feed, "version", name, tally.versions[i]); !added) {
            return added;
        }
    }
    return add_tally(database, feed, "retraction", "retraction", tally.retractions);
}

}  // namespace

Status write_changes(Database& database, const FeedId& feed, const Changes& changes) {
    if (changes.feed) {
        if (auto written = write_feed(database, *changes.feed); !written) {
            return written;
        }
    }
    for (const ArticleChange& change : changes.articles) {
        if (auto written = write_article(database, change); !written) {
            return written;
        }
    }
    if (auto written = write_seen(database, feed, changes); !written) {
        return written;
    }
    if (changes.shown) {
        if (auto written = write_shown(database, feed, *changes.shown); !written) {
            return written;
        }
    }
    if (auto written = write_pages(database, changes); !written) {
        return written;
    }
    if (auto written = write_spool(database, feed, changes.spool_done); !written) {
        return written;
    }
    return write_tally(database, feed, changes.tally);
}

Status write_outbox_row(Database& database, const OutboxRow& row) {
    SqlStatement& add = database.prepare(
        "INSERT INTO outbox(seq, key, topics, headers, payload, timestamp)"
        " VALUES(?, ?, ?, ?, ?, ?)");
    add.bind_integer(static_cast<std::int64_t>(row.seq.get()))
        .bind_text(row.record.key)
        .bind_blob(encode_topics(row.record.topics))
        .bind_blob(encode_headers(row.record.headers))
        .bind_blob(row.record.payload)
        .bind_instant(row.record.timestamp);
    return add.run();
}

}  // namespace khabard
