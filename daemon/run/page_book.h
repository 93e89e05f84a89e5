#pragma once

// The pages that are waited for, as the loop needs them: which there are, how many of a feed, and
// whose patience is over. The ledger has the same rows with their entries; memory holds no text.
// When a page is asked for is the business of Errands. Pure.

#include "daemon/model/known.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace khabard {

class PageBook {
public:
    struct Row {
        FeedId feed;
        std::string url;
        PageStage stage;
        Instant due;
        Instant give_up;
        bool busy;  // a unit of work has it: neither due nor given up
    };

    // Under --once nobody waits for more than what is parked.
    explicit PageBook(bool parked_only) : parked_only_(parked_only) {}

    // New, or changed; who is busy with it stays so.
    void put(const Pending& row);
    void remove(const Digest& page);
    void set_busy(const Digest& page, bool busy);

    const Row* find(const Digest& page) const;
    bool wants(const Row& row) const { return !parked_only_ || row.stage == PageStage::parked; }

    // The page whose patience ended first, if that was before `now`.
    std::optional<Digest> given_up(Instant now) const;
    std::optional<Instant> next_end() const;

    std::size_t size() const { return rows_.size(); }
    std::size_t parked() const { return parked_; }
    std::size_t of_feed(const FeedId& feed) const;

private:
    void list(const Digest& page, const Row& row);
    void unlist(const Digest& page, const Row& row);

    bool parked_only_;
    std::map<Digest, Row> rows_;
    std::set<std::pair<Instant, Digest>> ends_;  // of rows that are not busy
    std::map<FeedId, std::size_t> by_feed_;
    std::size_t parked_ = 0;
};

// The name of a page among errands, and back; nullopt: no page has that name.
std::string page_name(const Digest& page);
std::optional<Digest> page_of_name(std::string_view name);

}  // namespace khabard
