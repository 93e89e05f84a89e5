#pragma once

// clean: the newsroom rules. Furniture of pages goes (share lines, lists of other stories,
// counters, captions, comments), datelines, credits and bylines leave the text for fields of their
// own. A Draft that must be searched (Draft::search_text) is also searched for its headline, its
// date and the borders of several articles; any other is never split and never loses a stated
// field. When in doubt text stays: prose that is lost is worse than a line too many.

#include "daemon/model/article.h"
#include "daemon/stages/cleaning_rules.h"

#include <optional>
#include <string>
#include <vector>

namespace khabard {

// A Draft without furniture, and what the newsroom's conventions said about it.
struct CleanDraft {
    Draft draft;
    std::optional<std::string> dateline;  // city or cities, joined by an Arabic comma
    std::optional<std::string> agency;    // canonical names, joined by an Arabic comma
    std::optional<std::string> credit;    // the source line as it stood
    bool withdrawn;                       // the publisher takes the story back
    bool cut_short;                       // "read more", "to be continued": the text is not whole
};

// Several for a scraped text of several articles, none for one without an article (an error page).
// `timezone` is the feed's, for dates found in the text; empty: UTC.
std::vector<CleanDraft> clean(Draft draft, const CleaningRules& rules,
                              const std::string& timezone = {});

}  // namespace khabard
