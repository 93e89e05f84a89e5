#include "daemon/themes/link.h"

#include <algorithm>
#include <iterator>
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
            for (const Part& part : rule.parts) {
                level = std::max(level, class_level[part.id]);
            }
            rule.level = level;
            if (rule.is_pattern) {
                continue;
            }
            top = std::max(top, level + 1);
            for (const ClassId id : compiled.memberships[rule.output]) {
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

// By class: the themes in whose guards it stands.
std::vector<Users> guard_users(const CompiledThemes& compiled) {
    std::vector<Users> users(compiled.memberships.size());
    for (const ThemePattern& pattern : compiled.patterns) {
        const Guards& guards = pattern.guards;
        for (const auto* list : {&guards.sentence_has, &guards.sentence_lacks, &guards.near_lacks,
                                 &guards.article_has, &guards.article_lacks}) {
            for (const ClassId id : *list) {
                add_users(users[id], {pattern.theme});
            }
        }
    }
    return users;
}

// Which themes a rule works for: a composite class works for whoever uses it, in parts or guards.
void find_users(CompiledThemes& compiled) {
    std::vector<Users> users = guard_users(compiled);
    for (Rule& rule : compiled.rules) {
        if (rule.is_pattern) {
            rule.users = {compiled.patterns[rule.pattern].theme};
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (Rule& rule : compiled.rules) {
            if (!rule.is_pattern) {
                for (const ClassId id : compiled.memberships[rule.output]) {
                    changed |= add_users(rule.users, users[id]);
                }
            }
            for (const Part& part : rule.parts) {
                changed |= add_users(users[part.id], rule.users);
            }
        }
    }
}

// A rule is looked at only when its anchor stands in the text: the part that the fewest rules
// share, which is the rarest kind of word. The next rarest two are asked for at once, if words
// alone make them.
void choose_anchors(CompiledThemes& compiled, const std::vector<std::uint32_t>& class_level) {
    std::vector<std::uint32_t> uses(compiled.memberships.size(), 0);
    for (const Rule& rule : compiled.rules) {
        for (const Part& part : rule.parts) {
            ++uses[part.id];
        }
    }
    std::vector<std::pair<ClassId, Trigger>> all;
    for (RuleId id = 0; id < compiled.rules.size(); ++id) {
        std::vector<Part> parts = compiled.rules[id].parts;
        std::sort(parts.begin(), parts.end(), [&](const Part& a, const Part& b) {
            return std::tie(uses[a.id], a.id) < std::tie(uses[b.id], b.id);
        });
        const ClassId anchor = parts.front().id;
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
    choose_anchors(compiled, class_level);
}

}  // namespace khabard
