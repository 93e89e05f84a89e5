#include "daemon/themes/link.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <tuple>
#include <utility>

namespace khabard {
namespace {

using Includes = std::vector<std::vector<ClassId>>;

// memberships[c]: all classes that a hit of c belongs to, c first.
void close_memberships(CompiledThemes& compiled, const Includes& includes) {
    compiled.memberships.resize(includes.size());
    for (ClassId id = 0; id < includes.size(); ++id) {
        std::vector<ClassId>& all = compiled.memberships[id];
        all.push_back(id);
        for (std::size_t at = 0; at < all.size(); ++at) {
            for (const ClassId further : includes[all[at]]) {
                if (std::find(all.begin(), all.end(), further) == all.end()) {
                    all.push_back(further);
                }
            }
        }
    }
}

// A rule comes after all rules whose spans its parts may be. Classes that need each other in a
// circle stop rising at the number of rules; they then see what was there before.
// Returns the level of every class; those that only words and plain phrases make have level 0.
std::vector<std::uint32_t> order_rules(CompiledThemes& compiled) {
    std::vector<std::uint32_t> class_level(compiled.memberships.size(), 0);
    std::uint32_t top = 0;
    bool changed = true;
    for (std::size_t round = 0; changed && round < 32; ++round) {
        changed = false;
        for (Rule& rule : compiled.rules) {
            std::uint32_t level = 0;
            for (const Part& part : compiled.parts_of(rule)) {
                level = std::max(level, class_level[part.id]);
            }
            rule.level = level;
            if (rule.is_pattern) {
                continue;
            }
            top = std::max(top, level + 1);
            for (const ClassId id : compiled.memberships[rule.target]) {
                if (class_level[id] < level + 1) {
                    class_level[id] = level + 1;
                    changed = true;
                }
            }
        }
    }
    for (Rule& rule : compiled.rules) {
        if (rule.is_pattern) {
            rule.level = top;
        }
    }
    compiled.levels = top + 1;
    return class_level;
}

using Users = std::vector<ThemeIndex>;  // sorted

// Adds what is missing of `further`; returns whether anything was.
bool add_users(Users& known, const Users& further) {
    bool changed = false;
    for (const ThemeIndex theme : further) {
        const auto at = std::lower_bound(known.begin(), known.end(), theme);
        if (at == known.end() || *at != theme) {
            known.insert(at, theme);
            changed = true;
        }
    }
    return changed;
}

std::array<const std::vector<ClassId>*, 5> lists_of(const Guards& guards) {
    return {&guards.sentence_has, &guards.sentence_lacks, &guards.near_lacks, &guards.article_has,
            &guards.article_lacks};
}

// By class: the themes in whose guards it stands.
std::vector<Users> guard_users(const CompiledThemes& compiled) {
    std::vector<Users> users(compiled.memberships.size());
    for (const ThemePattern& pattern : compiled.patterns) {
        for (const auto* list : lists_of(pattern.guards)) {
            for (const ClassId id : *list) {
                add_users(users[id], {pattern.theme});
            }
        }
    }
    return users;
}

// Which themes a rule works for: a composite class works for whoever uses it, in parts or guards.
void find_users(CompiledThemes& compiled) {
    std::vector<Users> of_classes = guard_users(compiled);
    std::vector<Users> of_rules(compiled.rules.size());
    for (RuleId id = 0; id < compiled.rules.size(); ++id) {
        if (compiled.rules[id].is_pattern) {
            of_rules[id] = {compiled.patterns[compiled.rules[id].target].theme};
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (RuleId id = 0; id < compiled.rules.size(); ++id) {
            const Rule& rule = compiled.rules[id];
            if (!rule.is_pattern) {
                for (const ClassId member : compiled.memberships[rule.target]) {
                    changed |= add_users(of_rules[id], of_classes[member]);
                }
            }
            for (const Part& part : compiled.parts_of(rule)) {
                changed |= add_users(of_classes[part.id], of_rules[id]);
            }
        }
    }
    for (RuleId id = 0; id < compiled.rules.size(); ++id) {
        Rule& rule = compiled.rules[id];
        rule.users_begin = static_cast<std::uint32_t>(compiled.users.size());
        rule.users_count = static_cast<std::uint32_t>(of_rules[id].size());
        compiled.users.insert(compiled.users.end(), of_rules[id].begin(), of_rules[id].end());
    }
}

void ask_always(CompiledThemes& compiled, const std::vector<ClassId>& classes) {
    for (const ClassId id : classes) {
        compiled.always_asked[id] = true;
    }
}

// The classes that contexts and guards ask for, whichever rules are set off.
void ask_for_themes(CompiledThemes& compiled) {
    for (const CompiledTheme& theme : compiled.themes) {
        for (const auto* contexts : {&theme.require, &theme.outnumbered}) {
            for (const Context& context : *contexts) {
                ask_always(compiled, context.classes);
                ask_always(compiled, context.than);
            }
        }
    }
    for (const ThemePattern& pattern : compiled.patterns) {
        for (const auto* list : lists_of(pattern.guards)) {
            ask_always(compiled, *list);
        }
    }
}

// A rule is looked at only when its anchor stands in the text: the part that the fewest rules
// share, which is the rarest kind of word. The next rarest two are asked for at once, if words
// alone make them. An anchor that composites make comes late, so the other parts are always kept.
void choose_anchors(CompiledThemes& compiled, const std::vector<std::uint32_t>& class_level) {
    std::vector<std::uint32_t> uses(compiled.memberships.size(), 0);
    for (const Rule& rule : compiled.rules) {
        for (const Part& part : compiled.parts_of(rule)) {
            ++uses[part.id];
        }
    }
    std::vector<std::pair<ClassId, Trigger>> all;
    for (RuleId id = 0; id < compiled.rules.size(); ++id) {
        const std::span<const Part> all_parts = compiled.parts_of(compiled.rules[id]);
        std::vector<Part> parts(all_parts.begin(), all_parts.end());
        std::sort(parts.begin(), parts.end(), [&](const Part& a, const Part& b) {
            return std::tie(uses[a.id], a.id) < std::tie(uses[b.id], b.id);
        });
        const ClassId anchor = parts.front().id;
        if (class_level[anchor] > 0) {
            for (const Part& part : parts) {
                compiled.always_asked[part.id] = true;
            }
        }
        ClassId others[] = {anchor, anchor};
        std::size_t known = 0;
        for (std::size_t at = 1; at < parts.size() && known < std::size(others); ++at) {
            if (class_level[parts[at].id] == 0) {
                others[known++] = parts[at].id;
            }
        }
        all.emplace_back(anchor, Trigger{id, others[0], others[1]});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [anchor, trigger] : all) {
        compiled.trigger_begins.resize(anchor + std::size_t{1},
                                       static_cast<std::uint32_t>(compiled.triggers.size()));
        compiled.triggers.push_back(trigger);
    }
    compiled.trigger_begins.resize(compiled.memberships.size() + 1,
                                   static_cast<std::uint32_t>(compiled.triggers.size()));
}

}  // namespace

void link_rules(CompiledThemes& compiled, const std::vector<std::vector<ClassId>>& includes) {
    close_memberships(compiled, includes);
    compiled.lexicon.freeze(compiled.memberships);
    const std::vector<std::uint32_t> class_level = order_rules(compiled);
    find_users(compiled);
    compiled.always_asked.resize(compiled.memberships.size(), false);
    ask_for_themes(compiled);
    choose_anchors(compiled, class_level);
}

}  // namespace khabard
