#include "daemon/run/page_book.h"

#include "tests/support/catch.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const Instant start{};

Pending row(std::uint64_t number, PageStage stage, std::chrono::minutes give_up,
            const std::string& feed = "a") {
    return Pending{.page = Digest{7, number},
                   .feed = FeedId{feed},
                   .url = "https://outlet.example/" + std::to_string(number),
                   .entry = {},
                   .stage = stage,
                   .due = start,
                   .give_up = start + give_up,
                   .attempts = 0,
                   .missing = false};
}

Digest page(std::uint64_t number) {
    return {7, number};
}

}  // namespace

TEST_CASE("pages are counted, in all, by feed, and those that are parked") {
    PageBook book(false);
    book.put(row(1, PageStage::parked, 15min));
    book.put(row(2, PageStage::late, 60min));
    book.put(row(3, PageStage::parked, 15min, "b"));
    CHECK(book.size() == 3);
    CHECK(book.parked() == 2);
    CHECK(book.of_feed(FeedId{"a"}) == 2);
    book.put(row(1, PageStage::late, 60min));
    CHECK(book.size() == 3);
    CHECK(book.parked() == 1);
    book.remove(page(1));
    book.remove(page(1));
    CHECK(book.size() == 2);
    CHECK(book.of_feed(FeedId{"a"}) == 1);
    CHECK(book.find(page(1)) == nullptr);
    CHECK(book.of_feed(FeedId{"unknown"}) == 0);
}

TEST_CASE("patience ends in order, and not for a page that somebody is busy with") {
    PageBook book(false);
    CHECK_FALSE(book.next_end());
    book.put(row(1, PageStage::parked, 15min));
    book.put(row(2, PageStage::late, 10min));
    CHECK(book.next_end() == start + 10min);
    CHECK_FALSE(book.given_up(start + 9min));
    CHECK(book.given_up(start + 20min) == page(2));
    book.set_busy(page(2), true);
    CHECK(book.given_up(start + 20min) == page(1));
    // A new word on it does not take it from whoever is busy with it.
    book.put(row(2, PageStage::late, 5min));
    CHECK(book.given_up(start + 20min) == page(1));
    book.set_busy(page(2), false);
    CHECK(book.given_up(start + 20min) == page(2));
}

TEST_CASE("a run of --once waits for what is parked alone") {
    PageBook book(true);
    book.put(row(1, PageStage::recheck_first, 10min));
    CHECK_FALSE(book.next_end());
    book.put(row(2, PageStage::parked, 15min));
    CHECK(book.next_end() == start + 15min);
    CHECK(book.size() == 2);
}

TEST_CASE("a page has a name among errands, and no other name is a page's") {
    const Digest digest{0x0123456789abcdef, 0xfedcba9876543210};
    CHECK(page_of_name(page_name(digest)) == digest);
    CHECK_FALSE(page_of_name("feed"));
    CHECK_FALSE(page_of_name(""));
}
