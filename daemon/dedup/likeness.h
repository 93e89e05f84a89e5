#pragma once

// How alike two texts are, and whether that makes one a copy of the other.

#include "daemon/model/keys.h"

#include <cstddef>

namespace khabard {

struct Likeness {
    // Mean of two shares of the shingles in common: of the shorter text's (so that a cut copy and
    // added background count little) and of both texts' (so that a part is less than the whole).
    double overlap;
    // The smaller of both shares of a lead's bigrams that the other text's opening has. Reports
    // that share only background have leads of their own.
    double lead;
    // Of the text with fewer facts: those that the other one has, and those that it lacks.
    std::size_t facts_shared;
    std::size_t facts_missing;

    // The three weighed against each other, by which candidates are ranked.
    double evidence() const;
};

// Symmetric. Without any shingle in common all is 0 but the facts.
Likeness likeness(const Fingerprint& a, const Fingerprint& b);

// True when a text so alike is a copy, by the thresholds in likeness.cc. Texts of one outlet need
// more, the lead above all: what an outlet writes on next repeats its background under a new lead.
bool is_copy(const Likeness& likeness, bool same_outlet);

}  // namespace khabard
