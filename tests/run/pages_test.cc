// Article pages through the whole service: scripted web, manual clock, real ledger.

#include "daemon/lib/json/json_value.h"
#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_a = "https://a.example/rss";
const Validators first_etag{"\"1\"", ""};

std::string feed_line(const std::string& more = {}) {
    return "[[feed]]\nid = \"a\"\nurl = \"" + std::string(feed_a) + "\"\n" + more + "\n";
}

Story teaser(unsigned number) {
    Story story = everyday(number, "a.example");
    story.text = everyday_story(number, 12) + "…";
    return story;
}

std::string html(const std::string& text) {
    return "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>ع</title>"
           "<meta property=\"og:type\" content=\"article\"></head><body><article><p>" +
           text + "</p></article></body></html>";
}

// A feed of teasers, and pages that answer what the test says.
class Site {
public:
    explicit Site(const std::string& more = {}) : world(feed_line(more)) {
        world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
        world.web = [this](const Request& request) -> std::optional<FetchOutcome> {
            if (request.url == feed_a) {
                return request.validators == etag
                           ? answer(304, {}, {}, etag)
                           : answer(200, rss_of(stories), {{"content-type", "application/rss+xml"}},
                                    etag);
            }
            return page(request.url);
        };
        world.robots = [this](const Request&) {
            return robots.empty() ? answer(404) : answer(200, robots);
        };
    }

    void show(std::vector<Story> now_shown) {
        stories = std::move(now_shown);
        etag.etag = "\"" + std::to_string(++edition) + "\"";
    }
    std::vector<JsonValue> records() const {
        std::vector<JsonValue> all;
        for (const OutboxRow& row : world.sink.rows()) {
            auto json = parse_json(row.record.payload, {.bytes_max = 1U << 20});
            REQUIRE(json);
            all.push_back(std::move(*json));
        }
        return all;
    }
    std::size_t out() const { return world.sink.rows().size(); }
    Tally tally() { return *world.ledger.tally_total(); }

    std::vector<Story> stories;
    Validators etag = first_etag;
    int edition = 1;
    std::string robots;
    std::function<std::optional<FetchOutcome>(const std::string& url)> page =
        [](const std::string&) { return answer(404); };
    ServiceWorld world;
};

std::string text_at(const JsonValue& json, const char* pointer) {
    const JsonValue* value = json_at(json, pointer);
    return value != nullptr && value->string() != nullptr ? *value->string() : "<none>";
}

std::string told(const JsonValue& json) {
    return text_at(json, "/event_type") + " " + text_at(json, "/representation");
}

}  // namespace

TEST_CASE("a teaser is published once, with the text of its page") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(200, html(everyday_story(1, 120))); };
    site.world.run([&] { return site.out() == 1; });
    REQUIRE(site.out() == 1);
    CHECK(told(site.records()[0]) == "created full");
    CHECK(text_at(site.records()[0], "/body_source") == "page");
    CHECK(site.world.asked(teaser(1).url).size() == 1);
    CHECK(site.tally().items_read() == 1);
    CHECK(site.tally().of(Outcome::pending) == 0);
    CHECK(site.world.ledger.pending()->empty());
}

TEST_CASE("pages are asked for under the budget of their host") {
    Site site;
    site.stories = {teaser(1), teaser(2), teaser(3), teaser(4)};
    site.page = [](const std::string& url) {
        return answer(200, html(everyday_story(unsigned(url.back() - '0'), 120)));
    };
    site.world.run([&] { return site.out() == 4; });
    REQUIRE(site.world.requests.size() >= 5);
    for (std::size_t i = 1; i < site.world.requests.size(); ++i) {
        CHECK(site.world.requests[i].at - site.world.requests[i - 1].at >= 5s);
    }
}

TEST_CASE("entries with their whole text, and feeds that say never, ask for no page") {
    for (const bool never : {false, true}) {
        Site site(never ? "fetch_pages = \"never\"" : "");
        Story whole = teaser(1);
        whole.text = never ? whole.text : everyday_story(1, 400);
        site.stories = {whole};
        site.world.run([&] { return site.out() == 1; });
        CHECK(site.world.asked(whole.url).empty());
        CHECK(told(site.records()[0]) == (never ? "created summary_only" : "created full"));
    }
}

TEST_CASE("a page that does not come is asked again, until the teaser leaves without it") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(500); };
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.out() == 1; });
    CHECK(told(site.records()[0]) == "created summary_only");
    CHECK(site.world.asked(teaser(1).url).size() >= 4);
    CHECK(site.world.clock.wall() - start >= 15min);
    CHECK(site.world.clock.wall() - start <= 17min);
    CHECK(site.tally().items_read() == 1);
    CHECK(site.tally().of(Outcome::pending) == 0);
}

TEST_CASE("a page that comes late makes its teaser a full article, outside the items read") {
    Site site;
    site.stories = {teaser(1)};
    // The second is thirty days old, fetch.max_age, before its page comes: it is out already.
    site.stories[0].published =
        GENERATE("Sat, 31 Jan 2026 09:00:00 GMT", "Thu, 01 Jan 2026 11:00:00 GMT");
    const Instant start = site.world.clock.wall();
    site.page = [&](const std::string&) {
        return site.world.clock.wall() - start < 3h ? answer(500)
                                                    : answer(200, html(everyday_story(1, 120)));
    };
    site.world.run([&] { return site.out() == 2; });
    REQUIRE(site.out() == 2);
    CHECK(told(site.records()[0]) == "created summary_only");
    CHECK(told(site.records()[1]) == "updated full");
    CHECK(text_at(site.records()[1], "/change_class") == "material");
    CHECK(site.tally().items_read() == 1);
    CHECK(site.tally().of(VersionCause::late_page) == 1);
    CHECK(site.world.ledger.pending()->empty());
}

TEST_CASE("a page that comes later than a day is not looked after") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(500); };
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.world.clock.wall() - start > 26h; });
    const auto asked = site.world.asked(teaser(1).url);
    CHECK(asked.back() - start <= 24h + 16min);
    CHECK(site.world.ledger.pending()->empty());
    CHECK(site.out() == 1);
}

TEST_CASE("where robots.txt forbids the page a teaser leaves at once") {
    Site site;
    site.stories = {teaser(1)};
    site.robots = "User-agent: *\nDisallow: /news/\n";
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.out() == 1; });
    CHECK(told(site.records()[0]) == "created summary_only");
    CHECK(site.world.clock.wall() - start < 5min);
    CHECK(site.world.asked(teaser(1).url).empty());
    CHECK(site.world.ledger.pending()->empty());
}

TEST_CASE("a teaser that waits survives a restart, and is not read again") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(500); };
    site.world.run([&] { return site.world.asked(teaser(1).url).size() == 2; });
    CHECK(site.out() == 0);
    CHECK(site.tally().of(Outcome::pending) == 1);
    CHECK(site.tally().items_read() == 1);
    site.page = [](const std::string&) { return answer(200, html(everyday_story(1, 120))); };
    site.world.run([&] { return site.out() == 1; });
    REQUIRE(site.out() == 1);
    CHECK(told(site.records()[0]) == "created full");
    CHECK(site.tally().of(Outcome::pending) == 0);
    CHECK(site.tally().items_read() == 1);
}

TEST_CASE("patience that ended while nobody ran ends at the start") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(500); };
    site.world.run([&] { return site.tally().of(Outcome::pending) == 1; });
    REQUIRE(site.out() == 0);
    site.world.clock.move(1h);
    site.world.run([&] { return site.out() == 1; });
    CHECK(told(site.records()[0]) == "created summary_only");
}

TEST_CASE("a run of --once waits for pages until page_wait, then goes on without them") {
    Site site;
    site.stories = {teaser(1), teaser(2)};
    site.page = [](const std::string& url) {
        return url.ends_with("/1") ? answer(200, html(everyday_story(1, 120))) : answer(500);
    };
    const Instant start = site.world.clock.wall();
    CHECK(site.world.run_once() == 0);
    REQUIRE(site.out() == 2);
    CHECK(told(site.records()[0]) == "created full");
    CHECK(told(site.records()[1]) == "created summary_only");
    CHECK(site.world.clock.wall() - start >= 15min);
    CHECK(site.tally().of(Outcome::pending) == 0);
    // The late page is left to whoever runs next, and holds no further --once.
    CHECK(site.world.ledger.pending()->size() == 1);
    const Instant again = site.world.clock.wall();
    CHECK(site.world.run_once() == 0);
    CHECK(site.world.clock.wall() - again < 2min);
}

TEST_CASE("a turn that cannot be committed asks for its page again, and nothing is doubled") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [&](const std::string&) {
        site.world.ledger.fail_at(1, false);
        return answer(200, html(everyday_story(1, 120)));
    };
    site.world.run([&] {
        if (site.world.ledger.failed()) {
            site.page = [](const std::string&) {
                return answer(200, html(everyday_story(1, 120)));
            };
        }
        return site.out() == 1;
    });
    CHECK(site.world.ledger.rollbacks > 0);
    CHECK(site.out() == 1);
    CHECK(site.tally().items_read() == 1);
    CHECK(site.tally().of(Outcome::pending) == 0);
}

TEST_CASE("the page of a themed article is asked again after 6 and 24 hours, another one never") {
    Site site;
    site.stories = {teaser(1), teaser(2)};
    site.page = [](const std::string& url) {
        return answer(200, html(url.ends_with("/1") ? themed_story(1) : everyday_story(2, 120)));
    };
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.world.clock.wall() - start > 50h; });
    const auto themed = site.world.asked(teaser(1).url);
    REQUIRE(themed.size() == 3);
    CHECK(themed[1] - themed[0] >= 6h);
    CHECK(themed[1] - themed[0] <= 6h + 5min);
    CHECK(themed[2] - themed[0] >= 24h);
    CHECK(themed[2] - themed[0] <= 24h + 5min);
    CHECK(site.world.asked(teaser(2).url).size() == 1);
    CHECK(site.out() == 2);
}

TEST_CASE("an article whose page is gone twice is retracted, in every topic it was ever in") {
    Site site;
    site.stories = {teaser(1)};
    const Instant start = site.world.clock.wall();
    site.page = [&](const std::string&) {
        const auto age = site.world.clock.wall() - start;
        return age < 5h ? answer(200, html(themed_story(1))) : answer(age < 6h + 30min ? 404 : 410);
    };
    site.world.run([&] { return site.out() == 2; });
    REQUIRE(site.out() == 2);
    const auto asked = site.world.asked(teaser(1).url);
    REQUIRE(asked.size() == 3);
    CHECK(asked[2] - asked[1] >= 1h);
    const JsonValue gone = site.records()[1];
    CHECK(text_at(gone, "/event_type") == "retracted");
    CHECK(json_at(gone, "/body")->is_null());
    CHECK(*json_at(gone, "/version")->integer() == 2);
    CHECK(text_at(gone, "/retraction/cause") == "page_gone");
    CHECK(text_at(gone, "/headline") == text_at(site.records()[0], "/headline"));
    CHECK(text_at(gone, "/url") == teaser(1).url);
    REQUIRE(site.world.sink.rows()[1].record.topics.size() == 1);
    CHECK(site.world.sink.rows()[1].record.topics[0].topic == "news.ar.territory");
    CHECK(site.tally().retractions == 1);
    CHECK(site.tally().items_read() == 1);
    CHECK(site.world.ledger.pending()->empty());
}

TEST_CASE("a page that was missing once and is back takes nothing back") {
    Site site;
    site.stories = {teaser(1)};
    int polls = 0;
    site.page = [&](const std::string&) {
        return polls++ == 1 ? answer(404) : answer(200, html(themed_story(1)));
    };
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.world.clock.wall() - start > 30h; });
    CHECK(site.out() == 1);
    CHECK(site.tally().retractions == 0);
    CHECK(polls == 4);
}

TEST_CASE("a retraction survives a kill between its two answers") {
    Site site;
    site.stories = {teaser(1)};
    site.page = [](const std::string&) { return answer(200, html(themed_story(1))); };
    site.world.run([&] { return site.out() == 1; });
    site.page = [](const std::string&) { return answer(410); };
    site.world.run([&] { return site.world.asked(teaser(1).url).size() == 2; });
    CHECK(site.out() == 1);
    site.world.run([&] { return site.out() == 2; });
    CHECK(text_at(site.records()[1], "/event_type") == "retracted");
}

TEST_CASE("a deleted entry of its feed takes an article back, one that nobody knew is skipped") {
    Site site("fetch_pages = \"never\"");
    site.world.web = [&](const Request& request) -> std::optional<FetchOutcome> {
        if (request.url != feed_a) {
            return answer(404);
        }
        std::string body = atom_of({everyday(1, "a.example"), everyday(2, "a.example")});
        if (!site.world.sink.rows().empty()) {
            body = atom_of({everyday(2, "a.example")});
            const std::string deleted =
                "<at:deleted-entry xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" ref=\"" +
                everyday(1, "a.example").url + "\" when=\"2026-01-31T12:00:00Z\"/>" +
                "<at:deleted-entry xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" "
                "ref=\"urn:unknown\" when=\"2026-01-31T12:00:00Z\"/></feed>";
            body.replace(body.find("</feed>"), 7, deleted);
        }
        return answer(200, body);
    };
    site.world.run([&] { return site.out() == 3 && site.world.asked(feed_a).size() == 4; });
    REQUIRE(site.out() == 3);
    CHECK(text_at(site.records()[2], "/event_type") == "retracted");
    CHECK(text_at(site.records()[2], "/retraction/cause") == "publisher");
    CHECK(text_at(site.records()[2], "/url") == everyday(1, "a.example").url);
    CHECK(site.tally().retractions == 1);
    CHECK(site.tally().of(Reason::withdrawn) == 1);
    CHECK(site.tally().items_read() == 3);
}

TEST_CASE("a withdrawal line in the text takes an article back") {
    Site site("fetch_pages = \"never\"");
    Story story = everyday(1, "a.example");
    story.text = everyday_story(1, 400);
    site.stories = {story};
    site.world.run([&] { return site.out() == 1; });
    story.text = "تم سحب هذا الخبر";
    site.show({story});
    site.world.run([&] { return site.out() == 2; });
    CHECK(text_at(site.records()[1], "/event_type") == "retracted");
    CHECK(site.tally().items_read() == 1);
    CHECK(site.tally().retractions == 1);
}

TEST_CASE("an emptied feed is told of once, and nothing of it is taken for removed") {
    Site site("fetch_pages = \"never\"");
    std::vector<Story> all;
    for (unsigned number = 1; number <= 12; ++number) {
        all.push_back(everyday(number, "a.example"));
    }
    site.stories = all;
    site.world.run([&] { return site.out() == 12; });
    const auto state = [&] { return site.world.ledger.feed_states()->front(); };
    CHECK(state().entries == 12);
    CHECK(state().entries_usual == 12);
    site.show({});
    const std::size_t before = site.world.requests.size();
    site.world.run([&] {
        if (site.world.requests.size() == before + 1) {
            site.show({all[0]});
        }
        return site.world.requests.size() == before + 3;
    });
    CHECK(state().entries == 1);
    CHECK(site.world.log.count("shows 0 entries, usually 12: nothing is taken for removed") == 1);
    // Marks of entries that are gone are not among these.
    CHECK(site.world.ledger.memory(FeedId{"a"})->seen.size() == 12);
    site.show(all);
    site.world.run([&] { return state().entries == 12; });
    CHECK(site.out() == 12);
    CHECK(site.tally().items_read() == 12);
}

TEST_CASE("pages wait while the outbox presses, and go on when it has room") {
    Site site;
    for (unsigned number = 1; number <= 7; ++number) {
        Story whole = everyday(number, "a.example");
        whole.text = everyday_story(number, 400);
        site.stories.push_back(number == 7 ? teaser(7) : whole);
    }
    site.page = [](const std::string&) { return answer(200, html(everyday_story(7, 120))); };
    site.world.adjust = [](Config& config) { config.limits.outbox_rows_max = 10; };
    site.world.sink_is_away = true;
    site.world.sink.hold();
    const Instant start = site.world.clock.wall();
    std::optional<Instant> released;
    site.world.at_wait = [&] {
        if (site.world.clock.wall() - start > 8min && !released) {
            released = site.world.clock.wall();
            site.world.sink_is_away = false;
            site.world.sink.release();
        }
    };
    site.world.run([&] { return site.out() == 7; });
    REQUIRE(released);
    CHECK(site.world.log.has("pages wait and quiet feeds are polled less"));
    const auto asked = site.world.asked(teaser(7).url);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0] >= *released);
    CHECK(asked[0] - *released <= 2min);
    CHECK(told(site.records().back()) == "created full");
    CHECK(site.tally().items_read() == 7);
    CHECK(site.tally().of(Outcome::pending) == 0);
}

TEST_CASE("addresses beyond the room for pages are read with the next polls of their sitemap") {
    Site site("kind = \"sitemap\"\nfetch_pages = \"always\"");
    site.world.adjust = [](Config& config) { config.limits.pending_pages_feed_max = 1; };
    const Validators etag{"\"map\"", ""};
    site.world.web = [&](const Request& request) {
        if (request.url != feed_a) {
            return answer(200, html(everyday_story(unsigned(request.url.back() - '0'), 120)));
        }
        std::string urls;
        for (const char* number : {"1", "2", "3"}) {
            urls += "<url><loc>https://a.example/news/" + std::string(number) +
                    "</loc><lastmod>2026-01-31</lastmod></url>";
        }
        return request.validators == etag
                   ? answer(304, {}, {}, etag)
                   : answer(200,
                            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" +
                                urls + "</urlset>",
                            {}, etag);
    };
    const Instant start = site.world.clock.wall();
    site.world.run([&] { return site.out() == 3 || site.world.clock.wall() - start > 24h; });
    CHECK(site.out() == 3);
    CHECK(site.world.asked(feed_a).size() >= 3);
    CHECK(site.tally().items_read() == 3);
    CHECK(site.tally().of(Outcome::skipped) == 0);
}
