#include "daemon/pipeline/conclude.h"

#include "daemon/pipeline/turn.h"
#include "daemon/stages/decide.h"
#include "daemon/stages/details.h"
#include "daemon/stages/encode.h"

#include <set>
#include <utility>

namespace khabard {
namespace {

DecideContext decide_context(const ConcludeContext& context) {
    return DecideContext{.feed = context.feed.id,
                         .now = context.now,
                         .publish_minor = context.rules.publish_minor,
                         .topics = context.rules.topics,
                         .aliases = context.rules.aliases};
}

EncodeContext encode_context(const ConcludeContext& context) {
    return EncodeContext{.feed = context.feed,
                         .topics = context.rules.topics,
                         .limits = context.rules.limits,
                         .ruleset = context.rules.ruleset,
                         .generation = context.rules.generation,
                         .instance = context.rules.instance,
                         .now = context.now};
}

std::vector<std::string> rules_that_cleaned(const Article& article) {
    std::set<std::string> rules;
    for (const Edit& edit : article.edits) {
        rules.insert(edit.rule);
    }
    return {rules.begin(), rules.end()};
}

std::optional<Instant> stated_time(const Article& article, const Verdict& verdict) {
    const auto& published = article.published;
    const bool told = published && verdict.version == Version{1} &&
                      published->date.precision != DatePrecision::day && !published->date.relative;
    return told ? std::optional<Instant>(published->date.at) : std::nullopt;
}

// Later articles of the same document must find this one.
void learn(Turn& turn, const ArticleChange& change) {
    const KnownArticle& article = change.article;
    for (const IdentityKey& key : change.keys) {
        if (key.kind == KeyKind::guid) {
            turn.known.by_key.insert_or_assign(key.digest, article.id);
        } else {
            turn.known.by_key.emplace(key.digest, article.id);
        }
    }
    turn.known.articles.insert_or_assign(article.id, article);
    if (change.indexed) {
        turn.index.add(IndexedArticle{.id = article.id,
                                      .group = article.group,
                                      .source_id = article.source_id,
                                      .first_seen = article.first_seen,
                                      .themes = article.themes,
                                      .fingerprint = change.fingerprint});
    }
}

bool is_of_feed(const Turn& turn, const ArticleId& id) {
    const auto article = turn.known.articles.find(id);
    return article != turn.known.articles.end() && article->second.feed == turn.context.feed.id;
}

// Whatever waited for its page, or is out, under these keys.
void conclude_withdrawn(Turn& turn, const std::vector<IdentityKey>& keys, const char* why) {
    if (drop_waiting(turn, keys) || !take_back(turn, keys, why)) {
        end(turn, Outcome::skipped, Reason::withdrawn, {});
    }
}

void conclude_article(Turn& turn, const PreparedItem& item, const PreparedArticle& prepared) {
    const Candidate& candidate = prepared.candidate;
    if (prepared.reason == Reason::withdrawn) {
        conclude_withdrawn(turn, candidate.keys.keys, "its feed says that it is withdrawn");
        return;
    }
    if (prepared.reason != Reason::none) {
        end(turn, Outcome::skipped, prepared.reason, {});
        return;
    }
    const Verdict verdict = judge(turn, candidate);
    if (waits_for_page(turn, item, &candidate, &verdict)) {
        return;
    }
    turn.done.changes.tally.count(verdict.outcome, verdict.reason);
    turn.done.ended.push_back(ended_of(candidate, verdict));
    if (verdict.outcome != Outcome::repeat) {
        carry_out(turn, candidate, verdict, item.mark.item);
    } else if (!turn.entry_known && !candidate.article.guid.empty() &&
               is_of_feed(turn, verdict.id)) {
        ++turn.done.renamed;
    }
    note_for_page(turn, item, candidate, verdict);
}

void ask_for(KnownQuery& query, const std::vector<IdentityKey>& keys) {
    for (const IdentityKey& key : keys) {
        query.keys.push_back(key.digest);
        if (key.kind == KeyKind::url) {
            query.pages.push_back(key.digest);
        }
    }
}

bool is_unreadable(Reason reason) {
    return reason == Reason::unreadable || reason == Reason::undecodable ||
           reason == Reason::too_large;
}

// An entry that states no text: a page may have it.
void conclude_textless(Turn& turn, const PreparedItem& item) {
    const std::size_t left_out = turn.done.pages_left_out;
    if (item.reason == Reason::withdrawn) {
        conclude_withdrawn(turn, item.withdrawn, "its feed shows a deleted entry");
    } else if (waits_for_page(turn, item, nullptr, nullptr)) {
        return;
    } else if (turn.done.pages_left_out > left_out) {
        // Nothing but its page says what it is: it was not read, and is new with the next poll.
        turn.done.changes.seen.pop_back();
        turn.known.seen.erase(item.mark.item);
        ++turn.done.addresses_left;
    } else {
        if (is_unreadable(item.reason)) {
            turn.done.rejected.push_back({item.mark.item, item.reason, item.what, item.excerpt});
        }
        end(turn, is_unreadable(item.reason) ? Outcome::rejected : Outcome::skipped, item.reason,
            item.what);
    }
}

void conclude_item(Turn& turn, const PreparedItem& item) {
    const auto seen = turn.known.seen.find(item.mark.item);
    turn.entry_known = seen != turn.known.seen.end();
    if (turn.entry_known && seen->second == item.mark.raw) {
        turn.done.changes.tally.count(Outcome::repeat);
        return;
    }
    turn.known.seen.insert_or_assign(item.mark.item, item.mark.raw);
    turn.done.changes.seen.push_back(item.mark);
    if (item.articles.empty()) {
        conclude_textless(turn, item);
        return;
    }
    for (const PreparedArticle& article : item.articles) {
        conclude_article(turn, item, article);
    }
}

}  // namespace

Turn begin_turn(const Prepared& prepared, Known known, NearIndex& index,
                const ConcludeContext& context) {
    return Turn{.prepared = prepared,
                .known = std::move(known),
                .index = index,
                .context = context,
                .room = context.pages ? context.pages->room : 0,
                .done = Concluded{.changes = {}, .ended = {}, .taken_back = {}}};
}

void end(Turn& turn, Outcome outcome, Reason reason, std::string what) {
    turn.done.changes.tally.count(outcome, reason);
    turn.done.ended.push_back(Ended{.outcome = outcome,
                                    .reason = reason,
                                    .headline = {},
                                    .themes = {},
                                    .topics = {},
                                    .cleaned = {},
                                    .what = std::move(what),
                                    .recorded = false,
                                    .stated = std::nullopt});
}

Verdict judge(Turn& turn, const Candidate& candidate) {
    return decide(candidate, turn.known, turn.index, decide_context(turn.context));
}

Ended ended_of(const Candidate& candidate, const Verdict& verdict) {
    return Ended{.outcome = verdict.outcome,
                 .reason = verdict.reason,
                 .headline = candidate.article.headline.str(),
                 .themes = verdict.themes,
                 .topics = verdict.topics,
                 .cleaned = rules_that_cleaned(candidate.article),
                 .what = {},
                 .recorded = !verdict.publish_to.empty(),
                 .stated = stated_time(candidate.article, verdict)};
}

void carry_out(Turn& turn, const Candidate& candidate, const Verdict& verdict, const Digest& item) {
    const DecideContext context = decide_context(turn.context);
    ArticleChange change{
        .article = remember(candidate, verdict, turn.known, context),
        .item = item,
        .keys = candidate.keys.keys,
        .fingerprint = candidate.fingerprint,
        .indexed = !verdict.copy_only,
        .details = encode_details(candidate.article, turn.prepared.provenance, turn.context.feed)};
    if (candidate.keys.named) {
        change.keys.push_back(*candidate.keys.named);
    }
    learn(turn, change);
    turn.done.changes.articles.push_back(std::move(change));
    if (!verdict.publish_to.empty()) {
        turn.done.changes.records.push_back(
            encode(candidate, verdict, turn.prepared.provenance, encode_context(turn.context)));
    }
}

// Only who brought the article may take it back: its feed, or another one of the same outlet.
bool take_back(Turn& turn, const std::vector<IdentityKey>& keys, const std::string& why) {
    const Feed& feed = turn.context.feed;
    for (const IdentityKey& key : keys) {
        const auto id = turn.known.by_key.find(key.digest);
        if (key.kind == KeyKind::content || id == turn.known.by_key.end()) {
            continue;
        }
        const auto found = turn.known.articles.find(id->second);
        if (found == turn.known.articles.end()) {
            continue;
        }
        KnownArticle& article = found->second;
        if (article.feed != feed.id && article.source_id != feed.source.domain) {
            continue;
        }
        if (!article.retracted) {
            article.retracted = true;
            turn.done.taken_back.push_back(TakenBack{article.id, why});
        }
        return true;
    }
    return false;
}

KnownQuery questions(const Prepared& prepared) {
    KnownQuery query{};
    for (const PreparedItem& item : prepared.items) {
        query.items.push_back(item.mark.item);
        for (const PreparedArticle& article : item.articles) {
            ask_for(query, article.candidate.keys.keys);
            if (article.candidate.keys.named) {
                query.keys.push_back(article.candidate.keys.named->digest);
            }
            query.ids.push_back(article.candidate.keys.new_id);
        }
        ask_for(query, item.withdrawn);
        if (item.page) {
            query.keys.push_back(item.page->page);
            query.pages.push_back(item.page->page);
        }
    }
    return query;
}

Concluded conclude(const Prepared& prepared, Known known, NearIndex& index,
                   const ConcludeContext& context) {
    Turn turn = begin_turn(prepared, std::move(known), index, context);
    for (std::uint64_t i = 0; i < prepared.repeats; ++i) {
        turn.done.changes.tally.count(Outcome::repeat);
    }
    for (const PreparedItem& item : prepared.items) {
        conclude_item(turn, item);
    }
    return std::move(turn.done);
}

}  // namespace khabard
