#pragma once

// Which rules the words of an article may set off. A rule hangs on the rarest of its classes alone,
// and is dropped at once if the other ones are not in the article; so themes that share no word
// with an article cost it a byte each.

#include "daemon/themes/compiled.h"
#include "daemon/themes/reading.h"

#include <cstddef>
#include <memory_resource>
#include <vector>

namespace khabard {

struct Candidates {
    std::pmr::vector<RuleId> rules;  // in order, each once
    std::size_t looked_at;           // rules that hang on a class of the article
};

// `memory` outlives the candidates.
Candidates find_candidates(const CompiledThemes& compiled, const Reading& reading,
                           std::pmr::memory_resource* memory = std::pmr::get_default_resource());

}  // namespace khabard
