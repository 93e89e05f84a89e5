#pragma once

// What is counted since the start of the process and never kept on disk: how fetches and polls
// ended, what was published, how long things took. (How items ended is counted in the ledger and
// survives restarts: Tally.) The number of labels is bounded by construction: they come from closed
// lists, never from a feed, a host or an answer.

#include "daemon/model/fetched.h"
#include "daemon/status/histogram.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace khabard {

// Where an article has got to.
enum class Stage : std::uint8_t { fetched, prepared, committed, acknowledged };
inline constexpr std::size_t stage_count = 4;

const char* stage_name(Stage stage) noexcept;

struct Counters {
    Counters();

    std::map<std::string, std::uint64_t> fetches;  // by fetch_label()
    std::map<std::string, std::uint64_t> polls;    // by how they ended
    std::uint64_t fetched_bytes = 0;               // decoded bodies
    std::uint64_t batches = 0;
    std::uint64_t records = 0;          // in those batches
    std::uint64_t refused_records = 0;  // dead letters of the sink
    std::uint64_t sink_troubles = 0;
    std::uint64_t turns = 0;
    std::uint64_t turns_abandoned = 0;
    std::uint64_t reloads_applied = 0;
    std::uint64_t reloads_refused = 0;
    Histogram fetch_seconds;
    // From the time that the publisher states to each stage.
    std::array<Histogram, stage_count> since_source;
    // From the stage before (fetched: unused).
    std::array<Histogram, stage_count> in_stage;
};

// "ok", "not_modified", "http_403", "http_4xx", "timeout", ...
std::string fetch_label(const FetchOutcome& outcome);

}  // namespace khabard
