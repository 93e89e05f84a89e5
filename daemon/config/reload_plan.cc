#include "daemon/config/reload_plan.h"

#include "daemon/config/key_table.h"

#include <map>
#include <set>
#include <tuple>

namespace khabard {
namespace {

using FeedsById = std::map<std::string, const Feed*>;

FeedsById enabled_feeds(const Config& config) {
    FeedsById feeds;
    for (const Feed& feed : config.feeds) {
        if (feed.enabled) {
            feeds.emplace(feed.id.get(), &feed);
        }
    }
    return feeds;
}

auto identity_of(const JsonApiMap& json) {
    return std::tie(json.items, json.id, json.url, json.title, json.html, json.text, json.published,
                    json.next);
}

// Equal but for the interval, its reason, and whether they are enabled.
bool same_but_interval(const Feed& a, const Feed& b) {
    return std::tie(a.url, a.kind, a.source.id, a.source.name, a.source.domain, a.fetch_pages,
                    a.robots, a.publish_body, a.timezone, a.headers, a.auth, a.tls, a.proxy,
                    a.obey_rights) == std::tie(b.url, b.kind, b.source.id, b.source.name,
                                               b.source.domain, b.fetch_pages, b.robots,
                                               b.publish_body, b.timezone, b.headers, b.auth, b.tls,
                                               b.proxy, b.obey_rights) &&
           identity_of(a.json) == identity_of(b.json);
}

void compare_feeds(const Config& before, const Config& after, ReloadPlan& plan) {
    const FeedsById old_feeds = enabled_feeds(before);
    const FeedsById new_feeds = enabled_feeds(after);
    for (const auto& [id, feed] : new_feeds) {
        const auto old_feed = old_feeds.find(id);
        if (old_feed == old_feeds.end()) {
            plan.added.push_back(feed->id);
        } else if (!same_but_interval(*old_feed->second, *feed)) {
            plan.changed.push_back(feed->id);
        } else if (old_feed->second->interval != feed->interval) {
            plan.retimed.push_back(feed->id);
        }
    }
    for (const auto& [id, feed] : old_feeds) {
        if (!new_feeds.contains(id)) {
            plan.removed.push_back(feed->id);
        }
    }
}

std::string value_of(const Config& config, const std::string& key) {
    const auto found = config.settings.find(key);
    return found == config.settings.end() ? "" : found->second.text;
}

void compare_keys(const Config& before, const Config& after, ReloadPlan& plan) {
    std::set<std::string> keys;
    for (const Config* config : {&before, &after}) {
        for (const auto& [key, setting] : config->settings) {
            keys.insert(key);
        }
    }
    for (const std::string& key : keys) {
        if (value_of(before, key) == value_of(after, key)) {
            continue;
        }
        const KeyRow* row = find_key(key);
        const bool restart = row != nullptr && row->applies == Applies::restart;
        (restart ? plan.restart_keys : plan.changed_keys).push_back(key);
    }
}

// "2 feeds added (a, b)"
void add_part(std::string& out, const std::string& part) {
    out += (out.empty() ? "" : ", ") + part;
}

void add_feeds(std::string& out, const std::vector<FeedId>& feeds, const char* what) {
    if (feeds.empty()) {
        return;
    }
    std::string ids;
    for (const FeedId& id : feeds) {
        ids += (ids.empty() ? "" : ", ") + id.get();
    }
    add_part(out, std::to_string(feeds.size()) + (feeds.size() == 1 ? " feed " : " feeds ") + what +
                      " (" + ids + ")");
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

}  // namespace

bool ReloadPlan::empty() const {
    return added.empty() && removed.empty() && retimed.empty() && changed.empty() &&
           changed_keys.empty() && restart_keys.empty() && !rules_changed;
}

ReloadPlan plan_reload(const LiveConfig& before, const LiveConfig& after) {
    ReloadPlan plan{.added = {},
                    .removed = {},
                    .retimed = {},
                    .changed = {},
                    .changed_keys = {},
                    .restart_keys = {},
                    .rules_changed = before.ruleset != after.ruleset};
    compare_feeds(before.config, after.config, plan);
    compare_keys(before.config, after.config, plan);
    return plan;
}

std::string describe(const ReloadPlan& plan) {
    if (!plan.allowed()) {
        return "refused, because a restart is needed for " + joined(plan.restart_keys);
    }
    std::string out;
    add_feeds(out, plan.added, "added");
    add_feeds(out, plan.removed, "removed");
    add_feeds(out, plan.retimed, "retimed");
    add_feeds(out, plan.changed, "changed");
    if (!plan.changed_keys.empty()) {
        add_part(out, "changed " + joined(plan.changed_keys));
    }
    if (plan.rules_changed) {
        add_part(out, "new themes, cleaning rules or aliases");
    }
    return out.empty() ? "nothing changes" : out;
}

}  // namespace khabard
