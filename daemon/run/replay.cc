#include "daemon/run/replay.h"

#include "daemon/run/dead_letter.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

// Tallies stand by feed; a replay counts nothing.
const FeedId& no_feed() {
    static const FeedId id{"dead-letters"};
    return id;
}

std::vector<Sequence> chosen(const Replay& replay, const DeadLetterStore& store) {
    std::vector<Sequence> letters = replay.wanted;
    if (letters.empty()) {
        for (const auto& [seq, letter] : store.letters()) {
            if (!letter.replayed) {
                letters.push_back(seq);
            }
        }
    }
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    return letters;
}

// A consumer that takes the last record of a key for the newest would be misled.
Result<std::string> warning(const PutAside& letter, Ledger& ledger) {
    KnownQuery query{};
    query.ids.push_back(ArticleId{letter.key});
    const auto known = ledger.known(query);
    if (!known) {
        return known.error();
    }
    const auto article = known->articles.find(ArticleId{letter.key});
    const std::string newest =
        article == known->articles.end() ? "" : std::to_string(article->second.version.get());
    const auto& headers = letter.record->headers;
    const auto id = std::find_if(headers.begin(), headers.end(),
                                 [](const RecordHeader& header) { return header.name == "ce_id"; });
    if (newest.empty() || id == headers.end() || id->value == letter.key + "." + newest) {
        return std::string();
    }
    return " (a later version, " + newest + ", has left meanwhile: consumers compare versions)";
}

Result<std::string> replay_one(Sequence seq, DeadLetterStore& store, Ledger& ledger) {
    const auto text = store.text(seq);
    if (!text) {
        return text.error();
    }
    auto letter = read_put_aside(*text);
    if (!letter) {
        return letter.error();
    }
    if (!letter->record) {
        return std::to_string(seq.get()) + " was rejected while reading (" + letter->what +
               "): mend it and put it into a spool; left\n";
    }
    const auto warned = warning(*letter, ledger);
    if (!warned) {
        return warned.error();
    }
    Changes changes{};
    changes.records.push_back(std::move(*letter->record));
    if (auto applied = ledger.apply(no_feed(), changes); !applied) {
        return applied.error();
    }
    const Sequence now = ledger.info().highest;
    if (auto moved = store.replay(seq, now); !moved) {
        return moved.error();
    }
    return std::to_string(seq.get()) + " is in the outbox again as " + std::to_string(now.get()) +
           *warned + "\n";
}

}  // namespace

Result<Replayed> replay(const Replay& replay, DeadLetterStore& store, Ledger& ledger) {
    const std::vector<Sequence> letters = chosen(replay, store);
    for (const Sequence seq : letters) {
        const auto found = store.letters().find(seq);
        if (found == store.letters().end() || found->second.replayed) {
            return Error{Fault::usage, "",
                         "no dead letter " + std::to_string(seq.get()) +
                             " waits for a replay; see khabard dlq list"};
        }
    }
    Replayed done{0, {}};
    const Sequence before = ledger.info().highest;
    for (const Sequence seq : letters) {
        auto line = replay_one(seq, store, ledger);
        if (!line) {
            return line.error();
        }
        done.text += *line;
    }
    done.letters = static_cast<std::size_t>(ledger.info().highest.get() - before.get());
    if (letters.empty()) {
        done.text = "there are no dead letters to replay\n";
    }
    return done;
}

}  // namespace khabard
