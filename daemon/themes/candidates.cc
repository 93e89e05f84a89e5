#include "daemon/themes/candidates.h"

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

constexpr std::size_t look_ahead = 8;  // classes whose triggers are on the way from the memory

// Whether a class came before, most times that it did: each place remembers the last one only.
class Recent {
public:
    bool came(ClassId id) { return std::exchange(last_[id % last_.size()], id + 1) == id + 1; }

private:
    std::array<std::uint32_t, 512> last_{};
};

// The classes of the hits, most of them once.
std::pmr::vector<ClassId> classes_of(std::span<const ClassHit> hits,
                                     std::pmr::memory_resource* memory) {
    std::pmr::vector<ClassId> classes(hits.size(), ClassId{0}, memory);
    Recent recent;
    std::size_t end = 0;
    for (const ClassHit& hit : hits) {
        classes[end] = hit.id;
        end += recent.came(hit.id) ? 0U : 1U;
    }
    classes.resize(end);
    return classes;
}

}  // namespace

// As in the reading, what passes is kept without a branch.
Candidates find_candidates(const CompiledThemes& compiled, const Reading& reading,
                           std::pmr::memory_resource* memory) {
    Candidates found{std::pmr::vector<RuleId>(memory), 0};
    const std::pmr::vector<ClassId> classes = classes_of(reading.hits(), memory);
    const std::uint32_t* const begins = compiled.trigger_begins.data();
    std::size_t passed = 0;
    for (std::size_t at = 0; at < classes.size(); ++at) {
        const ClassId ahead = classes[std::min(at + look_ahead, classes.size() - 1)];
        __builtin_prefetch(compiled.triggers.data() + begins[ahead]);
        const ClassId id = classes[at];
        const auto triggers = std::span(compiled.triggers.data() + begins[id],
                                        compiled.triggers.data() + begins[id + std::size_t{1}]);
        if (passed + triggers.size() > found.rules.size()) {
            found.rules.resize((passed + triggers.size()) * 2);
        }
        for (const Trigger& trigger : triggers) {
            found.rules[passed] = trigger.rule;
            const unsigned second = reading.may_have(trigger.second) ? 1U : 0U;
            passed += second & (reading.may_have(trigger.third) ? 1U : 0U);
        }
        found.looked_at += triggers.size();
    }
    found.rules.resize(passed);
    for (const RuleId rule : found.rules) {
        __builtin_prefetch(compiled.rules.data() + rule);
    }
    std::sort(found.rules.begin(), found.rules.end());
    found.rules.erase(std::unique(found.rules.begin(), found.rules.end()), found.rules.end());
    return found;
}

}  // namespace khabard
