#include "daemon/pipeline/page_work.h"

#include "daemon/base/check.h"
#include "daemon/base/durations.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr unsigned doublings_max = 16;

Pending row_of(const PageStart& start, PageStage stage, Instant due, Instant give_up) {
    return Pending{.page = start.page,
                   .feed = start.feed,
                   .url = start.url,
                   .entry = start.entry,
                   .stage = stage,
                   .due = due,
                   .give_up = give_up,
                   .attempts = 0,
                   .missing = false};
}

std::optional<Pending> at_stage(Pending row, PageStage stage, Instant due, Instant give_up) {
    row.stage = stage;
    row.due = due;
    row.give_up = give_up;
    row.attempts = 0;
    row.missing = false;
    return row;
}

}  // namespace

PageTimes page_times(milliseconds page_wait, double time_scale) {
    const auto on_clock = [time_scale](milliseconds wait) { return scaled(wait, time_scale); };
    return PageTimes{.wait = on_clock(page_wait),
                     .late = on_clock(hours{24}),
                     .first = on_clock(hours{6}),
                     .second = on_clock(hours{24}),
                     .missing_again = on_clock(hours{1}),
                     .patience = on_clock(hours{6}),
                     .quiet_change = on_clock(hours{1}),
                     .retry_first = on_clock(minutes{1}),
                     .retry_max = on_clock(hours{6}),
                     .forbidden = on_clock(hours{6})};
}

bool is_recheck(PageStage stage) {
    switch (stage) {
        case PageStage::parked:
        case PageStage::late: return false;
        case PageStage::recheck_first:
        case PageStage::recheck_second:
        case PageStage::recheck_change: return true;
    }
    unreachable("page stage");
}

Pending park(const PageStart& start, Instant now, const PageTimes& times) {
    return row_of(start, PageStage::parked, now, now + times.wait);
}

Pending ask_late(const PageStart& start, Instant now, const PageTimes& times) {
    return row_of(start, PageStage::late, now, now + times.late);
}

Pending ask_for_change(const PageStart& start, Instant due, const PageTimes& times) {
    return row_of(start, PageStage::recheck_change, due, due + times.patience);
}

std::optional<Pending> after_page(Pending row, bool themed, Instant now, const PageTimes& times) {
    switch (row.stage) {
        case PageStage::parked:
        case PageStage::late:
            return themed ? at_stage(std::move(row), PageStage::recheck_first, now + times.first,
                                     now + times.second)
                          : std::nullopt;
        case PageStage::recheck_first: {
            const Instant due = row.give_up;
            return at_stage(std::move(row), PageStage::recheck_second, due, due + times.patience);
        }
        case PageStage::recheck_second:
        case PageStage::recheck_change: return std::nullopt;
    }
    unreachable("page stage");
}

std::optional<Pending> after_giving_up(Pending row, Instant now, const PageTimes& times) {
    switch (row.stage) {
        case PageStage::parked: {
            const Instant due = std::max(row.due, now);
            row.stage = PageStage::late;
            row.due = due;
            row.give_up = now + times.late;
            return row;
        }
        case PageStage::recheck_first:
            return at_stage(std::move(row), PageStage::recheck_second, now, now + times.patience);
        case PageStage::late:
        case PageStage::recheck_second:
        case PageStage::recheck_change: return std::nullopt;
    }
    unreachable("page stage");
}

Pending after_failure(Pending row, const PageRefusal& refusal, Instant now,
                      const PageTimes& times) {
    const unsigned doublings = std::min(row.attempts, doublings_max);
    milliseconds wait = std::min(times.retry_first * (1 << doublings), times.retry_max);
    if (refusal.status == 401 || refusal.status == 403 || refusal.status == 451) {
        wait = std::max(wait, times.forbidden);
    }
    wait = std::max(wait, refusal.retry_after.value_or(milliseconds{0}));
    ++row.attempts;
    row.due = now + wait;
    return row;
}

std::optional<Pending> after_missing(Pending row, Instant now, const PageTimes& times) {
    if (row.missing) {
        return std::nullopt;
    }
    row.missing = true;
    row.due = now + times.missing_again;
    row.give_up = std::max(row.give_up, row.due + times.patience);
    return row;
}

}  // namespace khabard
