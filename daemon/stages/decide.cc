#include "daemon/stages/decide.h"

#include "daemon/base/name_set.h"
#include "daemon/model/tokens.h"
#include "daemon/stages/compare.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace khabard {
namespace {

Names topics_of(const Names& themes, const TopicMap& topics) {
    Names names;
    for (const std::string& theme : themes) {
        const auto found = topics.of_theme.find(theme);
        if (found != topics.of_theme.end()) {
            names.push_back(found->second);
        }
    }
    if (names.empty()) {
        names.push_back(topics.unthemed);
    }
    return name_set(std::move(names));
}

const KnownArticle* under_key(const Known& known, const Digest& digest) {
    const auto key = known.by_key.find(digest);
    if (key == known.by_key.end()) {
        return nullptr;
    }
    const auto article = known.articles.find(key->second);
    return article == known.articles.end() ? nullptr : &article->second;
}

// A guid may be used again for another story: it leads to the known article only when headline or
// text still agree.
bool still_agrees(const Candidate& candidate, const KnownArticle& known) {
    const Article& article = candidate.article;
    const auto same = [](const DisplayText& a, const DisplayText& b) {
        return !a.empty() && fold_for_dedup(a.str()) == fold_for_dedup(b.str());
    };
    if (candidate.fingerprint.content == known.content || same(article.headline, known.headline) ||
        same(article.body, known.body)) {
        return true;
    }
    // Edited in both: most words of the shorter text stand in the other.
    const ArticleText before{known.headline, known.summary, known.body};
    const ArticleText after{article.headline, article.summary, article.body};
    std::set<std::uint64_t> old_words;
    for (const ThemeToken& token : theme_tokens(before).tokens) {
        old_words.insert(token.token.hash);
    }
    std::set<std::uint64_t> new_words;
    for (const ThemeToken& token : theme_tokens(after).tokens) {
        new_words.insert(token.token.hash);
    }
    std::size_t shared = 0;
    for (const std::uint64_t word : new_words) {
        shared += old_words.count(word);
    }
    const std::size_t shorter = std::min(old_words.size(), new_words.size());
    return shorter > 0 && shared * 2 >= shorter;
}

// The article that this entry is, by its address or the publisher's id; by its text where it has
// neither. Where a feed's entries have no addresses, its own text under another guid is no copy:
// publishers make their guids anew.
const KnownArticle* same_article(const Candidate& candidate, const Known& known,
                                 const FeedId& feed) {
    const bool feed_entry = candidate.article.body_source != BodySource::text;
    const bool by_text = feed_entry && candidate.keys.keys.front().kind != KeyKind::url;
    for (const IdentityKey& key : candidate.keys.keys) {
        const KnownArticle* article = under_key(known, key.digest);
        if (article == nullptr) {
            continue;
        }
        const bool same = key.kind == KeyKind::url ||
                          (key.kind == KeyKind::guid && still_agrees(candidate, *article)) ||
                          (key.kind == KeyKind::content && ((by_text && article->feed == feed) ||
                                                            article->id == candidate.keys.new_id));
        if (same) {
            return article;
        }
    }
    return nullptr;
}

Verdict nothing_new(const KnownArticle& known, Outcome outcome, Reason reason) {
    return Verdict{.outcome = outcome,
                   .reason = reason,
                   .event = EventType::updated,
                   .id = known.id,
                   .version = known.version,
                   .group = known.group,
                   .duplicate_of = std::nullopt,
                   .copy_only = known.copy_only,
                   .themes = known.themes,
                   .topics = known.topics,
                   .left_topics = {},
                   .publish_to = {},
                   .changed_fields = {},
                   .change_class = std::nullopt,
                   .previous_hash = std::nullopt,
                   .first_seen = known.first_seen};
}

// Another article that this text copies.
struct Copied {
    ArticleId id;
    ArticleId group;
    DupLevel level;
    double score;
    Names original_themes;
};

std::optional<Copied> copied(const Candidate& candidate, const Known& known,
                             const NearIndex& index) {
    const ArticleId& self = candidate.keys.new_id;
    if (candidate.keys.named) {
        const KnownArticle* article = under_key(known, candidate.keys.named->digest);
        if (article != nullptr && article->id != self) {
            return Copied{article->id, article->group, DupLevel::url, 1.0, {}};
        }
    }
    for (const IdentityKey& key : candidate.keys.keys) {
        const KnownArticle* article = under_key(known, key.digest);
        if (key.kind == KeyKind::content && article != nullptr && article->id != self) {
            return Copied{article->id, article->group, DupLevel::content, 1.0, article->themes};
        }
    }
    const auto match = index.find(candidate.fingerprint, candidate.outlet, self);
    if (!match) {
        return std::nullopt;
    }
    return Copied{match->id, match->group, DupLevel::near, match->score, {}};
}

// Themes that the copy has and its group was never published under.
Names new_themes(const Candidate& candidate, const Copied& copy, const NearIndex& index) {
    if (copy.level == DupLevel::content) {
        return {};
    }
    const std::set<std::string> published = index.group_themes(copy.group);
    return without(labels(candidate.scores), Names(published.begin(), published.end()));
}

Verdict first_version(const Candidate& candidate, const Known& known, const NearIndex& index,
                      const DecideContext& context) {
    const bool id_taken = known.articles.contains(candidate.keys.new_id);
    const ArticleId id = id_taken ? candidate.keys.content_id : candidate.keys.new_id;
    Verdict verdict{.outcome = Outcome::created,
                    .reason = Reason::none,
                    .event = EventType::created,
                    .id = id,
                    .version = Version{1},
                    .group = id,
                    .duplicate_of = std::nullopt,
                    .copy_only = false,
                    .themes = labels(candidate.scores),
                    .topics = {},
                    .left_topics = {},
                    .publish_to = {},
                    .changed_fields = {},
                    .change_class = std::nullopt,
                    .previous_hash = std::nullopt,
                    .first_seen = context.now};
    verdict.topics = topics_of(verdict.themes, context.topics);
    if (verdict.themes.empty()) {
        verdict.outcome = Outcome::unthemed;
    }
    if (const auto copy = copied(candidate, known, index)) {
        verdict.group = copy->group;
        verdict.duplicate_of = DuplicateOf{copy->id, copy->level, copy->score};
        const Names fresh = new_themes(candidate, *copy, index);
        verdict.outcome = fresh.empty() ? Outcome::duplicate : Outcome::created;
        verdict.event = fresh.empty() ? EventType::duplicate : EventType::created;
        verdict.copy_only = fresh.empty();
        verdict.topics =
            fresh.empty() ? Names{context.topics.duplicates} : topics_of(fresh, context.topics);
        if (copy->level == DupLevel::content) {
            verdict.themes = copy->original_themes;
        }
    }
    verdict.publish_to = verdict.topics;
    return verdict;
}

bool brings_full_text(const Candidate& candidate, const KnownArticle& known) {
    return candidate.article.representation == Representation::full &&
           known.representation != Representation::full;
}

// A teaser of an article whose full text is known says something new only about the headline.
bool is_poorer(const Candidate& candidate, const KnownArticle& known) {
    return candidate.article.representation != Representation::full &&
           known.representation == Representation::full;
}

Names next_topics(const Candidate& candidate, const KnownArticle& known, const NearIndex& index,
                  const DecideContext& context) {
    const Names themes = labels(candidate.scores);
    if (!known.duplicate_of || known.copy_only) {
        return topics_of(themes, context.topics);
    }
    // A copy that was published for themes its group lacked stays with those, and new ones.
    const std::set<std::string> published = index.group_themes(known.group);
    Names own;
    for (const std::string& theme : themes) {
        const Names topic = topics_of({theme}, context.topics);
        const bool stands_there =
            std::includes(known.topics.begin(), known.topics.end(), topic.begin(), topic.end());
        if (stands_there || !published.contains(theme)) {
            own.push_back(theme);
        }
    }
    return topics_of(own, context.topics);
}

Verdict next_version(const Candidate& candidate, const KnownArticle& known, const NearIndex& index,
                     const DecideContext& context) {
    const Article& article = candidate.article;
    const TextChange change =
        compare({known.headline, known.summary, known.body},
                {article.headline, article.summary, article.body}, context.aliases);
    const Names themes = labels(candidate.scores);
    const bool full_text = brings_full_text(candidate, known);
    Verdict verdict = nothing_new(known, Outcome::updated, Reason::none);
    verdict.version = Version{known.version.get() + 1};
    verdict.copy_only = false;
    verdict.themes = themes;
    verdict.topics = next_topics(candidate, known, index, context);
    const Names stood = known.copy_only ? Names{} : known.topics;
    verdict.left_topics = without(stood, verdict.topics);
    verdict.publish_to = union_of(stood, verdict.topics);
    verdict.changed_fields = change.changed_fields;
    verdict.change_class = change.change_class;
    verdict.previous_hash = known.content;
    if (themes != known.themes) {
        verdict.changed_fields.emplace_back("themes");
        verdict.change_class = ChangeClass::material;
    }
    if (full_text) {
        verdict.change_class = ChangeClass::material;
    }
    return verdict;
}

// The page of a known copy still names an article of its group.
bool names_its_group(const Candidate& candidate, const KnownArticle& article, const Known& known) {
    const KnownArticle* named =
        candidate.keys.named ? under_key(known, candidate.keys.named->digest) : nullptr;
    return named != nullptr && named->id != article.id && named->group == article.group;
}

bool is_still_a_copy(const Candidate& candidate, const KnownArticle& known,
                     const NearIndex& index) {
    const auto match = index.find(candidate.fingerprint, candidate.outlet, known.id);
    const Copied copy{known.id, known.group, DupLevel::near, 1.0, {}};
    return match && match->group == known.group && new_themes(candidate, copy, index).empty();
}

// The entry is a known article: a new version of it, or nothing new.
Verdict again(const Candidate& candidate, const KnownArticle& known, const NearIndex& index,
              const DecideContext& context) {
    const bool same_spelling = candidate.fingerprint.spelling == known.spelling;
    const bool same_themes = labels(candidate.scores) == known.themes;
    const bool full_text = brings_full_text(candidate, known);
    const bool may_change =
        full_text || (known.feed == context.feed && !is_poorer(candidate, known));
    if (known.retracted || !may_change ||
        (!full_text && same_spelling && (same_themes || known.copy_only)) ||
        (known.copy_only && is_still_a_copy(candidate, known, index))) {
        return nothing_new(known, Outcome::repeat, Reason::none);
    }
    Verdict verdict = next_version(candidate, known, index, context);
    if (!context.publish_minor && verdict.change_class == ChangeClass::minor) {
        return nothing_new(known, Outcome::skipped, Reason::minor_edit);
    }
    return verdict;
}

}  // namespace

std::vector<std::string> labels(const std::vector<ThemeScore>& scores) {
    Names names;
    for (const ThemeScore& score : scores) {
        if (score.labelled) {
            names.push_back(score.theme);
        }
    }
    return name_set(std::move(names));
}

Verdict decide(const Candidate& candidate, const Known& known, const NearIndex& index,
               const DecideContext& context) {
    const KnownArticle* article = same_article(candidate, known, context.feed);
    if (article == nullptr) {
        return first_version(candidate, known, index, context);
    }
    if (article->copy_only && names_its_group(candidate, *article, known)) {
        const Copied copy{article->id, article->group, DupLevel::url, 1.0, {}};
        if (new_themes(candidate, copy, index).empty()) {
            return nothing_new(*article, Outcome::repeat, Reason::none);
        }
    }
    return again(candidate, *article, index, context);
}

KnownArticle remember(const Candidate& candidate, const Verdict& verdict, const Known& known,
                      const DecideContext& context) {
    const Article& article = candidate.article;
    const auto before = known.articles.find(verdict.id);
    const bool existed = before != known.articles.end();
    std::optional<ArticleId> original;
    if (verdict.duplicate_of) {
        original = verdict.duplicate_of->id;
    } else if (existed) {
        original = before->second.duplicate_of;
    }
    return KnownArticle{
        .id = verdict.id,
        .version = verdict.version,
        .group = verdict.group,
        .duplicate_of = original,
        .copy_only = verdict.copy_only,
        .feed = existed ? before->second.feed : context.feed,
        .source_id = existed ? before->second.source_id : candidate.outlet,
        .content = candidate.fingerprint.content,
        .spelling = candidate.fingerprint.spelling,
        .headline = article.headline,
        .summary = article.summary,
        .body = article.body,
        .representation = article.representation,
        .themes = verdict.themes,
        .topics = verdict.topics,
        .ever_topics =
            existed ? union_of(before->second.ever_topics, verdict.publish_to) : verdict.publish_to,
        .first_seen = verdict.first_seen,
        .retracted = false};
}

}  // namespace khabard
