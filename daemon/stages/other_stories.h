#pragma once

// Lists of other stories in a scraped article ("read also", "most read", tags): where they begin a
// rule says, where they end the text does: at running text, at words that carry a text on, or at a
// headline with a date of its own. Comments and what stands behind them go too.

#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/findings.h"
#include "daemon/stages/sheet.h"

#include <vector>

namespace khabard {

// A line that is found to be a headline which begins like a list becomes text in `findings`.
void take_other_stories(Sheet& sheet, std::vector<Finding>& findings, const CleaningRules& rules);

}  // namespace khabard
