#pragma once

// Rules: everything that decides what becomes of an article, compiled, immutable, and shared by
// all workers. A job ends under the rules that it began with, whatever is reloaded meanwhile.

#include "daemon/config/config.h"
#include "daemon/config/config_files.h"
#include "daemon/model/complaint.h"
#include "daemon/model/feed.h"
#include "daemon/model/ids.h"
#include "daemon/model/limits.h"
#include "daemon/model/verdict.h"
#include "daemon/stages/cleaning_rules.h"
#include "daemon/text/fold.h"
#include "daemon/themes/engine.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace khabard {

struct Rules {
    std::vector<Feed> feeds;
    ThemeSet themes;
    TopicMap topics;
    CleaningRules cleaning;
    Aliases aliases;
    Limits limits;
    bool publish_minor;
    std::chrono::milliseconds max_age;
    std::chrono::milliseconds backfill_age;
    std::string instance;
    Generation generation;
    RulesetVersion ruleset;

    // nullptr when there is no feed of that id.
    const Feed* feed(const FeedId& id) const;
};

struct CompiledRules {
    std::shared_ptr<const Rules> rules;  // never null; lacks whatever is complained about
    Complaints complaints;
};

// Compiles the theme, cleaning and alias files of `files` (see with_shipped_rules) for a
// configuration that was loaded from them. The examples of the themes are not run: see check_rules.
CompiledRules compile_rules(const ConfigFiles& files, const Config& config, Generation generation);

// Runs the labelled examples of every theme. What fails makes `check` fail and a reload be refused.
Complaints check_rules(const Rules& rules);

// First 16 hex digits of a hash over the names and texts of the theme, cleaning and alias files:
// two records with the same one were labelled by the same rules.
RulesetVersion ruleset_version(const ConfigFiles& files);

}  // namespace khabard
