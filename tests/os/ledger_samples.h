#pragma once

// States, articles and whole units of work for the tests of the ledger.

#include "daemon/base/check.h"
#include "daemon/os/sqlite_ledger.h"
#include "tests/stages/samples.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace khabard {

inline const StateId sample_state_id{"0123456789abcdef0123456789abcdef"};

inline Instant sample_time(int seconds) {
    return *parse_rfc3339("2026-01-31T10:00:00Z") + std::chrono::seconds{seconds};
}

inline FeedHistory sample_history(int seconds) {
    return FeedHistory{.health = FeedCondition::blocked,
                       .health_since = sample_time(seconds - 500),
                       .alarm = true,
                       .last_outcome = "forbidden",
                       .outcome_since = sample_time(seconds - 400),
                       .overloads = 2,
                       .clean_polls = 1,
                       .quick_retry = true,
                       .not_modified = 17,
                       .asked_whole = sample_time(seconds - 300),
                       .last_fresh = sample_time(seconds - 200),
                       .lies = 1,
                       .validators_off_until = sample_time(seconds + 5000),
                       .moved_to = "https://outlet.example/\"quoted\"/خبر",
                       .moved_since = sample_time(seconds - 100),
                       .moved_polls = 2,
                       .address = "https://outlet.example/feed",
                       .url = Digest{0xffffffffffffffff, 7},
                       .first_polled = sample_time(-1000),
                       .counted_since = sample_time(-2000),
                       .week = std::string(100, '\0') + std::string(68, '\xfe'),
                       .is_sitemap = true,
                       .is_index = true};
}

inline FeedState sample_state(const std::string& feed, int seconds) {
    return FeedState{.feed = FeedId{feed},
                     .validators = Validators{"W/\"" + std::to_string(seconds) + "\"",
                                              "Sat, 31 Jan 2026 10:00:00 GMT"},
                     .body = Digest{0x0102030405060708, std::uint64_t(seconds)},
                     .due = sample_time(seconds + 900),
                     .interval = std::chrono::minutes{15},
                     .failures = 3,
                     .last_cause = "timeout: nothing came",
                     .last_success = sample_time(seconds - 60),
                     .last_attempt = sample_time(seconds),
                     .history = sample_history(seconds),
                     .entries = std::uint32_t(seconds),
                     .entries_usual = 40};
}

inline Digest sample_digest(int number) {
    return Digest{0xfedcba9876543210, std::uint64_t(number)};
}

inline ArticleChange sample_article_change(int number) {
    const std::string text = std::to_string(number);
    Candidate candidate = sample_candidate({.url = "https://outlet.example/" + text,
                                            .headline = "عنوان الخبر رقم " + text,
                                            .body = sample_words(number * 100, 60)});
    return ArticleChange{
        .article =
            KnownArticle{.id = candidate.keys.new_id,
                         .version = Version{std::uint32_t(number % 7 + 1)},
                         .group = candidate.keys.content_id,
                         .duplicate_of = number % 2 == 0 ? std::optional(candidate.keys.content_id)
                                                         : std::nullopt,
                         .copy_only = number % 3 == 0,
                         .feed = FeedId{"feed"},
                         .source_id = "outlet.example",
                         .content = candidate.fingerprint.content,
                         .spelling = 0xffffffffffffff00 + std::uint64_t(number % 9),
                         .headline = candidate.article.headline,
                         .summary = DisplayText::from_cleaned("موجز"),
                         .body = candidate.article.body,
                         .representation = Representation::partial,
                         .themes = {"energy-ceasefire", "territory"},
                         .topics = {"news.ar.energy-ceasefire", "news.ar.territory"},
                         .ever_topics = {"news.ar.territory", "news.ar.unthemed"},
                         .first_seen = sample_time(number),
                         .retracted = number % 5 == 0},
        .item = sample_digest(number),
        .keys = candidate.keys.keys,
        .fingerprint = candidate.fingerprint,
        .indexed = number % 3 != 0,
        .details = "{\"n\":" + text + "}"};
}

inline Record sample_record(int number) {
    return Record{.topics = {{"news.ar.territory", "territory"}, {"news.ar.unthemed", ""}},
                  .key = "key-" + std::to_string(number),
                  .headers = {{"ce_id", "x." + std::to_string(number)}, {"empty", ""}},
                  .payload = "{\"n\":" + std::to_string(number) + "}" + std::string(1, '\0') + "\n",
                  .timestamp = sample_time(number)};
}

// One unit: a poll that brought article `number` and a record of it.
inline Changes sample_changes(int number) {
    Changes changes{};
    changes.feed = sample_state("feed", number);
    changes.seen = {SeenMark{sample_digest(number), Digest{7, 7}}};
    changes.articles = {sample_article_change(number)};
    changes.records = {sample_record(number)};
    changes.spool_done = {"file-" + std::to_string(number)};
    changes.tally.count(Outcome::created);
    changes.tally.count(Outcome::skipped, Reason::too_old);
    return changes;
}

inline std::unique_ptr<Ledger> open_ledger(const std::string& path,
                                           const std::string& vfs_name = {}) {
    auto ledger =
        open_sqlite_ledger({.path = path, .vfs_name = vfs_name, .new_state_id = sample_state_id});
    check(ledger.ok(), ledger ? "" : ledger.error().what.c_str());
    return std::move(*ledger);
}

// What the ledger says of everything that sample_changes(1..last) may have written.
inline std::string contents(Ledger& ledger, int last) {
    std::string text = "highest " + std::to_string(ledger.info().highest.get()) + " settled " +
                       std::to_string(ledger.info().settled.get()) + "\n";
    const auto states = *ledger.feed_states();
    for (const FeedState& state : states) {
        text +=
            state.feed.get() + " " + state.validators.etag + " " + format_rfc3339(state.due) + "\n";
    }
    const Memory memory = *ledger.memory(FeedId{"feed"});
    for (const SeenMark& mark : memory.seen) {
        text += "seen " + std::to_string(mark.item.low) + "\n";
    }
    const auto rows = *ledger.outbox(Sequence{0}, 1000, 1U << 30U);
    for (const OutboxRow& row : rows) {
        text += "row " + std::to_string(row.seq.get()) + " " + row.record.key + "\n";
    }
    text += "rows " + std::to_string(ledger.outbox_size()->rows) + "\n";
    KnownQuery query{};
    for (int number = 1; number <= last; ++number) {
        const ArticleChange change = sample_article_change(number);
        query.ids.push_back(change.article.id);
        query.keys.push_back(change.keys.front().digest);
        const std::string file = "file-" + std::to_string(number);
        text += *ledger.spool_file_done(FeedId{"feed"}, file) ? file + "\n" : "";
    }
    const Known known = *ledger.known(query);
    for (const auto& [id, article] : known.articles) {
        text += "article " + id.get() + " " + article.headline.str() + "\n";
    }
    text += "keys " + std::to_string(known.by_key.size()) + "\n";
    text += "read " + std::to_string(ledger.tally_total()->items_read()) + "\n";
    return text;
}

}  // namespace khabard
