#pragma once

// Theme files compiled: classes by number, rules that find spans of tokens, patterns that weigh
// them. Private to the room; everyone else sees ThemeSet.

#include "daemon/themes/engine.h"
#include "daemon/themes/lexicon.h"

#include <cstdint>
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

// Finds spans: its parts one after the other, or near each other in any order. The spans join the
// class `output`, or are hits of `pattern`.
struct Rule {
    std::vector<Part> parts;
    bool any_order;
    std::uint32_t window;     // tokens from first to last, in any order
    std::uint32_t sentences;  // how many sentences it may touch
    std::uint32_t level;      // after all rules of lower levels; patterns come last
    bool is_pattern;
    ClassId output;
    PatternId pattern;
    std::vector<ThemeIndex> users;  // themes that depend on it
};

// Sets a rule off, unless one of the other classes, which it needs too, is not in the text. (Of a
// rule with fewer parts they repeat the first.)
struct Trigger {
    RuleId rule;
    ClassId second;
    ClassId third;
};

struct Guards {
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
    // By class, the rules that its hits set off: triggers[trigger_begins[c] .. [c + 1]).
    std::vector<Trigger> triggers;
    std::vector<std::uint32_t> trigger_begins;
    std::vector<std::vector<ClassId>> memberships;  // a hit of the class is one of all these
    std::uint32_t levels = 0;
    Lexicon lexicon;
};

// All themes, or the enabled ones only.
enum class Which : std::uint8_t { enabled, all };
std::vector<ThemeScore> evaluate(const CompiledThemes& compiled, const ThemeTokens& tokens,
                                 Which which);

}  // namespace khabard
