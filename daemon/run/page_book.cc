#include "daemon/run/page_book.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/stages/identify.h"

namespace khabard {

void PageBook::list(const Digest& page, const Row& row) {
    if (!row.busy && wants(row)) {
        ends_.emplace(row.give_up, page);
    }
}

void PageBook::unlist(const Digest& page, const Row& row) {
    ends_.erase({row.give_up, page});
}

void PageBook::put(const Pending& pending) {
    const Row* before = find(pending.page);
    const bool busy = before != nullptr && before->busy;
    remove(pending.page);
    const auto placed = rows_.emplace(pending.page, Row{.feed = pending.feed,
                                                        .url = pending.url,
                                                        .stage = pending.stage,
                                                        .due = pending.due,
                                                        .give_up = pending.give_up,
                                                        .busy = busy});
    ++by_feed_[pending.feed];
    parked_ += pending.stage == PageStage::parked ? 1 : 0;
    list(pending.page, placed.first->second);
}

void PageBook::remove(const Digest& page) {
    const auto found = rows_.find(page);
    if (found == rows_.end()) {
        return;
    }
    const Row& row = found->second;
    unlist(page, row);
    parked_ -= row.stage == PageStage::parked ? 1 : 0;
    const auto count = by_feed_.find(row.feed);
    if (--count->second == 0) {
        by_feed_.erase(count);
    }
    rows_.erase(found);
}

void PageBook::set_busy(const Digest& page, bool busy) {
    const auto found = rows_.find(page);
    if (found == rows_.end()) {
        return;
    }
    unlist(page, found->second);
    found->second.busy = busy;
    list(page, found->second);
}

const PageBook::Row* PageBook::find(const Digest& page) const {
    const auto found = rows_.find(page);
    return found == rows_.end() ? nullptr : &found->second;
}

std::optional<Digest> PageBook::given_up(Instant now) const {
    return !ends_.empty() && ends_.begin()->first <= now ? std::optional(ends_.begin()->second)
                                                         : std::nullopt;
}

std::optional<Instant> PageBook::next_end() const {
    return ends_.empty() ? std::nullopt : std::optional(ends_.begin()->first);
}

std::size_t PageBook::of_feed(const FeedId& feed) const {
    const auto found = by_feed_.find(feed);
    return found == by_feed_.end() ? 0 : found->second;
}

std::string page_name(const Digest& page) {
    return to_hex(page);
}

std::optional<Digest> page_of_name(std::string_view name) {
    const auto hash = hash128_from_hex(name);
    return hash ? std::optional(Digest{hash->high, hash->low}) : std::nullopt;
}

}  // namespace khabard
