// Entries that wait for their pages: which do, and what becomes of them. See page_work.h for their
// life.

#include "daemon/base/check.h"
#include "daemon/pipeline/page_work.h"
#include "daemon/pipeline/turn.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

// The last word on a page counts.
void put(Turn& turn, Pending row) {
    Changes& changes = turn.done.changes;
    std::erase_if(changes.pending, [&](const Pending& one) { return one.page == row.page; });
    turn.known.pages.insert_or_assign(row.page, row);
    changes.pending.push_back(std::move(row));
}

void remove(Turn& turn, const Digest& page) {
    Changes& changes = turn.done.changes;
    std::erase_if(changes.pending, [&](const Pending& one) { return one.page == page; });
    turn.known.pages.erase(page);
    changes.pending_done.push_back(page);
}

PageStart start_of(const Turn& turn, const PageWanted& wanted) {
    return PageStart{wanted.page, turn.context.feed.id, wanted.url, wanted.entry};
}

bool is_first(Outcome outcome) {
    return outcome == Outcome::created || outcome == Outcome::unthemed ||
           outcome == Outcome::duplicate;
}

bool is_new(const Turn& turn, const PreparedItem& item, const Verdict* verdict) {
    if (verdict == nullptr) {
        return !turn.known.by_key.contains(item.page->page);
    }
    return is_first(verdict->outcome);
}

const KnownArticle* article_under(const Turn& turn, const Digest& key) {
    const auto id = turn.known.by_key.find(key);
    const auto article = id == turn.known.by_key.end() ? turn.known.articles.end()
                                                       : turn.known.articles.find(id->second);
    return article == turn.known.articles.end() ? nullptr : &article->second;
}

// Under which address an entry could be waiting.
std::optional<Digest> page_key(const PreparedItem& item, const Candidate& candidate) {
    if (item.page) {
        return item.page->page;
    }
    const auto& keys = candidate.keys.keys;
    const auto found = std::find_if(
        keys.begin(), keys.end(), [](const IdentityKey& key) { return key.kind == KeyKind::url; });
    return found == keys.end() ? std::nullopt : std::optional(found->digest);
}

// An entry says something else of an article whose text came from its page: the page is asked
// again, soon where what can be read has changed, else a little later (feeds that date their
// entries anew with every answer would have all pages fetched with every poll).
bool ask_for_change(Turn& turn, const PreparedItem& item, const Candidate* candidate) {
    const KnownArticle* known = article_under(turn, item.page->page);
    if (known == nullptr || known->retracted || known->feed != turn.context.feed.id ||
        known->representation != Representation::full) {
        return false;
    }
    const bool reads_otherwise =
        candidate != nullptr && (candidate->article.headline.str() != known->headline.str() ||
                                 candidate->article.summary.str() != known->summary.str());
    if (!reads_otherwise && !turn.entry_known) {
        return false;
    }
    const PageTimes& times = turn.context.pages->times;
    const Instant due = reads_otherwise ? turn.context.now : turn.context.now + times.quiet_change;
    put(turn, ask_for_change(start_of(turn, *item.page), due, times));
    return true;
}

// The page was read: what it says of an article that is out already, or of an address that left as
// an item without text because its page was late.
void conclude_again(Turn& turn, const PreparedItem& item, VersionCause cause) {
    for (const PreparedArticle& article : item.articles) {
        const Candidate& candidate = article.candidate;
        if (article.reason == Reason::withdrawn) {
            (void)take_back(turn, candidate.keys.keys, "the publisher says so on its page");
            continue;
        }
        if (article.reason != Reason::none) {
            continue;
        }
        const Verdict verdict = judge(turn, candidate);
        const bool first = is_first(verdict.outcome);
        if (verdict.outcome == Outcome::repeat || (first && cause != VersionCause::late_page)) {
            continue;
        }
        if (verdict.outcome != Outcome::skipped) {
            turn.done.changes.tally.count(cause);
            turn.done.ended.push_back(ended_of(candidate, verdict));
        }
        carry_out(turn, candidate, verdict, item.mark.item);
    }
}

// An entry that waited leaves, with or without its page.
void conclude_parked(Turn& turn, const PreparedItem& item) {
    turn.done.changes.tally.leave_pending();
    if (item.articles.empty()) {
        end(turn, Outcome::skipped, item.reason, item.what);
    }
    for (const PreparedArticle& article : item.articles) {
        if (article.reason != Reason::none) {
            end(turn, Outcome::skipped, article.reason, {});
            continue;
        }
        const Verdict verdict = judge(turn, article.candidate);
        if (verdict.outcome == Outcome::repeat) {
            // It was read as an item, and stays one.
            end(turn, Outcome::skipped, Reason::known_meanwhile, {});
            continue;
        }
        turn.done.changes.tally.count(verdict.outcome, verdict.reason);
        turn.done.ended.push_back(ended_of(article.candidate, verdict));
        carry_out(turn, article.candidate, verdict, item.mark.item);
    }
}

bool themed(const Changes& changes) {
    return std::any_of(changes.articles.begin(), changes.articles.end(),
                       [](const ArticleChange& change) {
                           return !change.article.themes.empty() && !change.article.copy_only;
                       });
}

// Of an entry that left without its page: an item that no rule is against.
bool is_worth_its_page(const PreparedItem& item) {
    return item.articles.empty() ? item.reason == Reason::no_text
                                 : item.articles.front().reason == Reason::none;
}

std::optional<Pending> what_follows(const Turn& turn, const Pending& row, PageEnd end) {
    const PageTimes& times = turn.context.pages->times;
    const Instant now = turn.context.now;
    switch (end) {
        case PageEnd::came:
            // A page without its article will hardly get one: it is not asked for again.
            return turn.prepared.page_used ? after_page(row, themed(turn.done.changes), now, times)
                   : is_recheck(row.stage) ? after_giving_up(row, now, times)
                                           : std::nullopt;
        case PageEnd::given_up:
            return row.stage != PageStage::parked || is_worth_its_page(turn.prepared.items.front())
                       ? after_giving_up(row, now, times)
                       : std::nullopt;
        case PageEnd::forbidden: return std::nullopt;
    }
    unreachable("page end");
}

}  // namespace

bool waits_for_page(Turn& turn, const PreparedItem& item, const Candidate* candidate,
                    const Verdict* verdict) {
    if (!turn.context.pages || !item.page) {
        return false;
    }
    const auto row = turn.known.pages.find(item.page->page);
    if (row != turn.known.pages.end() && row->second.stage == PageStage::parked) {
        // What the entry says now is what will be published.
        if (row->second.feed == turn.context.feed.id) {
            Pending newer = row->second;
            newer.entry = item.page->entry;
            put(turn, std::move(newer));
        }
        end(turn, Outcome::repeat, Reason::none, {});
        return true;
    }
    if (!is_new(turn, item, verdict)) {
        return false;
    }
    if (turn.room == 0) {
        ++turn.done.pages_left_out;
        return false;
    }
    --turn.room;
    put(turn, park(start_of(turn, *item.page), turn.context.now, turn.context.pages->times));
    turn.done.changes.tally.count(Outcome::pending);
    turn.done.ended.push_back(
        Ended{.outcome = Outcome::pending,
              .reason = Reason::none,
              .headline = candidate != nullptr ? candidate->article.headline.str() : std::string(),
              .themes = {},
              .topics = {},
              .cleaned = {},
              .what = item.page->url,
              .recorded = false,
              .stated = std::nullopt});
    return true;
}

void note_for_page(Turn& turn, const PreparedItem& item, const Candidate& candidate,
                   const Verdict& verdict) {
    const auto key = page_key(item, candidate);
    if (!turn.context.pages || !key) {
        return;
    }
    const auto row = turn.known.pages.find(*key);
    const bool waits = row != turn.known.pages.end();
    if (waits && row->second.feed != turn.context.feed.id) {
        return;
    }
    if (waits && !item.page) {
        // The feed brings the text itself now.
        if (row->second.stage == PageStage::parked) {
            turn.done.changes.tally.leave_pending();
        }
        remove(turn, *key);
    } else if (waits) {
        Pending newer = row->second;
        newer.entry = item.page->entry;
        newer.due = std::min(newer.due, turn.context.now + turn.context.pages->times.quiet_change);
        put(turn, std::move(newer));
    } else if (item.page && turn.room > 0 && verdict.outcome == Outcome::updated) {
        --turn.room;
        put(turn,
            ask_late(start_of(turn, *item.page), turn.context.now, turn.context.pages->times));
    } else if (item.page && turn.room > 0 && verdict.outcome == Outcome::repeat &&
               ask_for_change(turn, item, &candidate)) {
        --turn.room;
    }
}

bool drop_waiting(Turn& turn, const std::vector<IdentityKey>& keys) {
    for (const IdentityKey& key : keys) {
        const auto row = turn.known.pages.find(key.digest);
        if (row != turn.known.pages.end() && row->second.feed == turn.context.feed.id) {
            const bool parked = row->second.stage == PageStage::parked;
            if (parked) {
                turn.done.changes.tally.leave_pending();
            }
            remove(turn, Digest{key.digest});
            return parked;
        }
    }
    return false;
}

KnownQuery questions(const Prepared& prepared, const Pending& row) {
    KnownQuery query = questions(prepared);
    query.pages.push_back(row.page);
    return query;
}

Concluded conclude_page(const Prepared& prepared, Known known, NearIndex& index,
                        const ConcludeContext& context, const PageUnit& unit) {
    check(context.pages.has_value(), "a page was concluded without the times of pages");
    Turn turn = begin_turn(prepared, std::move(known), index, context);
    const auto found = turn.known.pages.find(unit.row.page);
    if (found == turn.known.pages.end()) {
        return std::move(turn.done);  // settled meanwhile by what its feed showed
    }
    const Pending row = found->second;
    if (row.entry != unit.row.entry) {
        // The entry has changed while its page was on the way: both are read again.
        Pending again = row;
        again.due = context.now;
        put(turn, std::move(again));
        return std::move(turn.done);
    }
    check(prepared.items.size() == 1, "a page was prepared for other than one entry");
    if (row.stage == PageStage::parked) {
        conclude_parked(turn, prepared.items.front());
    } else if (prepared.page_used) {
        conclude_again(
            turn, prepared.items.front(),
            row.stage == PageStage::late ? VersionCause::late_page : VersionCause::recheck);
    }
    if (auto next = what_follows(turn, row, unit.end)) {
        put(turn, std::move(*next));
    } else {
        remove(turn, row.page);
    }
    return std::move(turn.done);
}

}  // namespace khabard
