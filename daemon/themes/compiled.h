#pragma once

// Theme files compiled: classes by number, rules that find spans of tokens, patterns that weigh
// them. Private to the room; everyone else sees ThemeSet.

#include "daemon/themes/engine.h"
#include "daemon/themes/lexicon.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace khabard {

using RuleId = std::uint32_t;
using PatternId = std::uint32_t;
using ThemeIndex = std::uint32_t;

struct Part {
    ClassId id;
    std::uint32_t gap;  // other words allowed before it, in a sequence
};

// Finds spans: its parts one after the other, or near each other in any order. The spans join a
// class, or are hits of a pattern.
struct Rule {
    std::uint32_t parts_begin;  // in CompiledThemes::parts
    std::uint32_t parts_count;
    std::uint32_t window;       // tokens from first to last, in any order
    std::uint32_t sentences;    // how many sentences it may touch
    std::uint32_t level;        // after all rules of lower levels; patterns come last
    std::uint32_t target;       // the class, or the pattern
    std::uint32_t users_begin;  // in CompiledThemes::users: the themes that depend on it
    std::uint32_t users_count;
    bool any_order;
    bool is_pattern;
};

// Sets a rule off, unless one of the other classes, which it needs too, is not in the text. (Of a
// rule with fewer parts they repeat the first.)
struct Trigger {
    RuleId rule;
    ClassId second;
    ClassId third;
};

struct Guards {
    bool empty() const {
        return sentence_has.empty() && sentence_lacks.empty() && near_lacks.empty() &&
               article_has.empty() && article_lacks.empty();
    }

    std::vector<ClassId> sentence_has;
    std::vector<ClassId> sentence_lacks;
    std::vector<ClassId> near_lacks;
    std::vector<ClassId> article_has;
    std::vector<ClassId> article_lacks;
};

struct ThemePattern {
    std::string id;
    ThemeIndex theme;
    double weight;
    Guards guards;
};

struct Context {
    std::vector<ClassId> classes;
    std::vector<ClassId> than;
    std::size_t least;
    std::size_t per_words;  // 0: the length of the article does not matter
};

struct CompiledTheme {
    double threshold;
    double strong;
    double pair;
    double headline;
    double summary;
    bool enabled;
    std::vector<Context> require;
    std::vector<Context> outnumbered;
};

struct CompiledThemes {
    std::vector<ThemeInfo> infos;  // by ThemeIndex, as `themes`
    std::vector<ThemeExample> examples;
    std::vector<CompiledTheme> themes;
    std::vector<ThemePattern> patterns;
    std::vector<Rule> rules;
    std::vector<Part> parts;
    std::vector<ThemeIndex> users;
    // By class, the rules that its hits set off: triggers[trigger_begins[c] .. [c + 1]).
    std::vector<Trigger> triggers;
    std::vector<std::uint32_t> trigger_begins;
    std::vector<std::vector<ClassId>> memberships;  // a hit of the class is one of all these
    // By class: whether its spans may be asked for without a rule that the hits of words set off.
    std::vector<bool> always_asked;
    std::uint32_t levels = 0;
    Lexicon lexicon;

    std::span<const Part> parts_of(const Rule& rule) const {
        return std::span(parts).subspan(rule.parts_begin, rule.parts_count);
    }
    std::span<const ThemeIndex> users_of(const Rule& rule) const {
        return std::span(users).subspan(rule.users_begin, rule.users_count);
    }
};

// All themes, or the enabled ones only.
enum class Which : std::uint8_t { enabled, all };
std::vector<ThemeScore> evaluate(const CompiledThemes& compiled, const ThemeTokens& tokens,
                                 Which which);

}  // namespace khabard
