// Reloads while something is under way, under simulated ports.

#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_a = "https://a.example/rss";
constexpr const char* feed_b = "https://b.example/rss";
const Validators first_etag{"\"1\"", ""};

std::string feed_with_pages(const std::string& id, const std::string& url,
                            const std::string& more = {}) {
    return "[[feed]]\nid = \"" + id + "\"\nurl = \"" + url + "\"\n" + more + "\n";
}

std::string index_of(const std::vector<std::string>& urls) {
    std::string xml = "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
    for (const std::string& url : urls) {
        xml += "<sitemap><loc>" + url + "</loc></sitemap>";
    }
    return xml + "</sitemapindex>";
}

std::string page_of(const std::string& text) {
    return "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>ع</title>"
           "<meta property=\"og:type\" content=\"article\"></head><body><article><p>" +
           text + "</p></article></body></html>";
}

// Items that were read ended, each as one outcome, and nothing waits any more.
void check_balance(ServiceWorld& world, std::uint64_t items) {
    const Tally tally = *world.ledger.tally_total();
    CHECK(tally.items_read() == items);
    CHECK(tally.of(Outcome::pending) == 0);
    CHECK(world.ledger.pending()->empty());
}

}  // namespace

TEST_CASE("a reload while a document is at a worker loses no unit and doubles none") {
    const bool page = GENERATE(false, true);
    CAPTURE(page);
    Story story = everyday(1, "a.example");
    story.text = page ? everyday_story(1, 12) + "…" : everyday_story(1, 400);
    ServiceWorld world(feed_with_pages("a", feed_a));
    world.feed_of_url = {{feed_a, FeedId{"a"}}};
    world.web = [&](const Request& request) {
        if (request.url != feed_a) {
            return answer(200, page_of(everyday_story(1, 120)));
        }
        return request.validators == first_etag ? answer(304, {}, {}, first_etag)
                                                : answer(200, rss_of({story}), {}, first_etag);
    };
    bool reloaded = false;
    world.at_wait = [&] {
        // Its answer is at hand; the reload comes behind it, in the same turn.
        const bool asked = !world.asked(page ? story.url : feed_a).empty();
        if (asked && !std::exchange(reloaded, true)) {
            world.send(SignalKind::reload);
        }
    };
    const Instant start = world.clock.wall();
    world.run([&] { return world.asked(feed_a).size() >= 3 || world.clock.wall() - start > 24h; });
    CHECK(world.adoptions == 1);
    CHECK(world.sink.rows().size() == 1);
    const auto asked = world.asked(feed_a);
    REQUIRE(asked.size() >= 3);
    for (std::size_t i = 1; i < asked.size(); ++i) {
        CHECK(asked[i] - asked[i - 1] >= 13min);
        CHECK(asked[i] - asked[i - 1] <= 1h);
    }
    CHECK(world.asked(story.url).size() == (page ? 1U : 0U));
    check_balance(world, 1);
}

TEST_CASE("what a turn staged of an address that a reload of the same turn replaced is ignored") {
    const std::string other = "https://other.example/rss";
    ServiceWorld world(feed_with_pages("a", feed_a, "fetch_pages = \"never\""));
    world.feed_of_url = {{other, FeedId{"a"}}};
    world.web = [&](const Request& request) {
        return request.url == feed_a ? answer(503) : answer(200, rss_of({everyday(1)}));
    };
    bool reloaded = false;
    world.at_wait = [&] {
        if (world.requests.size() == 1 && !std::exchange(reloaded, true)) {
            world.write_feeds(feed_with_pages("a", other, "fetch_pages = \"never\""));
            world.send(SignalKind::reload);
        }
    };
    const Instant start = world.clock.wall();
    world.run([&] { return !world.asked(other).empty() || world.clock.wall() - start > 6h; });
    REQUIRE(world.asked(other).size() == 1);
    CHECK(world.asked(other)[0] - world.asked(feed_a)[0] < 1min);
    CHECK(world.adoptions == 1);
}

TEST_CASE("sitemaps that a feed led on to are forgotten with its address") {
    const std::string old_index = "https://a.example/index.xml";
    const std::string child = "https://a.example/child.xml";
    const std::string sitemap = "kind = \"sitemap\"\nfetch_pages = \"never\"";
    ServiceWorld world(feed_with_pages("a", old_index, sitemap));
    world.web = [&](const Request& request) {
        return request.url == old_index ? answer(200, index_of({child})) : answer(404);
    };
    bool reloaded = false;
    world.at_wait = [&] {
        // The child of the index is in line for its time, a quarter of an hour later.
        const auto asked = world.asked(old_index);
        if (!asked.empty() && world.clock.wall() - asked[0] > 5min &&
            !std::exchange(reloaded, true)) {
            world.write_feeds(feed_with_pages("a", "https://a.example/new.xml", sitemap));
            world.send(SignalKind::reload);
        }
    };
    const Instant start = world.clock.wall();
    world.run([&] { return world.clock.wall() - start > 2h; });
    CHECK(world.adoptions == 1);
    CHECK(world.asked(child).empty());
    CHECK_FALSE(world.asked("https://a.example/new.xml").empty());
}

TEST_CASE("a feed that left and came back reads its index anew, before its children's old times") {
    const std::string index = "https://a.example/index.xml";
    const std::string child = "https://a.example/child.xml";
    const std::string feeds =
        feed_with_pages("a", index, "kind = \"sitemap\"\nfetch_pages = \"never\"");
    ServiceWorld world(feeds + feed_with_pages("b", feed_b));
    world.web = [&](const Request& request) {
        return request.url == index ? answer(200, index_of({child}), {}, first_etag) : answer(404);
    };
    int reloads = 0;
    world.at_wait = [&] {
        const auto asked = world.asked(index);
        const auto since = asked.empty() ? 0min : world.clock.wall() - asked[0];
        if (since > 5min * (reloads + 1) && reloads < 2) {
            ++reloads;
            world.write_feeds((reloads == 2 ? feeds : "") + feed_with_pages("b", feed_b));
            world.send(SignalKind::reload);
        }
    };
    world.run([&] { return world.asked(index).size() == 2; });
    CHECK(reloads == 2);
    CHECK(world.asked(index)[1] - world.asked(index)[0] < 15min);
    CHECK(world.asked(child).empty());
    CHECK(world.requests.back().validators.empty());
}
