#include "daemon/run/rebuild.h"

#include "daemon/lib/json/json_value.h"
#include "daemon/stages/recall.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t record_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::size_t articles_at_once = 1000;

}  // namespace

void Rebuild::note(const std::string& topic, const std::string& key) {
    topics_[key].insert(topic);
}

Status Rebuild::keep(ArticleChange change) {
    const ArticleId id = change.article.id;
    const auto known = ledger_.known({.keys = {}, .ids = {id}, .items = {}});
    if (!known) {
        return known.error();
    }
    const auto before = known->articles.find(id);
    if (before != known->articles.end() && before->second.version >= change.article.version) {
        return {};
    }
    counts_.articles += before == known->articles.end() ? 1 : 0;
    const std::set<std::string>& ever = topics_[id.get()];
    change.article.ever_topics.assign(ever.begin(), ever.end());
    const FeedId feed = change.article.feed;
    Changes changes{};
    changes.articles.push_back(std::move(change));
    if (auto applied = ledger_.apply(feed, changes); !applied) {
        return applied;
    }
    return ++uncommitted_ < articles_at_once ? Status() : finish();
}

Status Rebuild::add(const std::string& topic, std::string_view record) {
    ++counts_.records;
    const auto json = parse_json(record, {.bytes_max = record_bytes_max});
    auto change = json ? recall(*json, aliases_) : Result<ArticleChange>(json.error());
    if (!change) {
        if (++counts_.damaged == 1) {
            counts_.first_damage = topic + ": " + change.error().text();
        }
        return {};
    }
    return keep(std::move(*change));
}

Status Rebuild::finish() {
    uncommitted_ = 0;
    return ledger_.commit();
}

}  // namespace khabard
