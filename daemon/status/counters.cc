#include "daemon/status/counters.h"

#include "daemon/base/check.h"

#include <algorithm>
#include <variant>

namespace khabard {
namespace {

constexpr double fetch_bounds[] = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
constexpr double source_bounds[] = {5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 10800, 86400};
constexpr double stage_bounds[] = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600};

// Answers that mean something to an operator; all others share the label of their class.
constexpr int told_apart[] = {401, 403, 404, 410, 429, 451, 500, 502, 503, 504};

std::string status_label(int status) {
    if (status == 200) {
        return "ok";
    }
    if (status == 304) {
        return "not_modified";
    }
    if (std::find(std::begin(told_apart), std::end(told_apart), status) != std::end(told_apart)) {
        return "http_" + std::to_string(status);
    }
    const int of_hundred = status / 100;
    return of_hundred >= 1 && of_hundred <= 5 ? "http_" + std::to_string(of_hundred) + "xx"
                                              : "http_other";
}

}  // namespace

const char* stage_name(Stage stage) noexcept {
    switch (stage) {
        case Stage::fetched: return "fetched";
        case Stage::prepared: return "prepared";
        case Stage::committed: return "committed";
        case Stage::acknowledged: return "acknowledged";
    }
    unreachable("stage");
}

Counters::Counters()
    : fetch_seconds(fetch_bounds),
      since_source{Histogram(source_bounds), Histogram(source_bounds), Histogram(source_bounds),
                   Histogram(source_bounds)},
      in_stage{Histogram(stage_bounds), Histogram(stage_bounds), Histogram(stage_bounds),
               Histogram(stage_bounds)} {}

std::string fetch_label(const FetchOutcome& outcome) {
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        return fetch_cause_name(failure->cause);
    }
    const auto* fetched = std::get_if<Fetched>(&outcome);
    return fetched == nullptr ? "http_other" : status_label(fetched->status);
}

}  // namespace khabard
