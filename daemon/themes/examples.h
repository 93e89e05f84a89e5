#pragma once

// The labelled examples of the theme files. They are the tests that linguists write: a reload whose
// examples fail is refused.

#include "daemon/model/complaint.h"
#include "daemon/themes/engine.h"

namespace khabard {

// Scores every example, also those of themes that are switched off. One that does not come out as
// labelled is a complaint at its place, with its score and the patterns that spoke.
Complaints run_examples(const ThemeSet& set);

}  // namespace khabard
