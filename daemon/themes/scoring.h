#pragma once

// From pattern hits to scores, labels and evidence.

#include "daemon/model/theme_score.h"
#include "daemon/model/tokens.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/postings.h"

#include <vector>

namespace khabard {

struct PatternHit {
    PatternId pattern;
    Span span;
};

// One score for each theme that has a hit, in order of theme. Of one pattern the first hit counts
// whole, the second half, the third a quarter, further ones nothing; two hits in one sentence are
// one. A label needs the threshold and enough strength: one strong pattern, or two of the weight
// `pair`.
std::vector<ThemeScore> weigh(const CompiledThemes& compiled, const std::vector<ThemeToken>& tokens,
                              std::vector<PatternHit> hits);

}  // namespace khabard
