#include "daemon/themes/candidates.h"
#include "daemon/themes/class_filter.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"
#include "daemon/themes/reading.h"
#include "daemon/themes/scoring.h"
#include "daemon/themes/span_finder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::uint32_t near_tokens = 4;  // how far "near" reaches around a span
constexpr std::uint32_t span_max = 256;   // no rule finds a longer span
// What an article of usual length needs; a longer one takes more from the heap.
constexpr std::size_t memory_bytes = std::size_t{32} << 10U;

using RuleIds = std::pmr::vector<RuleId>;

// Which of the candidates work for a theme that may be meant: one of whose required contexts none
// is missing for certain. Most articles of the world end here.
class Relevance {
public:
    Relevance(const CompiledThemes& compiled, const Reading& reading,
              std::pmr::memory_resource* memory)
        : compiled_(compiled),
          reading_(reading),
          themes_(compiled.themes.size(), unknown, memory) {}

    void keep_relevant(RuleIds& rules) {
        rules.erase(std::remove_if(rules.begin(), rules.end(),
                                   [&](RuleId id) { return !is_relevant(compiled_.rules[id]); }),
                    rules.end());
    }

private:
    enum Answer : std::uint8_t { unknown, yes, no };

    bool is_relevant(const Rule& rule) {
        const auto users = compiled_.users_of(rule);
        return std::any_of(users.begin(), users.end(), [&](ThemeIndex theme) {
            if (themes_[theme] == unknown) {
                themes_[theme] = may_be_meant(compiled_.themes[theme]) ? yes : no;
            }
            return themes_[theme] == yes;
        });
    }

    bool may_be_meant(const CompiledTheme& theme) const {
        return std::all_of(theme.require.begin(), theme.require.end(), [&](const Context& context) {
            return std::any_of(context.classes.begin(), context.classes.end(),
                               [&](ClassId id) { return reading_.may_have(id); });
        });
    }

    const CompiledThemes& compiled_;
    const Reading& reading_;
    std::pmr::vector<Answer> themes_;
};

// The hits that somebody may ask for: of the classes that stand in one of the rules, and of those
// that are asked for without a rule.
std::pmr::vector<ClassHit> asked_for(const CompiledThemes& compiled, const Reading& reading,
                                     const RuleIds& rules, std::pmr::memory_resource* memory) {
    ClassFilter asked;
    for (const RuleId id : rules) {
        for (const Part& part : compiled.parts_of(compiled.rules[id])) {
            asked.add(part.id);
        }
    }
    std::pmr::vector<ClassHit> hits(memory);
    hits.resize(reading.hits().size());
    std::size_t end = 0;
    for (const ClassHit& hit : reading.hits()) {
        hits[end] = hit;
        end += asked.may_have(hit.id) || compiled.always_asked[hit.id] ? 1U : 0U;
    }
    hits.resize(end);
    return hits;
}

class Evaluation {
public:
    Evaluation(const CompiledThemes& compiled, const ThemeTokens& tokens, Which which,
               Postings& postings, std::pmr::memory_resource* memory)
        : compiled_(compiled),
          tokens_(tokens.tokens),
          which_(which),
          postings_(postings),
          open_(compiled.themes.size(), unknown, memory),
          due_(compiled.levels, memory) {}

    // `rules` are those that the hits of words set off.
    std::vector<ThemeScore> run(const RuleIds& rules) {
        for (const RuleId rule : rules) {
            set_off(rule);
        }
        for (std::uint32_t level = 0; level < compiled_.levels; ++level) {
            run_level(level);
        }
        return hits_.empty() ? std::vector<ThemeScore>{}
                             : weigh(compiled_, tokens_, std::move(hits_));
    }

private:
    enum Gate : std::uint8_t { unknown, open, shut };

    void set_off(RuleId id) {
        const Rule& rule = compiled_.rules[id];
        const auto users = compiled_.users_of(rule);
        if (std::any_of(users.begin(), users.end(),
                        [&](ThemeIndex theme) { return is_open(theme); })) {
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
        RuleIds& due = due_[level];
        std::sort(due.begin(), due.end());
        due.erase(std::unique(due.begin(), due.end()), due.end());
        SpanFinder finder(tokens_, postings_);
        std::vector<ClassHit> fresh;
        for (const RuleId id : due) {
            const Rule& rule = compiled_.rules[id];
            for (const Span span : finder.find(rule, compiled_.parts_of(rule))) {
                if (rule.is_pattern) {
                    add_hit(rule.target, span);
                    continue;
                }
                for (const ClassId member : compiled_.memberships[rule.target]) {
                    fresh.push_back(ClassHit{member, span});
                }
            }
        }
        join(level, std::move(fresh));
    }

    void add_hit(PatternId pattern, Span span) {
        const Guards& guards = compiled_.patterns[pattern].guards;
        if (guards.empty() || guarded(guards, span)) {
            hits_.push_back(PatternHit{pattern, span});
        }
    }

    // What the rules of a level found joins its classes, which set off rules of higher levels.
    void join(std::uint32_t level, std::vector<ClassHit> fresh) {
        std::sort(fresh.begin(), fresh.end(),
                  [](const ClassHit& a, const ClassHit& b) { return a.id < b.id; });
        std::vector<ClassId> grown;
        for (std::size_t begin = 0; begin < fresh.size();) {
            const ClassId id = fresh[begin].id;
            Spans spans;
            for (; begin < fresh.size() && fresh[begin].id == id; ++begin) {
                spans.push_back(fresh[begin].span);
            }
            postings_.join(id, spans);
            grown.push_back(id);
        }
        for (const ClassId id : grown) {
            set_off_above(level, id);
        }
    }

    bool any_between(const std::vector<ClassId>& classes, Span range) {
        const std::uint32_t lowest = range.first < span_max ? 0 : range.first - span_max;
        for (const ClassId id : classes) {
            for (const Span span : spans_from(postings_.of(id), lowest)) {
                if (span.first > range.last) {
                    break;
                }
                if (span.last >= range.first) {
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
    Postings& postings_;
    std::pmr::vector<Gate> open_;
    std::pmr::vector<RuleIds> due_;
    std::vector<std::uint32_t> sentence_begins_;
    std::vector<PatternHit> hits_;
};

}  // namespace

std::vector<ThemeScore> evaluate(const CompiledThemes& compiled, const ThemeTokens& tokens,
                                 Which which) {
    if (compiled.themes.empty()) {
        return {};
    }
    std::array<std::byte, memory_bytes> room;
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    const Reading reading(compiled, tokens.tokens, &memory);
    RuleIds rules = find_candidates(compiled, reading, &memory).rules;
    if (rules.empty()) {
        return {};
    }
    Relevance(compiled, reading, &memory).keep_relevant(rules);
    if (rules.empty()) {
        return {};
    }
    Postings postings(asked_for(compiled, reading, rules, &memory), &memory);
    return Evaluation(compiled, tokens, which, postings, &memory).run(rules);
}

}  // namespace khabard
