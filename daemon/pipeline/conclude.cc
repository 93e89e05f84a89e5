#include "daemon/pipeline/conclude.h"

#include "daemon/stages/decide.h"
#include "daemon/stages/details.h"
#include "daemon/stages/encode.h"

#include <set>
#include <utility>

namespace khabard {
namespace {

// Everything that one document's conclusion carries along.
struct Turn {
    const Prepared& prepared;
    Known known;
    NearIndex& index;
    const ConcludeContext& context;
    Concluded done;
};

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

void carry_out(Turn& turn, const Candidate& candidate, const Verdict& verdict, const Digest& item) {
    const DecideContext context = decide_context(turn.context);
    ArticleChange change{
        .article = remember(candidate, verdict, turn.known, context),
        .item = item,
        .keys = candidate.keys.keys,
        .fingerprint = candidate.fingerprint,
        .indexed = !verdict.copy_only,
        .details = encode_details(candidate.article, turn.prepared.provenance, turn.context.feed)};
    learn(turn, change);
    turn.done.changes.articles.push_back(std::move(change));
    if (!verdict.publish_to.empty()) {
        turn.done.changes.records.push_back(
            encode(candidate, verdict, turn.prepared.provenance, encode_context(turn.context)));
    }
}

void conclude_article(Turn& turn, const PreparedArticle& prepared, const Digest& item) {
    if (prepared.reason != Reason::none) {
        end(turn, Outcome::skipped, prepared.reason, {});
        return;
    }
    const Candidate& candidate = prepared.candidate;
    const Verdict verdict = decide(candidate, turn.known, turn.index, decide_context(turn.context));
    turn.done.changes.tally.count(verdict.outcome, verdict.reason);
    turn.done.ended.push_back(Ended{.outcome = verdict.outcome,
                                    .reason = verdict.reason,
                                    .headline = candidate.article.headline.str(),
                                    .themes = verdict.themes,
                                    .topics = verdict.topics,
                                    .cleaned = rules_that_cleaned(candidate.article),
                                    .what = {},
                                    .recorded = !verdict.publish_to.empty(),
                                    .stated = stated_time(candidate.article, verdict)});
    if (verdict.outcome != Outcome::repeat) {
        carry_out(turn, candidate, verdict, item);
    }
}

bool is_unreadable(Reason reason) {
    return reason == Reason::unreadable || reason == Reason::undecodable ||
           reason == Reason::too_large;
}

void conclude_item(Turn& turn, const PreparedItem& item) {
    const auto seen = turn.known.seen.find(item.mark.item);
    if (seen != turn.known.seen.end() && seen->second == item.mark.raw) {
        turn.done.changes.tally.count(Outcome::repeat);
        return;
    }
    turn.known.seen.insert_or_assign(item.mark.item, item.mark.raw);
    turn.done.changes.seen.push_back(item.mark);
    if (item.articles.empty()) {
        if (is_unreadable(item.reason)) {
            turn.done.rejected.push_back({item.mark.item, item.reason, item.what, item.excerpt});
        }
        end(turn, is_unreadable(item.reason) ? Outcome::rejected : Outcome::skipped, item.reason,
            item.what);
        return;
    }
    for (const PreparedArticle& article : item.articles) {
        conclude_article(turn, article, item.mark.item);
    }
}

}  // namespace

KnownQuery questions(const Prepared& prepared) {
    KnownQuery query{};
    for (const PreparedItem& item : prepared.items) {
        query.items.push_back(item.mark.item);
        for (const PreparedArticle& article : item.articles) {
            for (const IdentityKey& key : article.candidate.keys.keys) {
                query.keys.push_back(key.digest);
            }
            query.ids.push_back(article.candidate.keys.new_id);
        }
    }
    return query;
}

Concluded conclude(const Prepared& prepared, Known known, NearIndex& index,
                   const ConcludeContext& context) {
    Turn turn{.prepared = prepared,
              .known = std::move(known),
              .index = index,
              .context = context,
              .done = Concluded{.changes = {}, .ended = {}}};
    for (std::uint64_t i = 0; i < prepared.repeats; ++i) {
        turn.done.changes.tally.count(Outcome::repeat);
    }
    for (const PreparedItem& item : prepared.items) {
        conclude_item(turn, item);
    }
    return std::move(turn.done);
}

}  // namespace khabard
