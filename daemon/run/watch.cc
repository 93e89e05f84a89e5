#include "daemon/run/watch.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t samples_max = 100'000;  // records on their way whose speed is measured

double seconds_between(Instant begin, Instant end) {
    return std::chrono::duration<double>(end - begin).count();
}

}  // namespace

void Watch::start(Instant now, SteadyTime steady, const std::map<FeedId, Tally>& counted) {
    started_ = now;
    started_steady_ = steady;
    stepped_at_ = steady;
    count_anew(counted);
}

void Watch::count_anew(const std::map<FeedId, Tally>& counted) {
    tally_ = Tally{};
    for (const auto& [feed, tally] : counted) {
        tally_.add(tally);
        memos_[feed].tally = tally;
    }
}

void Watch::keep(const std::vector<Feed>& feeds) {
    std::map<FeedId, FeedMemo> kept;
    for (const Feed& feed : feeds) {
        const auto found = memos_.find(feed.id);
        if (found != memos_.end()) {
            kept.insert_or_assign(feed.id, std::move(found->second));
        }
    }
    memos_ = std::move(kept);
}

const Watch::FeedMemo* Watch::memo(const FeedId& feed) const {
    const auto found = memos_.find(feed);
    return found == memos_.end() ? nullptr : &found->second;
}

void Watch::fetched(const FetchOutcome& outcome, const std::optional<FeedId>& feed,
                    std::chrono::milliseconds took) {
    ++counters_.fetches[fetch_label(outcome)];
    if (const auto* answer = std::get_if<Fetched>(&outcome)) {
        counters_.fetched_bytes += answer->body.bytes.size();
    }
    counters_.fetch_seconds.observe(std::chrono::duration<double>(took).count());
    if (feed) {
        memos_[*feed].last_took = took;
    }
}

void Watch::poll_ended(const char* outcome) {
    ++counters_.polls[outcome];
}

void Watch::decided(const FeedId& feed, const std::string& what, Instant now) {
    std::deque<Decision>& decisions = memos_[feed].decisions;
    if (!decisions.empty() && decisions.back().what == what) {
        decisions.back().last = now;
        ++decisions.back().times;
        return;
    }
    if (decisions.size() >= decisions_max) {
        decisions.pop_front();
    }
    decisions.push_back({now, now, 1, what});
}

void Watch::failed(LastError error) {
    if (last_errors_.size() >= errors_max) {
        last_errors_.pop_front();
    }
    last_errors_.push_back(std::move(error));
}

void Watch::concluded(const Concluded& concluded, const Way& way) {
    concluded_.clear();
    for (const Ended& ended : concluded.ended) {
        if (ended.recorded) {
            concluded_.push_back(
                {way.fresh_feed ? std::nullopt : ended.stated, way.fetched, way.prepared});
        }
    }
}

void Watch::applied(const FeedId& feed, const Changes& changes, Sequence highest) {
    staged_tallies_.emplace_back(feed, changes.tally);
    const std::vector<Sample> samples = std::exchange(concluded_, {});
    // Other records than those concluded last have no known way.
    if (samples.size() != changes.records.size()) {
        return;
    }
    std::uint64_t seq = highest.get() - samples.size();
    for (const Sample& sample : samples) {
        staged_.push_back({Sequence{++seq}, sample, Instant{}});
    }
}

void Watch::observe(Stage stage, const Sample& sample, Instant at, Instant before) {
    const auto i = static_cast<std::size_t>(stage);
    counters_.in_stage[i].observe(seconds_between(before, at));
    if (sample.stated) {
        counters_.since_source[i].observe(seconds_between(*sample.stated, at));
    }
}

void Watch::committed(Instant now) {
    ++counters_.turns;
    for (const auto& [feed, tally] : staged_tallies_) {
        tally_.add(tally);
        memos_[feed].tally.add(tally);
    }
    staged_tallies_.clear();
    for (Numbered& one : staged_) {
        const Sample& sample = one.sample;
        observe(Stage::fetched, sample, sample.fetched, sample.fetched);
        observe(Stage::prepared, sample, sample.prepared, sample.fetched);
        observe(Stage::committed, sample, now, sample.prepared);
        one.committed = now;
        if (unacknowledged_.size() < samples_max) {
            unacknowledged_.push_back(one);
        }
    }
    staged_.clear();
}

void Watch::abandoned() {
    ++counters_.turns_abandoned;
    concluded_.clear();
    staged_.clear();
    staged_tallies_.clear();
}

void Watch::sink_opened(Sequence settled) {
    settled_ = std::max(settled_, settled);
}

void Watch::sink_settled(Sequence through, Instant now) {
    if (through > settled_) {
        ++counters_.batches;
        counters_.records += through.get() - settled_.get();
        settled_ = through;
        last_batch_ = now;
    }
    while (!unacknowledged_.empty() && unacknowledged_.front().seq <= through) {
        const Numbered& one = unacknowledged_.front();
        observe(Stage::acknowledged, one.sample, now, one.committed);
        unacknowledged_.pop_front();
    }
}

std::optional<std::chrono::milliseconds> Watch::first_batch(SteadyTime now) {
    if (std::exchange(first_batch_told_, true)) {
        return std::nullopt;
    }
    return now - started_steady_;
}

void Watch::publisher_stepped(std::uint64_t steps, SteadyTime now) {
    if (steps != steps_) {
        steps_ = steps;
        stepped_at_ = now;
    }
}

}  // namespace khabard
