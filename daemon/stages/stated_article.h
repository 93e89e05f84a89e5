#pragma once

// An article that a feed, a page or an API states as such: its fields stand, its text is never
// split, and only what is surely no prose is taken off: furniture lines named by a rule, the
// dateline in front, credits and promotion behind.

#include "daemon/stages/clean.h"
#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/sheet.h"

namespace khabard {

// `sheet` holds the blocks of `draft`, display text already.
CleanDraft clean_stated(Draft draft, Sheet sheet, const CleaningRules& rules);

}  // namespace khabard
