#include "daemon/run/follows.h"

#include "daemon/run/service_state.h"
#include "daemon/run/telling.h"
#include "daemon/stages/identify.h"

#include <algorithm>
#include <random>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t children_max = 50;
constexpr unsigned pages_max = 5;
constexpr milliseconds children_apart = std::chrono::minutes{15};

std::string key_of(const FeedId& feed, const std::string& url) {
    return feed.get() + " " + url;
}

bool names_news(const std::string& url) {
    return url.find("news") != std::string::npos;
}

// Children worth reading, news first.
std::vector<std::string> children_of(const Prepared& prepared) {
    std::vector<std::string> children;
    for (const Followup& followup : prepared.followups) {
        if (followup.kind == FollowupKind::child_sitemap && target_of(followup.url) &&
            std::find(children.begin(), children.end(), followup.url) == children.end()) {
            children.push_back(followup.url);
        }
    }
    std::stable_partition(children.begin(), children.end(), names_news);
    return children;
}

}  // namespace

void Service::Follows::put(const std::string& key, SteadyTime due) {
    const auto found = documents_.find(key);
    const auto target = found == documents_.end() ? std::nullopt : target_of(found->second.url);
    if (target) {
        service_.trips.errands().put(target->host, {ErrandKind::follow, key}, due);
    }
}

void Service::Follows::forget(const FeedId& feed) {
    children_.erase(feed);
    std::erase_if(documents_, [&](const auto& each) {
        if (each.second.feed != feed) {
            return false;
        }
        service_.trips.errands().drop({ErrandKind::follow, each.first});
        return true;
    });
}

void Service::Follows::read(const RunningFeed& one, const Prepared& prepared) {
    std::vector<std::string> children = children_of(prepared);
    if (children.size() > children_max) {
        service_.ports.log.warning("feed " + one.feed.id.get() + " names " +
                                       std::to_string(children.size()) + " sitemaps, the first " +
                                       std::to_string(children_max) + " are read",
                                   {{"FEED", one.feed.id.get()}});
        children.resize(children_max);
    }
    if (prepared.provenance.format == "sitemapindex") {
        std::vector<std::string> keys;
        for (const std::string& url : children) {
            keys.push_back(key_of(one.feed.id, url));
            documents_.emplace(keys.back(), Followed{.feed = one.feed.id,
                                                     .url = url,
                                                     .validators = {},
                                                     .body = std::nullopt,
                                                     .page = 0,
                                                     .interval = one.feed.interval});
        }
        for (const std::string& key : std::exchange(children_[one.feed.id], keys)) {
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
                service_.trips.errands().drop({ErrandKind::follow, key});
                documents_.erase(key);
            }
        }
        put_children(one.feed.id);
    } else if (children_.contains(one.feed.id)) {
        forget(one.feed.id);  // it is no index any more
    }
    next_page(one, prepared, 1);
}

bool Service::Follows::speaks_of_news(const RunningFeed& one, const Prepared& prepared) {
    const std::vector<std::string> children = children_of(prepared);
    return names_news(one.feed.url) || std::any_of(children.begin(), children.end(), names_news);
}

// Those that are not in line already are asked one after the other.
void Service::Follows::put_children(const FeedId& feed) {
    SteadyTime due = service_.ports.clock.steady();
    for (const std::string& key : children_.find(feed)->second) {
        if (!service_.options.once) {
            due += service_.scaled(children_apart);
        }
        const Errand errand{ErrandKind::follow, key};
        if (!service_.trips.errands().has(errand) && service_.trips.under_way(errand) == 0) {
            put(key, due);
        }
    }
}

// A child was read, or could not be: its next turn.
void Service::Follows::put_again(const std::string& key, bool brought_news) {
    const auto found = documents_.find(key);
    const RunningFeed* one =
        found == documents_.end() ? nullptr : service_.running(found->second.feed);
    if (one == nullptr || service_.options.once) {
        return;
    }
    Followed& child = found->second;
    child.interval = child_interval(one->feed, child.interval, brought_news);
    std::uniform_real_distribution<double> jitter(0.9, 1.1);
    const milliseconds wait{static_cast<std::int64_t>(static_cast<double>(child.interval.count()) *
                                                      jitter(service_.dice))};
    put(key, service_.ports.clock.steady() + service_.scaled(wait));
}

bool Service::Follows::must_read(const RunningFeed& one) const {
    return one.state.history.is_index && !children_.contains(one.feed.id);
}

// Only where a page brought nothing that was known may there be more news behind it.
void Service::Follows::next_page(const RunningFeed& one, const Prepared& prepared, unsigned page) {
    if (page > pages_max || prepared.items.empty() || prepared.repeats > 0) {
        return;
    }
    for (const Followup& followup : prepared.followups) {
        const std::string key = key_of(one.feed.id, followup.url);
        if (followup.kind == FollowupKind::next_page && target_of(followup.url) &&
            followup.url != one.feed.url && !documents_.contains(key)) {
            documents_.emplace(key, Followed{.feed = one.feed.id,
                                             .url = followup.url,
                                             .validators = {},
                                             .body = std::nullopt,
                                             .page = page});
            put(key, service_.ports.clock.steady());
            return;
        }
    }
}

const RunningFeed* Service::Follows::feed_of(const Errand& errand) const {
    const auto found = documents_.find(errand.key);
    return found == documents_.end() ? nullptr : service_.running(found->second.feed);
}

std::optional<Way> Service::Follows::way_of(const Errand& errand) const {
    const RunningFeed* one = feed_of(errand);
    auto target =
        one != nullptr ? target_of(documents_.find(errand.key)->second.url) : std::nullopt;
    if (!target) {
        return std::nullopt;
    }
    return Way{*std::move(target), RequestKind::page, one->feed.robots, true};
}

void Service::Follows::start(const Errand& errand) {
    const RunningFeed* one = feed_of(errand);
    if (one == nullptr) {
        documents_.erase(errand.key);
        return;
    }
    const Followed& document = documents_.find(errand.key)->second;
    FetchRequest request = service_.feed_request(*one, document.url);
    request.validators = document.validators;
    const auto failure = service_.trips.depart(std::move(request), errand, one->feed.robots);
    if (failure) {
        refused(errand, failure->detail);
    }
}

void Service::Follows::refused(const Errand& errand, const std::string& why) {
    const auto found = documents_.find(errand.key);
    if (found != documents_.end()) {
        const std::string& feed = found->second.feed.get();
        service_.ports.log.warning(
            "feed " + feed + ": " + found->second.url + " is not asked: " + why, {{"FEED", feed}});
    }
    leave(errand);
}

// A child has its next turn, a further page has none.
void Service::Follows::leave(const Errand& errand) {
    const auto found = documents_.find(errand.key);
    if (found != documents_.end() && found->second.page > 0) {
        documents_.erase(found);
    } else {
        put_again(errand.key, false);
    }
}

void Service::Follows::arrive(const Trip& trip, FetchOutcome outcome) {
    const auto found = documents_.find(trip.errand.key);
    const RunningFeed* one =
        found == documents_.end() ? nullptr : service_.running(found->second.feed);
    if (one == nullptr) {
        documents_.erase(trip.errand.key);
        return;
    }
    const Followed& document = found->second;
    auto* fetched = std::get_if<Fetched>(&outcome);
    const bool same =
        fetched != nullptr && (fetched->status == 304 ||
                               (document.body && *document.body == digest_of(fetched->body.bytes)));
    if (fetched != nullptr && fetched->status == 200 && !same) {
        service_.prepare_poll(trip, *one, std::move(*fetched));
        return;
    }
    if (!same) {
        const auto* failure = std::get_if<FetchFailure>(&outcome);
        const std::string why =
            failure != nullptr ? failure->detail : "HTTP " + std::to_string(fetched->status);
        service_.ports.log.warning(
            "feed " + one->feed.id.get() + ": " + document.url + " failed: " + why,
            {{"FEED", one->feed.id.get()}});
    }
    leave(trip.errand);
}

void Service::Follows::conclude(const Unit& unit, const Prepared& prepared) {
    const auto found = documents_.find(unit.followed);
    const RunningFeed* one = service_.running(unit.feed);
    if (found == documents_.end() || one == nullptr || one->feed.url != unit.url) {
        return;
    }
    const bool whole = prepared.wellformed && !prepared.truncated && !prepared.refused;
    read_.push_back(Read{.key = unit.followed,
                         .validators = whole ? unit.fetched->validators : Validators{},
                         .body = prepared.body,
                         .brought_news = false});
    if (prepared.refused) {
        service_.ports.log.warning(
            "feed " + unit.feed.get() + ": " + found->second.url + ": " + prepared.refused->what,
            {{"FEED", unit.feed.get()}});
        return;
    }
    if (service_.turn_error) {
        return;  // read again, like everything of this turn
    }
    auto known = service_.ports.ledger.known(questions(prepared));
    if (!known) {
        service_.turn_error = known.error();
        return;
    }
    const Instant now = service_.ports.clock.wall();
    Concluded concluded = khabard::conclude(prepared, std::move(*known), service_.index,
                                            {.feed = one->feed,
                                             .rules = *service_.configuration.rules,
                                             .now = now,
                                             .pages = service_.pages.context_of(unit.feed)});
    if (concluded.addresses_left > 0) {
        read_.back() = Read{
            .key = unit.followed, .validators = {}, .body = std::nullopt, .brought_news = false};
    }
    read_.back().brought_news = !concluded.changes.seen.empty();
    // What the feed's own document does not show is gone from it.
    concluded.changes.shown_once = now;
    service_.refusals.bury(unit, concluded.rejected, concluded.changes);
    tell({service_.ports.log, service_.staged.lines}, unit, prepared, concluded);
    service_.apply(unit.feed, concluded.changes);
    service_.pages.retract(concluded.taken_back);
    if (found->second.page > 0) {
        next_page(*one, prepared, found->second.page + 1);
    }
}

void Service::Follows::end_turn(bool committed) {
    for (const Read& read : std::exchange(read_, {})) {
        const auto found = documents_.find(read.key);
        if (found == documents_.end()) {
            continue;
        }
        if (!committed) {
            put(read.key, service_.ports.clock.steady() + service_.scaled(children_apart));
        } else if (found->second.page > 0) {
            documents_.erase(found);
        } else {
            found->second.validators = read.validators;
            found->second.body = read.body;
            put_again(read.key, read.brought_news);
        }
    }
}

}  // namespace khabard
