#include "daemon/lib/json/json_value.h"
#include "daemon/pipeline/conclude.h"
#include "daemon/stages/identify.h"
#include "tests/pipeline/pipeline_support.h"

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
    Tally tally() const { return *ledger->tally_total(); }

    std::unique_ptr<Ledger> ledger;
    Instant now = pipeline_now;
    std::size_t room = 100;

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
    const std::string sitemap =
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        "<url><loc>https://outlet.example/1</loc><lastmod>2026-01-31</lastmod></url></urlset>";
    Desk with_page;
    with_page.poll(sitemap);
    const Concluded left =
        with_page.settle(with_page.only_row(), page_html(everyday_story(1, 120)), PageEnd::came);
    CHECK(left.changes.records.size() == 1);
    CHECK(with_page.tally().items_read() == 1);
    Desk without;
    without.poll(sitemap);
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

TEST_CASE("a duplicate whose page shows no more than the original stays one") {
    Desk desk;
    Story original = everyday(1);
    original.text = everyday_story(1, 400);
    desk.poll(rss_of({original}));
    Story copy = teaser(2);
    copy.url = "https://copy.example/2";
    copy.headline = original.headline;
    desk.poll(rss_of({copy}), "other");
    desk.now += 15min;
    desk.settle(desk.only_row(), "", PageEnd::given_up);
    const Concluded late = desk.settle(
        desk.only_row(), page_html(everyday_story(1, 400), original.url), PageEnd::came);
    for (const Record& record : late.changes.records) {
        CHECK(field(record, "/event_type") == "updated");
    }
    CHECK(desk.tally().items_read() == 2);
}
