#include "daemon/run/retract.h"

#include "daemon/base/join.h"
#include "daemon/pipeline/retraction.h"

namespace khabard {

Result<Retracted> find_retraction(Ledger& ledger, const Rules& rules, const ArticleId& id,
                                  const Retraction& retraction, Instant now) {
    const auto stored = ledger.stored_article(id);
    if (!stored) {
        return stored.error();
    }
    if (!*stored) {
        return Error{Fault::refused, id.get(),
                     "no article of this id is known; it stands on each record as id, and articles "
                     "are forgotten after dedupe.window"};
    }
    const KnownArticle& article = (*stored)->article;
    if (article.retracted) {
        return Error{
            Fault::refused, id.get(),
            "it is retracted already, by version " + std::to_string(article.version.get())};
    }
    Retracted done{.feed = article.feed,
                   .changes = retract(**stored, rules, retraction, now),
                   .headline = article.headline.str(),
                   .version = Version{0},
                   .topics = {}};
    const KnownArticle& after = done.changes.articles.front().article;
    done.version = after.version;
    done.topics = after.ever_topics;
    return done;
}

std::string describe(const Retracted& retracted) {
    return "retracted by version " + std::to_string(retracted.version.get()) + ": " +
           retracted.headline + "\n" + "goes to " + join(retracted.topics) + "\n";
}

}  // namespace khabard
