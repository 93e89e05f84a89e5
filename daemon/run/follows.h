#pragma once

// Documents that a feed's own document leads on to: the children of a sitemap index, first 15
// minutes apart behind it and then each at its own interval, and the next pages of a feed that had
// nothing but news. They are read as the feed's, under the budgets of pages, and are not remembered
// over a restart: then an index is read anew. Loop thread only.
//
// Limits: 50 children of an index (those that call themselves news first), 5 further pages.

#include "daemon/pipeline/prepare.h"
#include "daemon/run/service.h"
#include "daemon/run/trips.h"
#include "daemon/run/units.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

class Service::Follows {
public:
    explicit Follows(State& service) : service_(service) {}

    // What the feed's own document, just read, leads on to.
    void read(const RunningFeed& one, const Prepared& prepared);
    // An index whose own address or one of whose children's has news in it.
    static bool speaks_of_news(const RunningFeed& one, const Prepared& prepared);
    // An index whose children are not known has to be read, whether it has changed or not.
    bool must_read(const RunningFeed& one) const;

    // The feed has left, or stands somewhere else.
    void forget(const FeedId& feed);

    // nullptr: nobody wants the document any more.
    const RunningFeed* feed_of(const Errand& errand) const;
    std::optional<Way> way_of(const Errand& errand) const;
    void start(const Errand& errand);
    // It was not asked; what comes next of it is as after an answer.
    void refused(const Errand& errand, const std::string& why);
    void arrive(const Trip& trip, FetchOutcome outcome);
    void conclude(const Unit& unit, const Prepared& prepared);
    // The turn is committed, or was abandoned: what it read counts, or is read again.
    void end_turn(bool committed);

private:
    struct Followed {
        FeedId feed;
        std::string url;
        Validators validators;
        std::optional<Digest> body;
        unsigned page;                          // how many pages lie before it; 0: a child
        std::chrono::milliseconds interval{0};  // of a child
    };
    struct Read {
        std::string key;
        Validators validators;
        std::optional<Digest> body;
        bool brought_news;
    };

    void put(const std::string& key, SteadyTime due);
    void put_children(const FeedId& feed);
    void leave(const Errand& errand);
    void put_again(const std::string& key, bool brought_news);
    void next_page(const RunningFeed& one, const Prepared& prepared, unsigned page);

    State& service_;
    std::map<std::string, Followed> documents_;            // by key of their errand
    std::map<FeedId, std::vector<std::string>> children_;  // keys, in the order to be asked
    std::vector<Read> read_;                               // in this turn
};

}  // namespace khabard
