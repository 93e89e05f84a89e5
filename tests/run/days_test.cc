// Rules that speak of days and of many hosts, under simulated ports.

#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_a = "https://a.example/rss";
constexpr const char* feed_b = "https://a.example/other";
const Validators first_etag{"\"1\"", ""};

FeedState state_of(ServiceWorld& world, const std::string& feed) {
    const std::vector<FeedState> states = *world.ledger.feed_states();
    const auto found = std::find_if(states.begin(), states.end(), [&](const FeedState& state) {
        return state.feed.get() == feed;
    });
    REQUIRE(found != states.end());
    return *found;
}

std::optional<FetchOutcome> silence() {
    return FetchFailure{{}, FetchCause::timeout, "nothing came", Instant{}};
}

}  // namespace

TEST_CASE("Retry-After of a host outlives the daemon") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b));
    world.web = [](const Request& request) {
        return request.url == feed_a ? answer(429, {}, {{"retry-after", "36000"}})
                                     : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return world.asked(feed_a).size() == 1; });
    REQUIRE(world.asked(feed_b).empty());
    world.run([&] { return world.asked(feed_b).size() == 1; });
    CHECK(world.asked(feed_b)[0] - world.asked(feed_a)[0] >= 10h);
    // A run of --once leaves it out as well, and says so.
    ServiceWorld once(feed_line("a", feed_a) + feed_line("b", feed_b));
    once.web = world.web;
    once.run([&] { return once.asked(feed_a).size() == 1; });
    once.run_once();
    CHECK(once.asked(feed_b).empty());
    CHECK(once.log.has("feed b is left out: its host is left alone for now (retry_after)"));
}

TEST_CASE("a feed that is gone is parked with one line, and found again") {
    ServiceWorld world(feed_line("a", feed_a));
    world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    bool back = false;
    world.adjust = [](Config& config) { config.time_scale = 20; };  // thirty days are many turns
    world.web = [&](const Request&) {
        return back ? answer(200, rss_of({everyday(1)}), {}, first_etag) : answer(410);
    };
    world.run([&] { return world.requests.size() == 2; });
    CHECK(world.log.count("is parked") == 1);
    CHECK(state_of(world, "a").history.health == FeedCondition::parked);
    back = true;
    const Instant parked = world.clock.wall();
    world.run([&] { return world.requests.size() == 3; });
    CHECK(world.requests[2].at - parked >= 26 * 24h / 20);
    CHECK(state_of(world, "a").history.health == FeedCondition::ok);
}

TEST_CASE("three refusals raise one alarm") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = [](const Request&) { return answer(403); };
    world.run([&] { return world.requests.size() == 5; });
    CHECK(world.log.count("feed a is refused, somebody has to look: HTTP 403") == 1);
    CHECK(state_of(world, "a").history.alarm);
}

TEST_CASE("a challenge page where a feed was is told apart, and kept") {
    ServiceWorld world(feed_line("a", feed_a));
    const std::string page = "<html><head><title>Just a moment...</title></head></html>";
    world.web = [&](const Request&) {
        return answer(200, page, {{"content-type", "text/html"}}, first_etag);
    };
    world.run([&] { return world.log.has("feed a failed"); });
    CHECK(world.log.has("a challenge page of cloudflare where a feed was"));
    CHECK(state_of(world, "a").history.health == FeedCondition::blocked);
    CHECK(state_of(world, "a").validators.empty());
    CHECK(*world.files.read("/state/refused/a", 1000) == page);
}

TEST_CASE("a feed that moved for good is asked at its new address, and the log says so") {
    ServiceWorld world(feed_line("a", feed_a));
    const std::string there = "https://news.a.example/rss";
    world.web = [&](const Request& request) {
        return request.url == feed_a ? answer(301, {}, {{"location", there}})
               : request.validators == first_etag
                   ? answer(304, {}, {}, first_etag)
                   : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return world.log.has("has moved for good, it is asked at " + there); });
    const std::size_t before = world.asked(feed_a).size();
    CHECK(before >= 3);
    CHECK(world.asked(feed_a).back() - world.asked(feed_a).front() >= 7 * 24h);
    world.run([&] { return world.asked(there).size() >= before + 2; });
    CHECK(world.asked(feed_a).size() == before);
    CHECK(state_of(world, "a").history.address == there);
}

TEST_CASE("validators that hide news are found out and not believed") {
    ServiceWorld world(feed_line("a", feed_a));
    world.feed_of_url = {{feed_a, FeedId{"a"}}};
    const Instant start = world.clock.wall();
    // Always the same ETag, whatever stands in the feed.
    world.web = [&](const Request& request) {
        if (request.validators == first_etag) {
            return answer(304, {}, {}, first_etag);
        }
        const auto days = unsigned((world.clock.wall() - start) / 24h);
        std::vector<Story> stories;
        for (unsigned day = 0; day <= days; ++day) {
            stories.push_back(everyday(day + 1));
        }
        return answer(200, rss_of(stories), {}, first_etag);
    };
    world.run([&] { return world.log.has("said twice that nothing had changed"); });
    CHECK(world.sink.rows().size() >= 3);
    const std::size_t before = world.requests.size();
    world.run([&] { return world.requests.size() >= before + 3; });
    for (std::size_t i = before; i < world.requests.size(); ++i) {
        CHECK(world.requests[i].validators.empty());
    }
}

TEST_CASE("when nobody answers it is our network: nobody's failures count") {
    std::string feeds;
    for (int i = 0; i < 40; ++i) {
        feeds += feed_line("f" + std::to_string(i), "https://h" + std::to_string(i) + ".com/rss");
    }
    ServiceWorld world(feeds);
    bool down = false;
    world.robots = [&](const Request&) { return down ? silence() : answer(404); };
    world.web = [&](const Request&) {
        return down ? silence() : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    world.run([&] { return world.requests.size() >= 40; });
    down = true;
    const std::size_t before = world.requests.size();
    const Instant cut = world.clock.wall();
    world.run([&] { return world.clock.wall() - cut > 8h; });
    CHECK(world.log.count("taken for an outage of our own network") == 1);
    // Three every half minute at most, once it was noticed.
    CHECK(world.requests.size() - before <= 40 + 8 * 120 * 3);
    down = false;
    const std::size_t then = world.requests.size();
    world.run([&] { return world.requests.size() >= then + 45; });
    std::uint32_t failures = 0;
    for (const FeedState& state : std::vector<FeedState>(*world.ledger.feed_states())) {
        failures = std::max(failures, state.failures);
    }
    CHECK(failures <= 1);
}

TEST_CASE("failures that led to the finding of an outage are taken back, all of them") {
    std::string feeds;
    for (int i = 0; i < 40; ++i) {
        feeds += feed_line("f" + std::to_string(i), "https://h" + std::to_string(i) + ".com/rss",
                           "interval = \"6h\"");
    }
    ServiceWorld world(feeds);
    const bool in_one_turn = GENERATE(true, false);
    const bool reload = GENERATE(false, true);
    CAPTURE(in_one_turn, reload);
    bool down = true;
    world.web = [&](const Request&) {
        return down ? std::optional<FetchOutcome>()
                    : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    std::optional<Instant> cut;
    bool reloaded = !reload;
    world.at_wait = [&] {
        if (!cut && world.in_flight() == 40) {
            cut = world.clock.wall();
        }
        std::size_t budget = in_one_turn ? 40 : 1;
        for (std::size_t i = 0; down && cut && i < world.requests.size() && budget > 0; ++i) {
            if (world.is_in_flight(world.requests[i].url)) {
                world.deliver(world.requests[i].url, *silence());
                --budget;
            }
        }
        if (cut && world.clock.wall() - *cut > 3min && !std::exchange(reloaded, true)) {
            world.send(SignalKind::reload);
        }
    };
    world.run([&] { return cut && world.clock.wall() - *cut > 5min; });
    CHECK(world.log.count("taken for an outage of our own network") == 1);
    for (const FeedState& state : std::vector<FeedState>(*world.ledger.feed_states())) {
        CAPTURE(state.feed.get());
        CHECK(state.failures == 0);
        CHECK_FALSE(state.last_attempt.has_value());
    }
}

TEST_CASE("a reload in an outage keeps for whom it was: they are asked soon after it") {
    std::string feeds;
    for (int i = 0; i < 40; ++i) {
        feeds += feed_line("f" + std::to_string(i), "https://h" + std::to_string(i) + ".com/rss",
                           "interval = \"6h\"");
    }
    ServiceWorld world(feeds);
    bool down = true;
    std::optional<Instant> back;
    world.web = [&](const Request&) {
        return down ? silence() : answer(200, rss_of({everyday(1)}), {}, first_etag);
    };
    const Instant start = world.clock.wall();
    bool reloaded = false;
    world.at_wait = [&] {
        const auto passed = world.clock.wall() - start;
        if (passed > 3min && !std::exchange(reloaded, true)) {
            world.send(SignalKind::reload);
        }
        if (passed > 5min && down) {
            down = false;
            back = world.clock.wall();
        }
    };
    world.run([&] { return back && world.clock.wall() - *back > 13min; });
    CHECK(world.log.count("taken for an outage of our own network") == 1);
    std::set<std::string> asked;
    for (const Request& request : world.requests) {
        if (request.at >= *back) {
            asked.insert(request.url);
        }
    }
    CHECK(asked.size() == 40);
}

TEST_CASE("what is overdue at the start is spread, what was never polled is due at once") {
    std::string feeds;
    std::map<std::string, FeedId> feed_of_url;
    for (int i = 0; i < 50; ++i) {
        const std::string id = "f" + std::to_string(i);
        const std::string url = "https://h" + std::to_string(i) + ".com/rss";
        feeds += feed_line(id, url);
        feed_of_url.insert_or_assign(url, FeedId{id});
    }
    ServiceWorld world(feeds);
    world.feed_of_url = std::move(feed_of_url);
    world.web = [](const Request&) { return answer(200, rss_of({everyday(1)}), {}, first_etag); };
    world.run([&] { return world.requests.size() == 50; });
    for (const Request& request : world.requests) {
        CHECK(request.at - world.requests[0].at < 1min);
    }
    world.clock.move(3 * 24h);
    const Instant again = world.clock.wall();
    const std::size_t before = world.requests.size();
    world.run([&] { return world.requests.size() == before + 50; });
    std::size_t early = 0;
    for (std::size_t i = before; i < world.requests.size(); ++i) {
        const auto waited = world.requests[i].at - again;
        CHECK(waited <= 16min);
        early += waited < 7min + 30s ? 1U : 0U;
    }
    CHECK(early >= 10);
    CHECK(early <= 40);
}

TEST_CASE("a server may not say 304 to whoever asked for the whole") {
    ServiceWorld world(feed_line("a", feed_a));
    world.web = [](const Request&) { return answer(304); };
    world.run([&] { return world.log.has("feed a failed"); });
    CHECK(world.log.has("HTTP 304 without having been asked for it"));
}

namespace {

std::string sitemap_of(const std::vector<std::string>& urls, bool index) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    const std::string root = index ? "sitemapindex" : "urlset";
    xml += "<" + root +
           " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
           "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">";
    for (const std::string& url : urls) {
        xml += index ? "<sitemap><loc>" + url + "</loc></sitemap>"
                     : "<url><loc>" + url +
                           "</loc><news:news><news:publication><news:name>A</news:name>"
                           "<news:language>ar</news:language></news:publication>"
                           "<news:publication_date>2026-01-31T09:00:00Z</news:publication_date>"
                           "<news:title>افتتاح معرض الكتاب في المدينة القديمة</news:title>"
                           "</news:news></url>";
    }
    return xml + "</" + root + ">";
}

}  // namespace

TEST_CASE("the sitemaps of an index are read 15 minutes apart, then each at its own interval") {
    const std::string index = "https://a.example/index.xml";
    const std::string old = "https://a.example/old.xml";
    const std::string news = "https://a.example/news.xml";
    ServiceWorld world(feed_line("a", index, "kind = \"sitemap\"\nfetch_pages = \"never\""));
    world.feed_of_url = {{news, FeedId{"a"}}, {old, FeedId{"a"}}};
    world.web = [&](const Request& request) {
        const Validators etag{"\"" + request.url + "\"", ""};
        if (request.validators == etag) {
            return answer(304, {}, {}, etag);
        }
        return request.url == index
                   ? answer(200, sitemap_of({old, news}, true), {}, etag)
                   : answer(200, sitemap_of({request.url + "/1"}, false), {}, etag);
    };
    world.run([&] { return world.asked(old).size() >= 3; });
    CHECK(world.ledger.tally_total()->items_read() == 2);
    CHECK(world.asked(news)[0] - world.asked(index)[0] >= 15min);
    CHECK(world.asked(old)[0] - world.asked(news)[0] >= 15min);
    for (const std::string& url : {index, news, old}) {
        CAPTURE(url);
        const auto times = world.asked(url);
        REQUIRE(times.size() >= 2);
        for (std::size_t i = 1; i < times.size(); ++i) {
            CHECK(times[i] - times[i - 1] >= 27min);  // half an hour, and jitter
        }
    }
    CHECK(world.requests.back().validators.etag == "\"" + old + "\"");
    // After a restart nobody knows its children: the index is read anew, its items are not.
    const std::size_t before = world.asked(news).size();
    world.run([&] { return world.asked(news).size() > before; });
    CHECK(world.ledger.tally_total()->items_read() == 2);
}

TEST_CASE("news of a sitemap are found though its index never changes") {
    const std::string index = "https://a.example/index.xml";
    const std::string news = "https://a.example/news.xml";
    ServiceWorld world(feed_line("a", index, "kind = \"sitemap\"\nfetch_pages = \"never\""));
    world.feed_of_url = {{news, FeedId{"a"}}};
    std::size_t looks = 0;
    world.web = [&](const Request& request) {
        const Validators etag{"\"" + request.url + "\"", ""};
        if (request.url == index) {
            return request.validators == etag ? answer(304, {}, {}, etag)
                                              : answer(200, sitemap_of({news}, true), {}, etag);
        }
        ++looks;  // every look finds an article more
        std::vector<std::string> urls;
        for (std::size_t i = 1; i <= looks; ++i) {
            urls.push_back("https://a.example/" + std::to_string(i));
        }
        return answer(200, sitemap_of(urls, false));
    };
    world.run([&] { return looks >= 60; });
    const auto times = world.asked(news);
    // It stays at its floor, while its index is looked at ever less often.
    CHECK(times.back() - times.front() < 60 * 35min);
    CHECK(world.asked(index).size() < 15);
}

TEST_CASE("an index that does not speak of news is not read for days, but after a start") {
    const std::string index = "https://a.example/index.xml";
    const std::string child = "https://a.example/2026.xml";
    ServiceWorld world(feed_line("a", index, "kind = \"sitemap\"\nfetch_pages = \"never\""));
    world.feed_of_url = {{child, FeedId{"a"}}};
    world.web = [&](const Request& request) {
        const Validators etag{"\"" + request.url + "\"", ""};
        if (request.validators == etag) {
            return answer(304, {}, {}, etag);
        }
        return request.url == index ? answer(200, sitemap_of({child}, true), {}, etag)
                                    : answer(200, sitemap_of({child + "/1"}, false), {}, etag);
    };
    const Instant first = world.clock.wall();
    world.run([&] { return world.clock.wall() - first > 2 * 24h; });
    CHECK(world.asked(index).size() == 1);
    CHECK(world.asked(child).size() > 8);
    const std::size_t before = world.asked(child).size();
    const Instant start = world.clock.wall();
    world.run([&] { return world.asked(child).size() > before; });
    CHECK(world.asked(child).back() - start < 2h);
}

TEST_CASE("further pages of a feed are read while they bring nothing but news, five at most") {
    ServiceWorld world(feed_line("a", "https://a.example/feed"));
    world.web = [&](const Request& request) {
        const auto at = request.url.find("page=");
        const unsigned page =
            at == std::string::npos ? 1U : unsigned(std::stoi(request.url.substr(at + 5)));
        world.feed_of_url.insert_or_assign(request.url, FeedId{"a"});
        return answer(200, rss_of({everyday(page)},
                                  "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                                  "rel=\"next\" href=\"https://a.example/feed?page=" +
                                      std::to_string(page + 1) + "\"/>"));
    };
    world.run([&] { return world.asked("https://a.example/feed").size() == 2; });
    CHECK(world.requests.size() == 7);
    CHECK(world.asked("https://a.example/feed?page=6").size() == 1);
    CHECK(world.sink.rows().size() == 6);
}
