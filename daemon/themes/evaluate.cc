#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"
#include "daemon/themes/reading.h"
#include "daemon/themes/scoring.h"
#include "daemon/themes/span_finder.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::uint32_t near_tokens = 4;  // how far "near" reaches around a span
constexpr std::uint32_t span_max = 256;   // no rule finds a longer span

using RuleIds = std::vector<RuleId>;

// The rules that the class sets off, as far as their other class may be in the text.
void add_triggered(const CompiledThemes& compiled, const Reading& reading, ClassId id,
                   RuleIds& rules) {
    const std::uint32_t end = compiled.trigger_begins[id + std::size_t{1}];
    for (std::uint32_t at = compiled.trigger_begins[id]; at < end; ++at) {
        const Trigger& trigger = compiled.triggers[at];
        if (reading.may_have(trigger.second) && reading.may_have(trigger.third)) {
            rules.push_back(trigger.rule);
        }
    }
}

// Whether every required context of some theme may be in the text: a no is certain, and most
// articles of the world end here.
bool may_be_meant(const CompiledThemes& compiled, const Reading& reading, Which which) {
    const auto may_have = [&](const Context& context) {
        return std::any_of(context.classes.begin(), context.classes.end(),
                           [&](ClassId id) { return reading.may_have(id); });
    };
    return std::any_of(compiled.themes.begin(), compiled.themes.end(),
                       [&](const CompiledTheme& theme) {
                           return (which == Which::all || theme.enabled) &&
                                  std::all_of(theme.require.begin(), theme.require.end(), may_have);
                       });
}

class Evaluation {
public:
    Evaluation(const CompiledThemes& compiled, const ThemeTokens& tokens, Which which)
        : compiled_(compiled),
          tokens_(tokens.tokens),
          which_(which),
          open_(compiled.themes.size(), unknown),
          due_(compiled.levels) {}

    // `rules` are those that the hits of the reading may set off.
    std::vector<ThemeScore> run(const Reading& reading, const RuleIds& rules) {
        for (const ClassHit& hit : reading.hits()) {
            postings_.add(hit.id, hit.span);
        }
        for (const RuleId rule : rules) {
            set_off(rule);
        }
        for (std::uint32_t level = 0; level < compiled_.levels; ++level) {
            run_level(level);
        }
        return weigh(compiled_, tokens_, std::move(hits_));
    }

private:
    enum Gate : std::uint8_t { unknown, open, shut };

    void set_off(RuleId id) {
        const Rule& rule = compiled_.rules[id];
        if (wanted(rule)) {
            due_[rule.level].push_back(id);
        }
    }

    // The rules of higher levels that spans found just now set off.
    void set_off_above(std::uint32_t level, ClassId id) {
        const std::uint32_t end = compiled_.trigger_begins[id + std::size_t{1}];
        for (std::uint32_t at = compiled_.trigger_begins[id]; at < end; ++at) {
            if (compiled_.rules[compiled_.triggers[at].rule].level > level) {
                set_off(compiled_.triggers[at].rule);
            }
        }
    }

    bool wanted(const Rule& rule) {
        if (rule.is_pattern) {
            return is_open(compiled_.patterns[rule.pattern].theme);
        }
        return std::any_of(rule.users.begin(), rule.users.end(),
                           [&](ThemeIndex theme) { return is_open(theme); });
    }

    bool is_open(ThemeIndex theme) {
        if (open_[theme] == unknown) {
            open_[theme] = judge(compiled_.themes[theme]) ? open : shut;
        }
        return open_[theme] == open;
    }

    std::size_t count(const std::vector<ClassId>& classes) {
        std::size_t hits = 0;
        for (const ClassId id : classes) {
            hits += postings_.count(id);
        }
        return hits;
    }

    // Whether the article is about the theme's part of the world at all.
    bool judge(const CompiledTheme& theme) {
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
            set_off_above(level, id);
        }
    }

    bool any_between(const std::vector<ClassId>& classes, Span range) {
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
    if (compiled.themes.empty()) {
        return {};
    }
    const Reading reading(compiled, tokens.tokens);
    if (!may_be_meant(compiled, reading, which)) {
        return {};
    }
    RuleIds rules;
    for (const ClassHit& hit : reading.hits()) {
        add_triggered(compiled, reading, hit.id, rules);
    }
    if (rules.empty()) {
        return {};
    }
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    return Evaluation(compiled, tokens, which).run(reading, rules);
}

}  // namespace khabard
