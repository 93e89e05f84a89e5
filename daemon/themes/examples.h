#pragma once

// The labelled examples of the theme files. They are the tests that linguists write: a reload whose
// examples fail is refused.

#include "daemon/model/complaint.h"
#include "daemon/model/text.h"
#include "daemon/themes/engine.h"

#include <optional>
#include <vector>

namespace khabard {

// How one example came out.
struct JudgedExample {
    ThemeExample example;
    DisplayText text;  // what the scores' evidence points into, as a body
    bool passed;
    std::optional<ThemeScore> score;  // of its theme; nullopt: the theme was not touched at all
    std::vector<ThemeScore> others;   // of the other themes
};

// All examples, also those of themes that are switched off, in the order of the files.
std::vector<JudgedExample> judge_examples(const ThemeSet& set);

// Every example that did not come out as labelled, as a complaint at its place, with its score and
// the patterns that spoke.
Complaints run_examples(const ThemeSet& set);

}  // namespace khabard
