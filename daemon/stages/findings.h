#pragma once

// What was found out about every line of a scraped text before any is judged by its neighbours.

#include "daemon/stages/classify.h"
#include "daemon/stages/dateline.h"
#include "daemon/stages/publication.h"
#include "daemon/stages/sheet.h"

#include <optional>
#include <vector>

namespace khabard {

struct Finding {
    Classified line;
    std::optional<Publication> date;   // the line is a date line, or begins with a labelled date
    std::optional<Dateline> dateline;  // the whole line is a dateline
};

Finding examine(const Line& line, const CleaningRules& rules, const DateContext& context);

std::vector<Finding> examine_all(const Sheet& sheet, const CleaningRules& rules,
                                 const DateContext& context);

// "And he said", "moreover": a paragraph that carries on what stands before it.
bool carries_on(const Line& line, const CleaningRules& rules);

// Short, without full stop, no furniture: it may be a headline.
bool may_be_headline(const Line& line, const Finding& finding, const CleaningRules& rules);

// Text that is not short.
bool is_running_text(const Line& line, const Finding& finding, const CleaningRules& rules);

}  // namespace khabard
