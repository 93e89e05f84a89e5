#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"
#include "daemon/themes/scoring.h"
#include "daemon/themes/span_finder.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t look_ahead = 16;    // tokens whose lookups are under way together
constexpr std::uint32_t near_tokens = 4;  // how far "near" reaches around a span
constexpr std::uint32_t span_max = 256;   // no rule finds a longer span

// Notes every class hit of the words and plain phrases of the theme files.
class Reading {
public:
    Reading(const CompiledThemes& compiled, const ThemeTokens& tokens, Postings& postings)
        : compiled_(compiled), tokens_(tokens.tokens), postings_(postings) {
        look_up();
        for (std::uint32_t first = 0; first < tokens_.size(); ++first) {
            for (std::uint32_t at = begins_[first]; at < begins_[first + 1]; ++at) {
                const Lexicon::Node node = compiled_.lexicon.begin(words_[at]);
                if (node != Lexicon::nowhere) {
                    walk(node, Span{first, first});
                }
            }
        }
    }

private:
    // words_[begins_[i] .. begins_[i + 1]) are the words that token i can be.
    void look_up() {
        begins_.reserve(tokens_.size() + 1);
        for (std::size_t at = 0; at < std::min(look_ahead, tokens_.size()); ++at) {
            compiled_.lexicon.prefetch(tokens_[at]);
        }
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            if (at + look_ahead < tokens_.size()) {
                compiled_.lexicon.prefetch(tokens_[at + look_ahead]);
            }
            begins_.push_back(static_cast<std::uint32_t>(words_.size()));
            compiled_.lexicon.words(tokens_[at], words_);
        }
        begins_.push_back(static_cast<std::uint32_t>(words_.size()));
    }

    void walk(Lexicon::Node node, Span span) {
        for (const ClassId id : compiled_.lexicon.classes(node)) {
            for (const ClassId member : compiled_.memberships[id]) {
                postings_.add(member, span);
            }
        }
        const std::uint32_t next = span.last + 1;
        if (!compiled_.lexicon.goes_on(node) || next == tokens_.size() ||
            tokens_[next].token.sentence != tokens_[span.first].token.sentence) {
            return;
        }
        for (std::uint32_t at = begins_[next]; at < begins_[next + 1]; ++at) {
            const Lexicon::Node further = compiled_.lexicon.next(node, words_[at]);
            if (further != Lexicon::nowhere) {
                walk(further, Span{span.first, next});
            }
        }
    }

    const CompiledThemes& compiled_;
    const std::vector<ThemeToken>& tokens_;
    Postings& postings_;
    std::vector<WordId> words_;
    std::vector<std::uint32_t> begins_;
};

class Evaluation {
public:
    Evaluation(const CompiledThemes& compiled, const ThemeTokens& tokens, Which which)
        : compiled_(compiled),
          tokens_(tokens.tokens),
          which_(which),
          open_(compiled.themes.size(), unknown),
          due_(compiled.levels) {}

    std::vector<ThemeScore> run(const ThemeTokens& tokens) {
        Reading reading(compiled_, tokens, postings_);
        for (const ClassId id : std::vector<ClassId>(postings_.touched())) {
            set_off(id, 0);
        }
        for (std::uint32_t level = 0; level < compiled_.levels; ++level) {
            run_level(level);
        }
        return weigh(compiled_, tokens_, std::move(hits_));
    }

private:
    enum Gate : std::uint8_t { unknown, open, shut };

    void set_off(ClassId id, std::uint32_t level_min) {
        for (const RuleId rule : compiled_.rules_of[id]) {
            const Rule& one = compiled_.rules[rule];
            if (one.level >= level_min && wanted(one)) {
                due_[one.level].push_back(rule);
            }
        }
    }

    bool wanted(const Rule& rule) {
        return std::any_of(rule.users.begin(), rule.users.end(),
                           [&](ThemeIndex theme) { return is_open(theme); });
    }

    bool is_open(ThemeIndex theme) {
        if (open_[theme] == unknown) {
            open_[theme] = judge(compiled_.themes[theme]) ? open : shut;
        }
        return open_[theme] == open;
    }

    std::size_t count(const std::vector<ClassId>& classes) const {
        std::size_t hits = 0;
        for (const ClassId id : classes) {
            hits += postings_.of(id).size();
        }
        return hits;
    }

    // Whether the article is about the theme's part of the world at all.
    bool judge(const CompiledTheme& theme) const {
        if (which_ == Which::enabled && !theme.enabled) {
            return false;
        }
        for (const Context& context : theme.require) {
            const std::size_t for_length =
                context.per_words == 0 ? 0 : tokens_.size() / context.per_words;
            if (count(context.classes) < std::max(context.least, for_length)) {
                return false;
            }
        }
        return std::none_of(theme.outnumbered.begin(), theme.outnumbered.end(),
                            [&](const Context& context) {
                                return count(context.classes) >= context.least &&
                                       count(context.classes) > count(context.than);
                            });
    }

    void run_level(std::uint32_t level) {
        std::vector<RuleId>& due = due_[level];
        std::sort(due.begin(), due.end());
        due.erase(std::unique(due.begin(), due.end()), due.end());
        const SpanFinder finder(tokens_, postings_);
        std::vector<std::pair<ClassId, Span>> fresh;
        for (const RuleId id : due) {
            const Rule& rule = compiled_.rules[id];
            for (const Span span : finder.find(rule)) {
                if (!rule.is_pattern) {
                    fresh.emplace_back(rule.output, span);
                } else if (guarded(compiled_.patterns[rule.pattern].guards, span)) {
                    hits_.push_back(PatternHit{rule.pattern, span});
                }
            }
        }
        std::vector<ClassId> grown;
        for (const auto& [output, span] : fresh) {
            for (const ClassId member : compiled_.memberships[output]) {
                postings_.add(member, span);
                grown.push_back(member);
            }
        }
        std::sort(grown.begin(), grown.end());
        grown.erase(std::unique(grown.begin(), grown.end()), grown.end());
        for (const ClassId id : grown) {
            postings_.settle(id);
            set_off(id, level + 1);
        }
    }

    bool any_between(const std::vector<ClassId>& classes, Span range) const {
        const std::uint32_t lowest = range.first < span_max ? 0 : range.first - span_max;
        for (const ClassId id : classes) {
            const Spans& spans = postings_.of(id);
            for (auto at = first_from(spans, lowest); at != spans.end() && at->first <= range.last;
                 ++at) {
                if (at->last >= range.first) {
                    return true;
                }
            }
        }
        return false;
    }

    bool anywhere(const std::vector<ClassId>& classes) const {
        return std::any_of(classes.begin(), classes.end(),
                           [&](ClassId id) { return postings_.has(id); });
    }

    // The whole sentences that a span touches.
    Span sentences(Span span) {
        if (sentence_begins_.empty()) {
            for (std::uint32_t at = 0; at < tokens_.size(); ++at) {
                sentence_begins_.resize(tokens_[at].token.sentence + std::size_t{1}, at);
            }
        }
        const std::size_t after = tokens_[span.last].token.sentence + std::size_t{1};
        const std::size_t end =
            after < sentence_begins_.size() ? sentence_begins_[after] : tokens_.size();
        return Span{sentence_begins_[tokens_[span.first].token.sentence],
                    static_cast<std::uint32_t>(end - 1)};
    }

    // What must stand around a hit stands there, and what must not does not.
    bool guarded(const Guards& guards, Span span) {
        if (anywhere(guards.article_lacks) ||
            (!guards.article_has.empty() && !anywhere(guards.article_has))) {
            return false;
        }
        const Span around = sentences(span);
        if (any_between(guards.sentence_lacks, around) ||
            (!guards.sentence_has.empty() && !any_between(guards.sentence_has, around))) {
            return false;
        }
        const std::uint32_t before = std::min(near_tokens, span.first - around.first);
        const std::uint32_t behind = std::min(near_tokens, around.last - span.last);
        return !any_between(guards.near_lacks, Span{span.first - before, span.last + behind});
    }

    const CompiledThemes& compiled_;
    const std::vector<ThemeToken>& tokens_;
    Which which_;
    Postings postings_;
    std::vector<Gate> open_;
    std::vector<std::vector<RuleId>> due_;
    std::vector<std::uint32_t> sentence_begins_;
    std::vector<PatternHit> hits_;
};

}  // namespace

std::vector<ThemeScore> evaluate(const CompiledThemes& compiled, const ThemeTokens& tokens,
                                 Which which) {
    if (compiled.themes.empty() || tokens.tokens.empty()) {
        return {};
    }
    return Evaluation(compiled, tokens, which).run(tokens);
}

}  // namespace khabard
