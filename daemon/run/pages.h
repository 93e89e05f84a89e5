#pragma once

// Article pages: which are asked for and what becomes of them. A page is an errand like a poll; its
// row stands in the ledger (Pending) and, without text, in the page book. What the ledger took in a
// turn counts here once the turn is committed. Loop thread only.

#include "daemon/model/feed.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/run/admission.h"
#include "daemon/run/page_book.h"
#include "daemon/run/retract.h"
#include "daemon/run/service.h"
#include "daemon/run/units.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace khabard {

class Service::Pages {
public:
    // `service` owns the pages; its configuration stands already.
    explicit Pages(State& service);

    // At the start: what waited before it waits on.
    void load();
    // For Trips: where a page is, its request, and how that ended.
    std::optional<Way> way_of(const Errand& errand) const;
    FetchAccess access_for(const Errand& errand) const;
    void begin(const Errand& errand);
    void refuse(const Errand& errand, const Admission& admission);
    void on_page(const Trip& trip, FetchOutcome outcome);
    // A request that was given up as if it had not been made.
    void forget_request(const Errand& errand);

    // Entries whose patience is over go on without their pages.
    void give_up();
    // When that is so next; max(): nobody waits.
    SteadyTime next() const;

    PageContext context_of(const FeedId& feed) const;
    void conclude(const Unit& unit, const Prepared& prepared);
    // Applied in this turn. An article that cannot be retracted is an error and changes nothing.
    Result<Retracted> retract(const ArticleId& id, const Retraction& retraction);
    // Known articles that their publisher takes back.
    void retract(const std::vector<TakenBack>& taken_back);

    // Around the ledger's commit.
    void stage(const Changes& changes);
    void commit();
    void abandon(std::chrono::milliseconds wait);

    const PageBook& book() const { return book_; }

private:
    struct StagedPage {
        Digest page;
        std::optional<Pending> row;  // nullopt: nobody waits for it any more
    };

    PageTimes times() const;
    Feed feed_of(const FeedId& id) const;
    void line_up(const Digest& page, std::chrono::milliseconds at_least);
    std::optional<Pending> stored_row(const Digest& page);
    void fail(const Digest& page, const PageRefusal& refusal, const std::string& cause);
    void miss(const Digest& page, int status);
    void read(const Digest& page, PageEnd end, Fetched fetched);
    void drop_damaged(const Pending& row);
    void retract_under(const Digest& page, const Retraction& retraction);

    State& service_;
    PageBook book_;
    std::vector<StagedPage> staged_;
    std::vector<Digest> ended_;  // pages of which a unit ended in this turn
    SteadyTime not_before_{0};   // of give_up(): a turn was abandoned, and why may last
};

}  // namespace khabard
