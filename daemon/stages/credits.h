#pragma once

// Who a text is credited to: agencies by their canonical names, told from newspapers, channels and
// sites, which are no agency.

#include "daemon/stages/cleaning_rules.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khabard {

struct Credits {
    std::vector<std::size_t> agencies;  // indexes into CleaningRules::agencies, in order, once each
    std::size_t outlets;                // known newspapers, channels, sites named
    std::size_t pictures;               // known photo agencies, "archive"
    std::size_t other_words;            // words that belong to no known name

    bool only_known() const {
        return other_words == 0 && (!agencies.empty() || outlets > 0 || pictures > 0);
    }
};

// Reads names in any order, however joined: "A + B", "A, B and C", "(A.F.P.)".
Credits read_credits(std::string_view text, const CleaningRules& rules);

void add_agencies(std::vector<std::size_t>& to, const std::vector<std::size_t>& from);

// Canonical names joined by an Arabic comma; the generic one only where it stands alone.
std::optional<std::string> agency_names(const std::vector<std::size_t>& agencies,
                                        const CleaningRules& rules);

}  // namespace khabard
