#pragma once

// One article in a scraped text: furniture goes, and headline, date, dateline and credits are found
// by where they stand: above the first running text, in it, or below the last.

#include "daemon/dates/dates.h"
#include "daemon/stages/clean.h"
#include "daemon/stages/cleaning_rules.h"
#include "daemon/stages/findings.h"
#include "daemon/stages/sheet.h"

#include <optional>
#include <vector>

namespace khabard {

struct ScrapedPart {
    Sheet sheet;
    std::vector<Finding> findings;  // of its lines
    Draft draft;                    // what is stated; blocks are ignored
};

// nullopt: there is no article in it (an error page, a menu).
std::optional<CleanDraft> clean_scraped(ScrapedPart part, const CleaningRules& rules,
                                        const DateContext& context);

}  // namespace khabard
