#include "daemon/os/ledger_codec.h"
#include "daemon/os/ledger_rows.h"

#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

std::optional<std::uint32_t> optional_count(std::optional<std::int64_t> count) {
    return count ? std::optional(static_cast<std::uint32_t>(*count)) : std::nullopt;
}

constexpr const char* article_columns =
    "SELECT id, version, article_group, duplicate_of, copy_only, feed, source, content, spelling,"
    " headline, summary, body, representation, themes, topics, ever_topics, first_seen, retracted"
    " FROM articles WHERE id = ?";

Status load_article(Database& database, const ArticleId& id, Known& known) {
    if (known.articles.contains(id)) {
        return {};
    }
    SqlStatement& find = database.prepare(article_columns);
    const auto row = find.bind_text(id.get()).step();
    if (!row) {
        return row.error();
    }
    if (*row) {
        known.articles.emplace(id, article_of(find));
        find.reset();
    }
    return {};
}

Status load_keys(Database& database, const KnownQuery& query, Known& known) {
    SqlStatement& find = database.prepare("SELECT article FROM keys WHERE digest = ?");
    for (const Digest& digest : query.keys) {
        find.reset();
        const auto row = find.bind_digest(digest).step();
        if (!row) {
            return row.error();
        }
        if (*row) {
            known.by_key.emplace(digest, ArticleId{find.text(0)});
        }
    }
    find.reset();
    return {};
}

Status load_seen(Database& database, const KnownQuery& query, Known& known) {
    SqlStatement& find = database.prepare("SELECT raw FROM seen WHERE item = ?");
    for (const Digest& item : query.items) {
        find.reset();
        const auto row = find.bind_digest(item).step();
        if (!row) {
            return row.error();
        }
        if (*row) {
            known.seen.emplace(item, find.digest(0));
        }
    }
    find.reset();
    return {};
}

}  // namespace

KnownArticle article_of(const SqlStatement& row) {
    const std::string duplicate_of = row.text(3);
    return KnownArticle{.id = ArticleId{row.text(0)},
                        .version = Version{static_cast<std::uint32_t>(row.integer(1))},
                        .group = ArticleId{row.text(2)},
                        .duplicate_of = duplicate_of.empty()
                                            ? std::nullopt
                                            : std::optional<ArticleId>(ArticleId{duplicate_of}),
                        .copy_only = row.integer(4) != 0,
                        .feed = FeedId{row.text(5)},
                        .source_id = row.text(6),
                        .content = ContentHash{row.text(7)},
                        .spelling = static_cast<std::uint64_t>(row.integer(8)),
                        .headline = DisplayText::from_cleaned(row.text(9)),
                        .summary = DisplayText::from_cleaned(row.text(10)),
                        .body = DisplayText::from_cleaned(row.text(11)),
                        .representation = static_cast<Representation>(row.integer(12)),
                        .themes = split_lines(row.text(13)),
                        .topics = split_lines(row.text(14)),
                        .ever_topics = split_lines(row.text(15)),
                        .first_seen = row.instant(16),
                        .retracted = row.integer(17) != 0};
}

Result<std::string> read_meta_text(Database& database, const char* name) {
    SqlStatement& find = database.prepare("SELECT value FROM meta WHERE name = ?");
    const auto row = find.bind_text(name).step();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return Error{Fault::state, "state file", std::string("it lacks meta ") + name};
    }
    std::string value = find.text(0);
    find.reset();
    return value;
}

Result<std::uint64_t> read_meta_number(Database& database, const char* name) {
    SqlStatement& find = database.prepare("SELECT value FROM meta WHERE name = ?");
    const auto row = find.bind_text(name).step();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return Error{Fault::state, "state file", std::string("it lacks meta ") + name};
    }
    const auto value = static_cast<std::uint64_t>(find.integer(0));
    find.reset();
    return value;
}

Result<std::vector<FeedState>> read_feed_states(Database& database) {
    SqlStatement& rows = database.prepare(
        "SELECT id, etag, last_modified, body, due, interval, failures, last_cause, last_success,"
        " last_attempt, history, entries, entries_usual FROM feeds");
    std::vector<FeedState> states;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return states;
        }
        const bool has_body = !rows.text(3).empty();
        states.push_back(
            FeedState{.feed = FeedId{rows.text(0)},
                      .validators = Validators{rows.text(1), rows.text(2)},
                      .body = has_body ? std::optional<Digest>(rows.digest(3)) : std::nullopt,
                      .due = rows.instant(4),
                      .interval = std::chrono::milliseconds{rows.integer(5)},
                      .failures = static_cast<std::uint32_t>(rows.integer(6)),
                      .last_cause = rows.text(7),
                      .last_success = rows.optional_instant(8),
                      .last_attempt = rows.optional_instant(9),
                      .history = decode_history(rows.text(10)),
                      .entries = optional_count(rows.optional_integer(11)),
                      .entries_usual = optional_count(rows.optional_integer(12))});
    }
}

Result<Memory> read_memory(Database& database, const FeedId& feed) {
    Memory memory{.seen = {}, .body = std::nullopt};
    SqlStatement& marks = database.prepare(
        "SELECT item, raw FROM seen WHERE feed = ? AND gone IS NULL"
        " ORDER BY item LIMIT 20000");
    marks.bind_text(feed.get());
    for (;;) {
        const auto row = marks.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            break;
        }
        memory.seen.push_back(SeenMark{marks.digest(0), marks.digest(1)});
    }
    SqlStatement& body = database.prepare("SELECT body FROM feeds WHERE id = ?");
    const auto row = body.bind_text(feed.get()).step();
    if (!row) {
        return row.error();
    }
    if (*row && !body.text(0).empty()) {
        memory.body = body.digest(0);
    }
    body.reset();
    return memory;
}

Result<Known> read_known(Database& database, const KnownQuery& query) {
    Known known{};
    if (auto loaded = load_keys(database, query, known); !loaded) {
        return loaded.error();
    }
    if (auto loaded = load_seen(database, query, known); !loaded) {
        return loaded.error();
    }
    if (auto loaded = load_pages(database, query.pages, known.pages); !loaded) {
        return loaded.error();
    }
    for (const auto& [digest, id] : known.by_key) {
        if (auto loaded = load_article(database, id, known); !loaded) {
            return loaded.error();
        }
    }
    for (const ArticleId& id : query.ids) {
        if (auto loaded = load_article(database, id, known); !loaded) {
            return loaded.error();
        }
    }
    return known;
}

Result<std::vector<Digest>> read_digests(SqlStatement& rows) {
    std::vector<Digest> digests;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return digests;
        }
        digests.push_back(rows.digest(0));
    }
}

Result<std::vector<IndexedArticle>> read_indexed(Database& database, Instant since) {
    SqlStatement& rows = database.prepare(
        "SELECT id, article_group, source, first_seen, themes, fingerprint FROM articles"
        " WHERE indexed AND first_seen >= ? ORDER BY first_seen, id");
    rows.bind_instant(since);
    std::vector<IndexedArticle> articles;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return articles;
        }
        auto fingerprint = decode_fingerprint(rows.text(5));
        if (fingerprint) {
            articles.push_back(IndexedArticle{.id = ArticleId{rows.text(0)},
                                              .group = ArticleId{rows.text(1)},
                                              .source_id = rows.text(2),
                                              .first_seen = rows.instant(3),
                                              .themes = split_lines(rows.text(4)),
                                              .fingerprint = std::move(*fingerprint)});
        }
    }
}

Result<std::vector<OutboxRow>> read_outbox(Database& database, Sequence after,
                                           OutboxLimits limits) {
    SqlStatement& rows = database.prepare(
        "SELECT seq, key, topics, headers, payload, timestamp FROM outbox WHERE seq > ?"
        " ORDER BY seq LIMIT ?");
    rows.bind_integer(static_cast<std::int64_t>(after.get()))
        .bind_integer(static_cast<std::int64_t>(limits.rows_max));
    std::vector<OutboxRow> outbox;
    std::size_t bytes = 0;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return outbox;
        }
        std::string payload = rows.text(4);
        bytes += payload.size();
        if (!outbox.empty() && bytes > limits.bytes_max) {
            rows.reset();
            return outbox;
        }
        outbox.push_back(OutboxRow{Sequence{static_cast<std::uint64_t>(rows.integer(0))},
                                   Record{.topics = decode_topics(rows.text(2)),
                                          .key = rows.text(1),
                                          .headers = decode_headers(rows.text(3)),
                                          .payload = std::move(payload),
                                          .timestamp = rows.instant(5)}});
    }
}

Result<std::uint64_t> count_outbox(Database& database) {
    SqlStatement& count = database.prepare("SELECT count(*) FROM outbox");
    const auto row = count.step();
    if (!row) {
        return row.error();
    }
    const auto rows = static_cast<std::uint64_t>(count.integer(0));
    count.reset();
    return rows;
}

Result<std::optional<Instant>> read_oldest_outbox(Database& database) {
    SqlStatement& find = database.prepare("SELECT timestamp FROM outbox ORDER BY seq LIMIT 1");
    const auto row = find.step();
    if (!row) {
        return row.error();
    }
    const auto oldest = *row ? std::optional<Instant>(find.instant(0)) : std::nullopt;
    find.reset();
    return oldest;
}

namespace {

void put_in_tally(Tally& tally, const std::string& kind, const std::string& name,
                  std::uint64_t value) {
    for (std::size_t i = 0; kind == "outcome" && i < outcome_count; ++i) {
        if (name == outcome_name(static_cast<Outcome>(i))) {
            tally.outcomes[i] = value;
        }
    }
    for (std::size_t i = 0; kind == "reason" && i < reason_count; ++i) {
        if (name == reason_name(static_cast<Reason>(i))) {
            tally.reasons[i] = value;
        }
    }
    for (std::size_t i = 0; kind == "version" && i < version_cause_count; ++i) {
        if (name == version_cause_name(static_cast<VersionCause>(i))) {
            tally.versions[i] = value;
        }
    }
    if (kind == "retraction") {
        tally.retractions = value;
    }
}

}  // namespace

Result<Tally> read_tally(Database& database, const FeedId* feed) {
    SqlStatement& rows = database.prepare(
        "SELECT kind, name, sum(value) FROM tallies WHERE ?1 = '' OR feed = ?1 GROUP BY kind, "
        "name");
    rows.bind_text(feed != nullptr ? std::string_view(feed->get()) : std::string_view());
    Tally tally;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return tally;
        }
        put_in_tally(tally, rows.text(0), rows.text(1),
                     static_cast<std::uint64_t>(rows.integer(2)));
    }
}

Result<std::map<FeedId, Tally>> read_tallies(Database& database) {
    SqlStatement& rows = database.prepare("SELECT feed, kind, name, value FROM tallies");
    std::map<FeedId, Tally> tallies;
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return tallies;
        }
        put_in_tally(tallies[FeedId{rows.text(0)}], rows.text(1), rows.text(2),
                     static_cast<std::uint64_t>(rows.integer(3)));
    }
}

}  // namespace khabard
