#pragma once

// A web of very many small feeds on very many loopback addresses, for the measuring of capacity.
// One thread serves all of it: a listener on every address of 127.0.0.0/8, HTTP/1.1 with kept
// connections. It knows when each item appeared and when each host was asked.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace khabard {

using BenchTime = std::chrono::steady_clock::time_point;

struct ManyFeedsOptions {
    std::size_t feeds;
    std::size_t addresses;               // feed i stands on address i % addresses
    std::chrono::milliseconds gap;       // that a host is owed between two starts
    std::chrono::milliseconds new_item;  // mean time between two items of a changing feed
    std::uint64_t seed;
};

struct ManyFeedsCounts {
    std::uint64_t requests;
    std::uint64_t not_modified;  // answers 304
    std::uint64_t robots;        // of the requests, those for /robots.txt
    std::uint64_t feeds_asked;   // at least once, of those that are not troubled()
    std::uint64_t overlaps;      // a host was asked while an answer of it was still going out
    std::uint64_t early;         // a host was asked before four fifths of its gap had passed
    std::uint64_t items;         // that appeared after begin_changes()
};

class ManyFeeds {
public:
    // Ends the program when it cannot listen.
    explicit ManyFeeds(const ManyFeedsOptions& options);
    ~ManyFeeds();
    ManyFeeds(const ManyFeeds&) = delete;
    ManyFeeds& operator=(const ManyFeeds&) = delete;

    std::string url(std::size_t feed) const;
    // Of the feeds one in twenty changes, and one in fifty fails, in twelve ways.
    static bool changes(std::size_t feed);
    static bool fails(std::size_t feed);
    // It fails, or a feed of its host does: it may have to wait for reasons of its host.
    bool troubled(std::size_t feed) const;

    // From now on changing feeds get items.
    void begin_changes();
    // From now on they get none.
    void end_changes();
    ManyFeedsCounts counts() const;
    // When the item appeared; items of before begin_changes() have none.
    static std::string guid(std::size_t feed, std::size_t item);
    std::vector<std::pair<std::string, BenchTime>> appeared() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace khabard
