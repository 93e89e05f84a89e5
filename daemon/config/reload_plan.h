#pragma once

// What a reload would do, worked out before anything is done. The plan is the answer of
// `khabard reload`; a plan with restart keys is refused whole, and nothing changes.

#include "daemon/config/config.h"
#include "daemon/model/ids.h"

#include <string>
#include <vector>

namespace khabard {

struct ReloadPlan {
    std::vector<FeedId> added;    // new, or switched on: due at once when never polled
    std::vector<FeedId> removed;  // gone, or switched off: not polled, and not forgotten
    std::vector<FeedId> retimed;  // another interval, and nothing else that a poll depends on
    std::vector<FeedId> changed;  // anything else; a new url or kind drops the validators
    std::vector<std::string> changed_keys;  // of khabard.toml, those that a reload may change
    std::vector<std::string> restart_keys;  // of khabard.toml; not empty: the plan is refused
    bool rules_changed;                     // themes, cleaning or aliases

    bool allowed() const { return restart_keys.empty(); }
    // Nothing would change: feeds, keys and rules are as they were.
    bool empty() const;
};

// A configuration as it runs, or is to run.
struct LiveConfig {
    const Config& config;
    const RulesetVersion& ruleset;
};

ReloadPlan plan_reload(const LiveConfig& before, const LiveConfig& after);

// "2 feeds added (a, b), 1 retimed (c), themes or cleaning changed" for people; "nothing changes".
std::string describe(const ReloadPlan& plan);

}  // namespace khabard
