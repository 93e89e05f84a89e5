#include "daemon/run/pages.h"

#include "daemon/run/access.h"
#include "daemon/run/service_state.h"
#include "daemon/web/http_headers.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace khabard {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t given_up_at_once = 100;  // entries in a turn
constexpr milliseconds longest_due = std::chrono::hours{24};

// A feed that left the configuration: what waits of it leaves all the same, under its id.
Feed departed_feed(const FeedId& id) {
    return Feed{.id = id,
                .url = {},
                .display_url = {},
                .kind = FeedKind::automatic,
                .source = Source{id.get(), id.get(), {}},
                .enabled = false};
}

Fetched no_page(Instant now) {
    return Fetched{.url = {},
                   .effective_url = {},
                   .status = 0,
                   .headers = {},
                   .validators = {},
                   .body = {},
                   .truncated = false,
                   .at = now,
                   .remote_address = {}};
}

}  // namespace

Service::Pages::Pages(State& service) : service_(service), book_(service.options.once) {}

PageTimes Service::Pages::times() const {
    return page_times(service_.configuration.config.fetch.page_wait,
                      service_.configuration.config.time_scale);
}

Feed Service::Pages::feed_of(const FeedId& id) const {
    const Feed* feed = service_.configuration.rules->feed(id);
    return feed != nullptr ? *feed : departed_feed(id);
}

PageContext Service::Pages::context_of(const FeedId& feed) const {
    const Limits& limits = service_.configuration.config.limits;
    const auto left = [](std::size_t max, std::size_t used) { return max - std::min(max, used); };
    return PageContext{.times = times(),
                       .room = std::min(left(limits.pending_pages_feed_max, book_.of_feed(feed)),
                                        left(limits.pending_pages_max, book_.size()))};
}

void Service::Pages::load() {
    auto rows = service_.ports.ledger.pending();
    if (!rows) {
        service_.ports.log.error("the pages that are waited for cannot be read: " +
                                 rows.error().text());
        return;
    }
    for (const Pending& row : *rows) {
        book_.put(row);
        line_up(row.page, milliseconds{0});
    }
}

// A page in line for its host. A step of the clock keeps none waiting for more than a day.
void Service::Pages::line_up(const Digest& page, milliseconds at_least) {
    const PageBook::Row* row = book_.find(page);
    const auto target = row != nullptr ? target_of(row->url) : std::nullopt;
    if (!target || row->busy || !book_.wants(*row)) {
        return;
    }
    const auto wait =
        std::clamp<milliseconds>(row->due - service_.ports.clock.wall(), at_least, longest_due);
    service_.trips.errands().put(target->host, {ErrandKind::page, page_name(page)},
                                 service_.ports.clock.steady() + wait);
}

SteadyTime Service::Pages::next() const {
    const auto end = book_.next_end();
    if (!end) {
        return SteadyTime::max();
    }
    const SteadyTime now = service_.ports.clock.steady();
    const auto wait =
        std::clamp<milliseconds>(*end - service_.ports.clock.wall(), milliseconds{0}, longest_due);
    return std::max(now + wait, not_before_);
}

void Service::Pages::forget_request(const Errand& errand) {
    if (const auto page = page_of_name(errand.key)) {
        book_.set_busy(*page, false);
    }
}

std::optional<Way> Service::Pages::way_of(const Errand& errand) const {
    const auto page = page_of_name(errand.key);
    const PageBook::Row* row = page ? book_.find(*page) : nullptr;
    auto target = row != nullptr && !row->busy ? target_of(row->url) : std::nullopt;
    if (!target) {
        return std::nullopt;
    }
    return Way{*std::move(target), RequestKind::page, feed_of(row->feed).robots, true};
}

FetchAccess Service::Pages::access_for(const Errand& errand) const {
    const auto page = page_of_name(errand.key);
    const PageBook::Row* row = page ? book_.find(*page) : nullptr;
    return row != nullptr ? access_of(feed_of(row->feed)) : FetchAccess{};
}

void Service::Pages::begin(const Errand& errand) {
    const auto page = page_of_name(errand.key);
    const PageBook::Row* row = page ? book_.find(*page) : nullptr;
    if (row == nullptr || row->busy) {
        return;
    }
    const FetchConfig& fetch = service_.configuration.config.fetch;
    const Feed feed = feed_of(row->feed);
    FetchRequest request{
        .ticket = service_.next_ticket++,
        .url = row->url,
        .validators = {},
        .headers = {},
        .body_bytes_max = service_.configuration.config.limits.page_fetch_bytes_max,
        .connect_timeout = fetch.connect_timeout,
        .first_byte_timeout = fetch.first_byte_timeout,
        .total_timeout = fetch.total_timeout};
    give_access(request, feed);
    book_.set_busy(*page, true);
    if (auto failure = service_.trips.depart(std::move(request), errand, feed.robots)) {
        fail(*page, {0, std::nullopt}, failure->detail);
    }
}

// robots.txt is against it, or its host rests for longer than anybody waits.
void Service::Pages::refuse(const Errand& errand, const Admission& admission) {
    const auto page = page_of_name(errand.key);
    if (!page || book_.find(*page) == nullptr) {
        return;
    }
    book_.set_busy(*page, true);
    if (admission.gate == Gate::forbidden && admission.by_rule) {
        read(*page, PageEnd::forbidden, no_page(service_.ports.clock.wall()));
        return;
    }
    const auto until = std::max(admission.until - service_.ports.clock.steady(), milliseconds{0});
    fail(*page, {0, std::min(until, longest_due)}, admission.cause);
}

void Service::Pages::on_page(const Trip& trip, FetchOutcome outcome) {
    const auto page = page_of_name(trip.errand.key);
    const PageBook::Row* row = page ? book_.find(*page) : nullptr;
    if (row == nullptr) {
        return;  // its feed brought the text meanwhile
    }
    if (const auto* failure = std::get_if<FetchFailure>(&outcome)) {
        if (failure->cause == FetchCause::robots) {
            read(*page, PageEnd::forbidden, no_page(service_.ports.clock.wall()));
        } else {
            fail(*page, {0, std::nullopt},
                 std::string(fetch_cause_name(failure->cause)) + ": " + failure->detail);
        }
        return;
    }
    Fetched fetched = std::get<Fetched>(std::move(outcome));
    if (fetched.status == 200) {
        read(*page, PageEnd::came, std::move(fetched));
        return;
    }
    if ((fetched.status == 404 || fetched.status == 410) && is_recheck(row->stage)) {
        miss(*page, fetched.status);
        return;
    }
    PageRefusal refusal{fetched.status, std::nullopt};
    if (const auto after = fetched.header("retry-after")) {
        if (const auto wait = parse_retry_after(*after, service_.ports.clock.wall())) {
            refusal.retry_after = service_.scaled(std::min<milliseconds>(*wait, longest_due));
        }
    }
    fail(*page, refusal, "HTTP " + std::to_string(fetched.status));
}

// The row as the ledger has it; nullopt: it is gone, or cannot be read.
std::optional<Pending> Service::Pages::stored_row(const Digest& page) {
    auto row = service_.ports.ledger.pending_page(page);
    if (!row) {
        service_.turn_error = row.error();
        ended_.push_back(page);
        return std::nullopt;
    }
    if (!*row) {
        book_.remove(page);
    }
    return std::move(*row);
}

void Service::Pages::fail(const Digest& page, const PageRefusal& refusal,
                          const std::string& cause) {
    auto row = stored_row(page);
    if (!row) {
        return;
    }
    service_.ports.log.info(
        "page " + redact_url(row->url) + " of feed " + row->feed.get() + " did not come: " + cause,
        {{"FEED", row->feed.get()}, {"CAUSE", cause}});
    Changes changes{};
    const FeedId feed = row->feed;
    changes.pending.push_back(
        after_failure(std::move(*row), refusal, service_.ports.clock.wall(), times()));
    ended_.push_back(page);
    service_.apply(feed, changes);
}

// A recheck found nothing: once more, then the article is taken back.
void Service::Pages::miss(const Digest& page, int status) {
    auto row = stored_row(page);
    if (!row) {
        return;
    }
    const FeedId feed = row->feed;
    const std::string what = redact_url(row->url) + " answers HTTP " + std::to_string(status);
    Changes changes{};
    if (auto again = after_missing(*row, service_.ports.clock.wall(), times())) {
        service_.ports.log.notice(
            "page " + what + "; it is asked once more before its article is taken back",
            {{"FEED", feed.get()}});
        changes.pending.push_back(std::move(*again));
    } else {
        changes.pending_done.push_back(page);
    }
    const bool gone = changes.pending.empty();
    ended_.push_back(page);
    service_.apply(feed, changes);
    if (gone) {
        retract_under(page, {RetractionCause::page_gone, what + ", twice"});
    }
}

// Entries whose patience is over go on without their pages.
void Service::Pages::give_up() {
    if (service_.ports.clock.steady() < not_before_) {
        return;
    }
    for (std::size_t i = 0; i < given_up_at_once; ++i) {
        const auto page = book_.given_up(service_.ports.clock.wall());
        if (!page) {
            return;
        }
        service_.trips.errands().drop({ErrandKind::page, page_name(*page)});
        book_.set_busy(*page, true);
        read(*page, PageEnd::given_up, no_page(service_.ports.clock.wall()));
    }
}

// What the ledger took of a unit's pages; it counts once the turn is committed.
void Service::Pages::stage(const Changes& changes) {
    for (const Digest& page : changes.pending_done) {
        staged_.push_back({page, std::nullopt});
    }
    for (const Pending& row : changes.pending) {
        staged_.push_back({row.page, row});
        staged_.back().row->entry.clear();
    }
}

void Service::Pages::commit() {
    for (const Digest& page : std::exchange(ended_, {})) {
        book_.set_busy(page, false);
    }
    for (const StagedPage& one : std::exchange(staged_, {})) {
        service_.trips.errands().drop({ErrandKind::page, page_name(one.page)});
        if (one.row) {
            book_.put(*one.row);
            line_up(one.page, milliseconds{0});
        } else {
            book_.remove(one.page);
        }
    }
}

// The turn did not happen: its pages are asked for again, a little later.
void Service::Pages::abandon(milliseconds wait) {
    staged_.clear();
    not_before_ = service_.ports.clock.steady() + wait;
    for (const Digest& page : std::exchange(ended_, {})) {
        book_.set_busy(page, false);
        line_up(page, wait);
    }
}

}  // namespace khabard
