#pragma once

// The life of an entry whose page is to be asked for (Pending): when, until when, and what follows.
// Pure; the numbers stand in page_times().
//
//   parked          page came -> recheck_first, if it has a theme
//                   page_wait over, published without it -> late, for a day
//   late            page came -> recheck_first, if it has a theme
//   recheck_first   6 h after the text was had -> recheck_second
//   recheck_second  24 h after it
//   recheck_change  the feed shows a change of an article whose text came from its page
//   any recheck     404 or 410, and once more an hour later: the article is retracted

#include "daemon/model/known.h"

#include <chrono>
#include <optional>
#include <string>

namespace khabard {

// Every wait, as it passes here (a rehearsal divides them).
struct PageTimes {
    std::chrono::milliseconds wait;   // of a teaser for its page
    std::chrono::milliseconds late;   // a page that comes so much later still counts
    std::chrono::milliseconds first;  // rechecks, after the text was had
    std::chrono::milliseconds second;
    std::chrono::milliseconds missing_again;  // between two answers that take an article back
    std::chrono::milliseconds patience;       // with a recheck that gets no answer
    std::chrono::milliseconds quiet_change;   // before a page whose entry changed its date alone
    std::chrono::milliseconds retry_first;    // doubled with every failure
    std::chrono::milliseconds retry_max;
    std::chrono::milliseconds forbidden;  // after 401, 403, 451
};

PageTimes page_times(std::chrono::milliseconds page_wait, double time_scale);

bool is_recheck(PageStage stage);

// A page that is wanted from now on.
struct PageStart {
    Digest page;
    const FeedId& feed;
    const std::string& url;
    const std::string& entry;
};
Pending park(const PageStart& start, Instant now, const PageTimes& times);
// Of an article that is out without its page, or from an older state of it.
Pending ask_late(const PageStart& start, Instant now, const PageTimes& times);
Pending ask_for_change(const PageStart& start, Instant due, const PageTimes& times);

// What follows once the page was read; nullopt: nothing more.
std::optional<Pending> after_page(Pending row, bool themed, Instant now, const PageTimes& times);
// What follows at the end of its patience.
std::optional<Pending> after_giving_up(Pending row, Instant now, const PageTimes& times);

// An answer without a page: it is asked again.
struct PageRefusal {
    int status;                                            // 0: none came
    std::optional<std::chrono::milliseconds> retry_after;  // scaled
};
Pending after_failure(Pending row, const PageRefusal& refusal, Instant now, const PageTimes& times);

// 404 or 410 to a recheck; nullopt: that was the second one, the article is to be retracted.
std::optional<Pending> after_missing(Pending row, Instant now, const PageTimes& times);

}  // namespace khabard
