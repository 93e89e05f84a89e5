#pragma once

// Watch: what the service remembers of its own work, for whoever asks how it is: counters, how long
// things took, the last decisions about each feed, the last errors. Fed by the loop at the places
// where things happen; it decides nothing and its loss would change nothing. What belongs to a turn
// counts when the turn is committed. Loop thread only; everything it keeps is bounded.

#include "daemon/model/feed.h"
#include "daemon/model/known.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/ports/clock.h"
#include "daemon/status/snapshot.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace khabard {

class Watch {
public:
    // What is remembered of one feed, beyond its FeedState.
    struct FeedMemo {
        std::chrono::milliseconds last_took{0};  // the last answer
        Tally tally;
        std::deque<Decision> decisions;  // oldest first, at most decisions_max
    };
    static constexpr std::size_t decisions_max = 16;
    static constexpr std::size_t errors_max = 20;

    // What the ledger has counted so far.
    void start(Instant now, SteadyTime steady, const std::map<FeedId, Tally>& counted);
    // The same, after something changed it that does not pass through here.
    void count_anew(const std::map<FeedId, Tally>& counted);
    // A configuration went live: others are forgotten.
    void keep(const std::vector<Feed>& feeds);

    // One answer, of a feed or of what it led to (nullopt).
    void fetched(const FetchOutcome& outcome, const std::optional<FeedId>& feed,
                 std::chrono::milliseconds took);
    // `outcome` is the name of a closed list.
    void poll_ended(const char* outcome);
    void decided(const FeedId& feed, const std::string& what, Instant now);
    void failed(LastError error);

    // An article's way. `fresh_feed`: read for the first time, its old articles say nothing about
    // our speed.
    struct Way {
        Instant fetched;
        Instant prepared;
        bool fresh_feed;
    };
    void concluded(const Concluded& concluded, const Way& way);
    // The ledger took the changes that were concluded last; `highest` is the last sequence it gave.
    void applied(const FeedId& feed, const Changes& changes, Sequence highest);
    void committed(Instant now);
    void abandoned();

    void sink_opened(Sequence settled);
    void sink_settled(Sequence through, Instant now);
    void sink_troubled() { ++counters_.sink_troubles; }
    // How long after the start the first batch is out; nullopt when it was told already.
    std::optional<std::chrono::milliseconds> first_batch(SteadyTime now);
    // The publisher's own count: it lives while that grows.
    void publisher_stepped(std::uint64_t steps, SteadyTime now);
    std::chrono::milliseconds publisher_still(SteadyTime now) const { return now - stepped_at_; }
    void record_refused() { ++counters_.refused_records; }

    void reloaded(bool applied) {
        ++(applied ? counters_.reloads_applied : counters_.reloads_refused);
    }

    const Counters& counters() const { return counters_; }
    const Tally& tally() const { return tally_; }
    Instant started() const { return started_; }
    // nullptr: nothing is remembered of it.
    const FeedMemo* memo(const FeedId& feed) const;
    std::optional<Instant> last_batch() const { return last_batch_; }
    const std::deque<LastError>& last_errors() const { return last_errors_; }

private:
    struct Sample {
        std::optional<Instant> stated;
        Instant fetched;
        Instant prepared;
    };
    struct Numbered {
        Sequence seq;
        Sample sample;
        Instant committed;
    };

    void observe(Stage stage, const Sample& sample, Instant at, Instant before);

    Counters counters_;
    Instant started_{};
    SteadyTime started_steady_{0};
    bool first_batch_told_ = false;
    std::uint64_t steps_ = 0;
    SteadyTime stepped_at_{0};
    Tally tally_;
    std::map<FeedId, FeedMemo> memos_;
    std::vector<Sample> concluded_;  // of the records concluded last
    std::vector<Numbered> staged_;   // of this turn
    std::vector<std::pair<FeedId, Tally>> staged_tallies_;
    std::deque<Numbered> unacknowledged_;  // by sequence, at most samples_max
    Sequence settled_{0};
    std::optional<Instant> last_batch_;
    std::deque<LastError> last_errors_;  // oldest first
};

}  // namespace khabard
