#pragma once

// Datelines by their form: "CITY (AGENCY) -", "CITY - AGENCY", "CITY, CITY (PAPER, AGENCIES)",
// "CITY/ REPORTER/ AGENCY", "CITY 12 March (AGENCY)", "AGENCY - CITY:", "CITY, 5 March 2026.
// /AGENCY/.", "CITY <Hijri date> <Gregorian date> AGENCY", "CITY - said ...". No list of cities is
// needed: what stands before a known agency or paper, short and set off by signs, is where it
// was written.

#include "daemon/stages/cleaning_rules.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct Dateline {
    std::vector<std::string> places;
    std::vector<std::string> persons;   // reporters named between city and agency
    std::vector<std::size_t> agencies;  // indexes into CleaningRules::agencies
    std::string date;                   // as written; empty: none
    std::size_t length;                 // bytes of the text that are dateline, signs included
};

// The dateline at the start of `text`. Never takes more than the first line's start.
std::optional<Dateline> find_dateline(std::string_view text, const CleaningRules& rules);

// Places joined by an Arabic comma.
std::string join_places(const std::vector<std::string>& places);

}  // namespace khabard
