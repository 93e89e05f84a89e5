#include "daemon/lib/json/json_value.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/stages/identify.h"
#include "tests/pipeline/pipeline_support.h"

#include <algorithm>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

const PageTimes times = page_times(15min, 1.0);

Story teaser(unsigned number) {
    Story story = everyday(number);
    story.text = everyday_story(number, 12) + "…";
    return story;
}

std::string page_html(const std::string& text, const std::string& canonical = {}) {
    const std::string link =
        canonical.empty() ? "" : "<link rel=\"canonical\" href=\"" + canonical + "\">";
    return "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>ع</title>" +
           link + "<meta property=\"og:type\" content=\"article\"></head><body><article><p>" +
           text + "</p></article></body></html>";
}

// Bare addresses: what their pages are is not said.
std::string sitemap_of(const std::vector<unsigned>& numbers) {
    std::string urls;
    for (const unsigned number : numbers) {
        urls += "<url><loc>https://outlet.example/" + std::to_string(number) +
                "</loc><lastmod>2026-01-31</lastmod></url>";
    }
    return "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" +
           urls + "</urlset>";
}

// A newsroom with pages: polls park teasers, pages and the end of patience let them go.
class Desk {
public:
    Desk() : index_(shipped()->limits) {
        auto opened =
            open_sqlite_ledger({.path = ":memory:",
                                .vfs_name = {},
                                .new_state_id = StateId{"00000000000000000000000000000000"}});
        REQUIRE(opened.ok());
        ledger = std::move(*opened);
    }

    Concluded poll(const std::string& body, const std::string& feed = "feed") {
        Job job = pipeline_job(body);
        job.feed = feed_of(feed);
        job.now = now;
        const Prepared prepared = prepare(job);
        auto concluded = conclude(
            prepared, *ledger->known(questions(prepared)), index_,
            {.feed = job.feed, .rules = *job.rules, .now = now, .pages = PageContext{times, room}});
        commit(job.feed.id, concluded);
        return concluded;
    }

    // "" as html: no page came.
    Concluded settle(const Pending& row, const std::string& html, PageEnd end) {
        Job job = pipeline_job(html, ReadAs::page);
        job.feed = feed_of(row.feed.get());
        job.fetched.url = row.url;
        job.fetched.effective_url = row.url;
        job.now = now;
        job.follow_run_rules = follow_run_rules;
        job.page = PageJob{*decode_entry(row.entry), end == PageEnd::came};
        const Prepared prepared = prepare(job);
        auto concluded = conclude_page(
            prepared, *ledger->known(questions(prepared, row)), index_,
            {.feed = job.feed, .rules = *job.rules, .now = now, .pages = PageContext{times, room}},
            {row, end});
        commit(job.feed.id, concluded);
        return concluded;
    }

    Pending only_row() const {
        const auto rows = *ledger->pending();
        REQUIRE(rows.size() == 1);
        return rows.front();
    }
    Pending row_of(const std::string& url) const {
        const auto rows = *ledger->pending();
        const auto found = std::find_if(rows.begin(), rows.end(),
                                        [&](const Pending& row) { return row.url == url; });
        REQUIRE(found != rows.end());
        return *found;
    }
    Tally tally() const { return *ledger->tally_total(); }

    std::unique_ptr<Ledger> ledger;
    Instant now = pipeline_now;
    std::size_t room = 100;
    bool follow_run_rules = false;  // of entries that leave

private:
    static Feed feed_of(const std::string& id) {
        Feed feed = pipeline_feed();
        feed.id = FeedId{id};
        feed.fetch_pages = FetchPages::automatic;
        return feed;
    }
    void commit(const FeedId& feed, const Concluded& concluded) {
        REQUIRE(ledger->apply(feed, concluded.changes).ok());
        REQUIRE(ledger->commit().ok());
        index_.apply();
    }

    NearIndex index_;
};

std::string field(const Record& record, const char* pointer) {
    const auto json = parse_json(record.payload, {.bytes_max = 1U << 20});
    REQUIRE(json);
    const JsonValue* value = json_at(*json, pointer);
    return value != nullptr && value->string() != nullptr ? *value->string() : "<none>";
}

}  // namespace

TEST_CASE("a teaser is counted once: pending while it waits, then as what it leaves") {
    Desk desk;
    const Concluded parked = desk.poll(rss_of({teaser(1)}));
    CHECK(parked.changes.records.empty());
    CHECK(parked.changes.articles.empty());
    CHECK(desk.tally().of(Outcome::pending) == 1);
    CHECK(desk.tally().items_read() == 1);
    const Pending row = desk.only_row();
    CHECK(row.stage == PageStage::parked);
    CHECK(row.url == teaser(1).url);

    const Concluded left = desk.settle(row, page_html(everyday_story(1, 120)), PageEnd::came);
    REQUIRE(left.changes.records.size() == 1);
    CHECK(field(left.changes.records[0], "/representation") == "full");
    CHECK(field(left.changes.records[0], "/body_source") == "page");
    CHECK(field(left.changes.records[0], "/event_type") == "created");
    CHECK(desk.tally().of(Outcome::pending) == 0);
    CHECK(desk.tally().of(Outcome::unthemed) == 1);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.ledger->pending()->empty());
    CHECK(desk.poll(rss_of({teaser(1)})).changes.tally.of(Outcome::repeat) == 1);
}

TEST_CASE("a teaser without its page leaves as summary_only, and a late page completes it") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    desk.now += 15min;
    const Concluded left = desk.settle(desk.only_row(), "", PageEnd::given_up);
    REQUIRE(left.changes.records.size() == 1);
    CHECK(field(left.changes.records[0], "/representation") == "summary_only");
    CHECK(desk.tally().of(Outcome::unthemed) == 1);
    const Pending row = desk.only_row();
    CHECK(row.stage == PageStage::late);

    const Concluded late = desk.settle(row, page_html(themed_story(1)), PageEnd::came);
    REQUIRE(late.changes.records.size() == 1);
    const Record& record = late.changes.records[0];
    CHECK(field(record, "/event_type") == "updated");
    CHECK(field(record, "/representation") == "full");
    CHECK(field(record, "/change_class") == "material");
    CHECK(record.key == left.changes.records[0].key);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.tally().of(Outcome::updated) == 0);
    CHECK(desk.tally().of(VersionCause::late_page) == 1);
    CHECK(desk.only_row().stage == PageStage::recheck_first);
}

TEST_CASE("where robots forbid the page nothing more is asked") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    const Concluded left = desk.settle(desk.only_row(), "", PageEnd::forbidden);
    CHECK(left.changes.records.size() == 1);
    CHECK(desk.ledger->pending()->empty());
    CHECK(desk.tally().items_read() == 1);
}

TEST_CASE("the address that a page names makes its teaser a duplicate of who is known there") {
    Desk desk;
    Story original = everyday(1);
    original.text = everyday_story(1, 400);
    const Concluded first = desk.poll(rss_of({original}));
    REQUIRE(first.changes.records.size() == 1);
    Story short_link = teaser(2);
    short_link.url = "https://short.example/abc";
    desk.poll(rss_of({short_link}), "other");
    const Concluded left = desk.settle(
        desk.only_row(), page_html(everyday_story(3, 120), original.url), PageEnd::came);
    REQUIRE(left.changes.records.size() == 1);
    const Record& record = left.changes.records[0];
    CHECK(field(record, "/event_type") == "duplicate");
    CHECK(field(record, "/dup_level") == "url");
    CHECK(field(record, "/duplicate_of") == first.changes.records[0].key);
    CHECK(record.key != first.changes.records[0].key);
    CHECK(desk.tally().of(Outcome::duplicate) == 1);
    CHECK(desk.tally().of(Outcome::pending) == 0);
}

TEST_CASE("a teaser that changes while it waits leaves as what it says now") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    const Pending old = desk.only_row();
    Story edited = teaser(1);
    edited.headline = "عنوان آخر تماما";
    const Concluded again = desk.poll(rss_of({edited}));
    CHECK(again.changes.tally.of(Outcome::repeat) == 1);
    CHECK(desk.tally().items_read() == 1);
    // The page of the old entry was on its way: it is asked for again.
    const Concluded stale = desk.settle(old, page_html(everyday_story(1, 120)), PageEnd::came);
    CHECK(stale.changes.records.empty());
    CHECK(desk.tally().of(Outcome::pending) == 1);
    const Concluded left =
        desk.settle(desk.only_row(), page_html(everyday_story(1, 120)), PageEnd::came);
    REQUIRE(left.changes.records.size() == 1);
    CHECK(field(left.changes.records[0], "/headline") == "عنوان آخر تماما");
}

TEST_CASE("a feed that brings the whole text ends the waiting") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    const Pending row = desk.only_row();
    Story whole = teaser(1);
    whole.text = everyday_story(1, 400);
    const Concluded left = desk.poll(rss_of({whole}));
    REQUIRE(left.changes.records.size() == 1);
    CHECK(field(left.changes.records[0], "/representation") == "full");
    CHECK(desk.tally().of(Outcome::pending) == 0);
    CHECK(desk.tally().of(Outcome::unthemed) == 1);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.ledger->pending()->empty());
    // Its page, which was on its way, changes nothing any more.
    CHECK(
        desk.settle(row, page_html(everyday_story(9, 200)), PageEnd::came).changes.records.empty());
    CHECK(desk.tally().items_read() == 1);
}

TEST_CASE("one page is asked for once, whoever shows it and however often") {
    Desk desk;
    Story churned = teaser(1);
    churned.url += "?utm_source=rss";
    desk.poll(rss_of({teaser(1), churned}));
    CHECK(desk.poll(rss_of({churned}), "other").changes.tally.of(Outcome::repeat) == 1);
    CHECK(desk.ledger->pending()->size() == 1);
    CHECK(desk.tally().items_read() == 1);
}

TEST_CASE("when too many wait already, teasers leave at once and are told of") {
    Desk desk;
    desk.room = 1;
    const Concluded done = desk.poll(rss_of({teaser(1), teaser(2), teaser(3)}));
    CHECK(done.changes.tally.of(Outcome::pending) == 1);
    CHECK(done.changes.tally.of(Outcome::unthemed) == 2);
    CHECK(done.changes.records.size() == 2);
    CHECK(done.pages_left_out == 2);
    CHECK(desk.tally().items_read() == 3);
}

TEST_CASE("a bare address waits for its page, and without one says so") {
    Desk with_page;
    with_page.poll(sitemap_of({1}));
    const Concluded left =
        with_page.settle(with_page.only_row(), page_html(everyday_story(1, 120)), PageEnd::came);
    CHECK(left.changes.records.size() == 1);
    CHECK(with_page.tally().items_read() == 1);
    Desk without;
    without.poll(sitemap_of({1}));
    without.settle(without.only_row(), "", PageEnd::given_up);
    CHECK(without.tally().of(Outcome::skipped) == 1);
    CHECK(without.tally().of(Reason::no_text) == 1);
    CHECK(without.tally().items_read() == 1);
}

TEST_CASE(
    "a page that has changed is a new version outside the items read, one that has not none") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    desk.settle(desk.only_row(), page_html(themed_story(1)), PageEnd::came);
    desk.now += 6h;
    Pending row = desk.only_row();
    CHECK(row.stage == PageStage::recheck_first);
    CHECK(desk.settle(row, page_html(themed_story(1)), PageEnd::came).changes.records.empty());
    row = desk.only_row();
    CHECK(row.stage == PageStage::recheck_second);
    const Concluded changed =
        desk.settle(row, page_html(themed_story(1) + " " + everyday_story(5, 30)), PageEnd::came);
    REQUIRE(changed.changes.records.size() == 1);
    CHECK(field(changed.changes.records[0], "/event_type") == "updated");
    CHECK(desk.tally().of(VersionCause::recheck) == 1);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.ledger->pending()->empty());
}

TEST_CASE("a changed teaser of an article from its page has the page asked again") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    desk.settle(desk.only_row(), page_html(everyday_story(1, 120)), PageEnd::came);
    CHECK(desk.ledger->pending()->empty());
    desk.now += 1h;
    Story edited = teaser(1);
    edited.headline = "عنوان مصحح للخبر الأول";
    CHECK(desk.poll(rss_of({edited})).changes.records.empty());
    const Pending row = desk.only_row();
    CHECK(row.stage == PageStage::recheck_change);
    CHECK(row.due == desk.now);
    const Concluded changed = desk.settle(row, page_html(everyday_story(1, 120)), PageEnd::came);
    REQUIRE(changed.changes.records.size() == 1);
    CHECK(field(changed.changes.records[0], "/headline") == "عنوان مصحح للخبر الأول");
    CHECK(desk.ledger->pending()->empty());
    // A new date alone is no hurry, and new guids with the same words are no change.
    Story dated = edited;
    dated.published = "Sat, 31 Jan 2026 10:30:00 GMT";
    desk.poll(rss_of({dated}));
    CHECK(desk.only_row().due == desk.now + 1h);
}

TEST_CASE("a duplicate whose late page names its original stays one") {
    Desk desk;
    const Story original = teaser(1);
    desk.poll(rss_of({original}));
    desk.now += 15min;
    desk.settle(desk.only_row(), "", PageEnd::given_up);
    Story copy = original;
    copy.url = "https://copy.example/2";
    desk.poll(rss_of({copy}), "other");
    desk.now += 15min;
    const Concluded left = desk.settle(desk.row_of(copy.url), "", PageEnd::given_up);
    REQUIRE(left.changes.records.size() == 1);
    REQUIRE(field(left.changes.records[0], "/event_type") == "duplicate");
    const Concluded late = desk.settle(
        desk.row_of(copy.url), page_html(everyday_story(1, 400), original.url), PageEnd::came);
    CHECK(late.changes.records.empty());
    CHECK(desk.tally().of(VersionCause::late_page) == 0);
    CHECK(desk.tally().of(Outcome::duplicate) == 1);
    CHECK(desk.tally().items_read() == 2);
}

TEST_CASE("the late page of a bare address becomes an article, counted once as a late page") {
    Desk desk;
    desk.poll(sitemap_of({1}));
    desk.now += 15min;
    CHECK(desk.settle(desk.only_row(), "", PageEnd::given_up).changes.records.empty());
    const Pending row = desk.only_row();
    CHECK(row.stage == PageStage::late);
    desk.now += 1h;
    const Concluded late = desk.settle(row, page_html(themed_story(1)), PageEnd::came);
    REQUIRE(late.changes.records.size() == 1);
    CHECK(field(late.changes.records[0], "/event_type") == "created");
    CHECK(field(late.changes.records[0], "/representation") == "full");
    CHECK(late.changes.articles.size() == 1);
    CHECK(desk.tally().of(VersionCause::late_page) == 1);
    CHECK(desk.tally().of(Outcome::skipped) == 1);
    CHECK(desk.tally().of(Reason::no_text) == 1);
    CHECK(desk.tally().of(Outcome::pending) == 0);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.only_row().stage == PageStage::recheck_first);
    CHECK(desk.poll(sitemap_of({1})).changes.tally.of(Outcome::repeat) == 1);
    // A recheck that finds it again is no late page.
    desk.now += 6h;
    desk.settle(desk.only_row(), page_html(themed_story(1)), PageEnd::came);
    CHECK(desk.tally().of(VersionCause::late_page) == 1);
}

TEST_CASE("a recheck makes no article of an address that has none") {
    Desk desk;
    desk.poll(sitemap_of({1}));
    Pending row = desk.only_row();
    desk.settle(row, "", PageEnd::given_up);
    row = desk.only_row();
    row.stage = PageStage::recheck_change;
    Changes changes{};
    changes.pending.push_back(row);
    REQUIRE(desk.ledger->apply(FeedId{"feed"}, changes).ok());
    CHECK(desk.settle(row, page_html(themed_story(1)), PageEnd::came).changes.records.empty());
}

TEST_CASE("addresses beyond the room for pages are left for the next poll") {
    Desk desk;
    desk.room = 1;
    const Concluded first = desk.poll(sitemap_of({1, 2, 3}));
    CHECK(first.changes.tally.of(Outcome::pending) == 1);
    CHECK(first.changes.seen.size() == 1);
    CHECK(first.addresses_left == 2);
    CHECK(first.ended.size() == 1);
    CHECK(desk.tally().items_read() == 1);
    CHECK(desk.ledger->pending()->size() == 1);
    // Those that are left are new with the next poll, and one of them has room then.
    const Concluded second = desk.poll(sitemap_of({1, 2, 3}));
    CHECK(second.changes.tally.of(Outcome::repeat) == 1);
    CHECK(second.changes.tally.of(Outcome::pending) == 1);
    CHECK(second.addresses_left == 1);
    CHECK(desk.poll(sitemap_of({1, 2, 3})).addresses_left == 0);
    CHECK(desk.ledger->pending()->size() == 3);
    CHECK(desk.tally().of(Outcome::pending) == 3);
    CHECK(desk.tally().of(Outcome::skipped) == 0);
    CHECK(desk.tally().items_read() == 3);
}

TEST_CASE("an address that is shown twice and left is left twice, and read once") {
    Desk desk;
    desk.room = 0;
    CHECK(desk.poll(sitemap_of({1, 1})).addresses_left == 2);
    desk.room = 5;
    CHECK(desk.poll(sitemap_of({1, 1})).changes.tally.of(Outcome::pending) == 1);
    CHECK(desk.tally().items_read() == 1);
}

TEST_CASE("a teaser whose article another feed brought meanwhile leaves as known") {
    Desk desk;
    desk.poll(rss_of({teaser(1)}));
    Story whole = teaser(1);
    whole.text = everyday_story(1, 400);
    CHECK(desk.poll(rss_of({whole}), "other").changes.records.size() == 1);
    const Concluded left =
        desk.settle(desk.only_row(), page_html(everyday_story(1, 400)), PageEnd::came);
    CHECK(left.changes.records.empty());
    REQUIRE(left.ended.size() == 1);
    CHECK(left.ended[0].outcome == Outcome::skipped);
    CHECK(left.ended[0].reason == Reason::known_meanwhile);
    CHECK(desk.tally().of(Reason::known_meanwhile) == 1);
    CHECK(desk.tally().of(Outcome::repeat) == 0);
    CHECK(desk.tally().of(Outcome::pending) == 0);
    CHECK(desk.tally().items_read() == 2);
    CHECK(desk.ledger->pending()->empty());
}

TEST_CASE("the page of an entry that a rule leaves out is not asked for any more") {
    Desk desk;
    desk.follow_run_rules = true;
    desk.poll(rss_of({teaser(1)}));
    desk.now += 31 * 24h;
    desk.settle(desk.only_row(), "", PageEnd::given_up);
    CHECK(desk.tally().of(Reason::too_old) == 1);
    CHECK(desk.ledger->pending()->empty());
}

TEST_CASE("pages that are asked for again take room too") {
    Desk desk;
    for (const unsigned number : {1U, 2U}) {
        desk.poll(rss_of({teaser(number)}));
        desk.settle(desk.only_row(), page_html(everyday_story(number, 120)), PageEnd::came);
    }
    Story one = teaser(1);
    Story two = teaser(2);
    one.headline = "عنوان مصحح للخبر الأول";
    two.headline = "عنوان مصحح للخبر الثاني";
    desk.room = 1;
    desk.poll(rss_of({one, two}));
    CHECK(desk.only_row().stage == PageStage::recheck_change);
}
