#include "daemon/run/service.h"

#include "tests/run/news.h"
#include "tests/run/service_world.h"

using namespace khabard;
using namespace std::chrono_literals;

namespace {

constexpr const char* feed_a = "https://a.example/rss";
constexpr const char* feed_b = "https://b.example/rss";

const Validators first_etag{"\"1\"", ""};

// A world of one feed that shows `stories` and knows validators.
ServiceWorld& with_feed_a(ServiceWorld& world, std::vector<Story> stories) {
    world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    world.web = [stories](const Request& request) {
        return request.validators == first_etag
                   ? answer(304, {}, {}, first_etag)
                   : answer(200, rss_of(stories), {{"content-type", "application/rss+xml"}},
                            first_etag);
    };
    return world;
}

std::uint64_t counted(ServiceWorld& world, Outcome outcome) {
    return world.ledger.tally_total()->of(outcome);
}

FeedState state_of(ServiceWorld& world, const std::string& feed) {
    const auto states = *world.ledger.feed_states();
    const auto found = std::find_if(states.begin(), states.end(), [&](const FeedState& state) {
        return state.feed.get() == feed;
    });
    REQUIRE(found != states.end());
    return *found;
}

std::vector<std::uint64_t> numbers_to(std::uint64_t last) {
    std::vector<std::uint64_t> all;
    for (std::uint64_t number = 1; number <= last; ++number) {
        all.push_back(number);
    }
    return all;
}

std::string ce_id(const OutboxRow& row) {
    for (const RecordHeader& header : row.record.headers) {
        if (header.name == "ce_id") {
            return header.value;
        }
    }
    return {};
}

// What is out, without what depends on the time: where each version of each article stands.
std::multiset<std::string> published(const ServiceWorld& world) {
    std::multiset<std::string> all;
    for (const OutboxRow& row : world.sink.rows()) {
        std::string line = ce_id(row);
        for (const auto& topic : row.record.topics) {
            line += " " + topic.topic;
        }
        all.insert(line);
    }
    return all;
}

}  // namespace

TEST_CASE("a due feed is polled, and what it shows is published and remembered") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1),
                        everyday(2),
                        {"https://a.example/3", "موسكو تطالب بدونباس", themed_story(3)}});
    const int status = world.run([&] { return world.sink.rows().size() == 3; });
    CHECK(status == 0);
    CHECK(world.sink.sequences() == numbers_to(3));
    CHECK(counted(world, Outcome::unthemed) == 2);
    CHECK(counted(world, Outcome::created) == 1);
    CHECK(world.ledger.tally_total()->items_read() == 3);
    CHECK(world.ledger.memory(FeedId{"a"})->seen.size() == 3);
    const FeedState state = state_of(world, "a");
    CHECK(state.validators == first_etag);
    CHECK(state.body.has_value());
    CHECK(state.failures == 0);
    CHECK(world.ledger.outbox_size()->rows == 0);
    CHECK(world.ledger.info().settled == Sequence{3});
    CHECK(world.supervisor.has("ready: 1 feeds"));
    CHECK(world.supervisor.has("stopping"));
    CHECK(world.supervisor.progressed > 0);
}

TEST_CASE("an unchanged feed is asked with its validators, less and less often") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    world.run([&] { return world.requests.size() == 5; });
    CHECK(world.requests[0].validators.empty());
    for (std::size_t i = 1; i < 5; ++i) {
        CHECK(world.requests[i].validators == first_etag);
        const auto gap = world.requests[i].at - world.requests[i - 1].at;
        CHECK(gap >= 13min + 30s);
        CHECK(gap <= 41min);
    }
    CHECK(world.requests[4].at - world.requests[3].at >
          world.requests[1].at - world.requests[0].at);
    CHECK(world.sink.rows().size() == 1);
    CHECK(world.ledger.tally_total()->items_read() == 1);
    CHECK(counted(world, Outcome::repeat) == 0);
}

TEST_CASE("the same body again is not read again, without validators once an hour") {
    ServiceWorld world(feed_line("a", feed_a));
    const std::string body = rss_of({everyday(1)});
    world.web = [&](const Request&) { return answer(200, body); };
    world.run([&] { return world.requests.size() == 4; });
    CHECK(counted(world, Outcome::repeat) == 0);
    CHECK(world.sink.rows().size() == 1);
    CHECK(world.requests[1].at - world.requests[0].at >= 54min);
}

TEST_CASE("repeats leave early, new and changed entries are published") {
    ServiceWorld world(feed_line("a", feed_a));
    world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    std::vector<Story> stories{everyday(1), everyday(2)};
    world.web = [&](const Request&) {
        auto outcome = answer(200, rss_of(stories));
        stories.push_back(everyday(unsigned(stories.size()) + 1));
        stories[0].headline = "عنوان جديد تماما بعد التحديث " + std::to_string(stories.size());
        return outcome;
    };
    world.run([&] { return world.requests.size() == 3 && world.ledger.units_out.empty(); });
    // 1 and 2; a new version of 1, and 3; once more, and 4.
    CHECK(world.sink.rows().size() == 6);
    CHECK(counted(world, Outcome::unthemed) == 4);
    CHECK(counted(world, Outcome::updated) == 2);
    CHECK(counted(world, Outcome::repeat) == 3);
    const auto out = published(world);
    CHECK(std::set<std::string>(out.begin(), out.end()).size() == out.size());
}

TEST_CASE("failures are waited out, and forgiven") {
    ServiceWorld world(feed_line("a", feed_a));
    int polls = 0;
    world.web = [&](const Request&) -> std::optional<FetchOutcome> {
        switch (polls++) {
            case 0: return FetchFailure{{}, FetchCause::timeout, "nothing came", Instant{}};
            case 1: return answer(500);
            case 2: return answer(429, {}, {{"retry-after", "7200"}});
            case 3: return answer(200, "<html><body>no feed</body></html>");
            default: return answer(200, rss_of({everyday(1)}));
        }
    };
    world.run([&] { return world.sink.rows().size() == 1; });
    const auto times = world.asked(feed_a);
    REQUIRE(times.size() >= 5);
    CHECK(times[1] - times[0] >= 13min + 30s);
    CHECK(times[2] - times[1] >= 27min);
    CHECK(times[3] - times[2] >= 2h);
    CHECK(times[4] - times[3] >= 108min);
    CHECK(state_of(world, "a").failures == 0);
    CHECK(world.log.has("feed a failed: timeout: nothing came"));
    CHECK(world.log.has("HTTP 500"));
    CHECK(world.log.has("HTTP 429"));
}

TEST_CASE("two feeds of a host are never asked within its gap, nor at once") {
    std::string feeds;
    for (const char* id : {"x1", "x2", "x3", "x4"}) {
        feeds += feed_line(id, std::string("https://x.example/") + id);
    }
    ServiceWorld world(feeds);
    world.web = [](const Request&) { return answer(404); };
    world.run([&] { return world.requests.size() >= 20; });
    for (std::size_t i = 1; i < world.requests.size(); ++i) {
        CHECK(world.requests[i].at - world.requests[i - 1].at >= 5s);
    }
}

TEST_CASE("feeds of a busy host take turns") {
    std::string feeds;
    for (int number = 100; number < 140; ++number) {
        feeds +=
            feed_line("x" + std::to_string(number), "https://x.example/" + std::to_string(number),
                      "interval = \"5m\"\ninterval_reason = \"agreed\"");
    }
    ServiceWorld world(feeds);
    // Forty feeds that are always due, at a host that takes twenty seconds for each.
    world.adjust = [](Config& config) { config.fetch.host_gap = 20s; };
    world.web = [](const Request& request) {
        return answer(304, {}, {}, {"\"" + request.url + "\"", ""});
    };
    world.run([&] { return world.requests.size() >= 120; });
    std::map<std::string, int> polls;
    for (const Request& request : world.requests) {
        ++polls[request.url];
    }
    CHECK(polls.size() == 40);
    for (const auto& [url, count] : polls) {
        CAPTURE(url);
        CHECK(count >= 2);
    }
}

TEST_CASE("what the publisher's answer says of its freshness is kept to, also by a 304") {
    ServiceWorld world(feed_line("a", feed_a));
    int polls = 0;
    world.web = [&](const Request&) {
        return polls++ == 0 ? answer(200, rss_of({everyday(1)}), {}, first_etag)
                            : answer(304, {}, {{"cache-control", "max-age=10800"}}, first_etag);
    };
    world.run([&] { return world.requests.size() == 4; });
    CHECK(world.requests[2].at - world.requests[1].at >= 3h);
    CHECK(world.requests[3].at - world.requests[2].at >= 3h);
}

TEST_CASE("due times survive a restart, and so does what is known") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    world.run([&] { return world.sink.rows().size() == 1; });
    const auto first = world.requests.front().at;
    world.run([&] { return world.requests.size() == 2; });
    CHECK(world.requests[1].at - first >= 13min + 30s);
    CHECK(world.requests[1].validators == first_etag);
    CHECK(world.sink.rows().size() == 1);
}

TEST_CASE("a step of the clock keeps no feed waiting for more than a day") {
    ServiceWorld world(feed_line("a", feed_a));
    Story undated = everyday(1);
    undated.published.clear();
    with_feed_a(world, {undated});
    world.clock.step(24h * 365);
    bool stepped = false;
    world.at_wait = [&] {
        if (world.sink.rows().size() == 1 && !std::exchange(stepped, true)) {
            world.clock.step(-24h * 365);
        }
    };
    world.run([&] { return world.requests.size() == 2; });
    CHECK(world.requests[1].at - (world.requests[0].at - 24h * 365) <= 24h + 1min);
}

TEST_CASE("a copy under another address is a duplicate, whichever feed shows it") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b));
    world.feed_of_url = {{feed_a, FeedId{"a"}}, {feed_b, FeedId{"b"}}};
    world.web = [](const Request& request) {
        const bool first = request.url == feed_a;
        Story story = everyday(1, first ? "a.example" : "b.example");
        story.text = everyday_story(1, 120) + (first ? "" : " " + everyday_story(2, 6));
        return answer(200, rss_of({story}), {}, first_etag);
    };
    world.run([&] { return world.sink.rows().size() == 2; });
    CHECK(counted(world, Outcome::unthemed) == 1);
    CHECK(counted(world, Outcome::duplicate) == 1);
}

namespace {

// Two feeds with a story that both have; the second comes late, so that the original is always the
// first's, and the first edits a story and has another later on. Broken at call `k` of the ledger,
// or not at all.
struct Broken {
    std::multiset<std::string> out;
    std::vector<std::uint64_t> sequences;
    Tally tally;
    bool failed;
    int rollbacks;
};

Broken run_broken(std::optional<std::size_t> k, bool looks_too) {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b));
    world.feed_of_url = {{feed_a, FeedId{"a"}}, {feed_b, FeedId{"b"}}};
    const Instant start = world.clock.wall();
    world.web = [&](const Request& request) {
        const std::string copied = everyday_story(1, 120);
        if (request.url == feed_b) {
            return world.sink.rows().empty()
                       ? answer(304)
                       : answer(200, rss_of({{"https://b.example/1", "خبر منقول", copied},
                                             everyday(3, "b.example"),
                                             {"https://b.example/2", "دونباس", themed_story(4)}}));
        }
        const bool later = request.at - start > 12min;
        std::vector<Story> stories{everyday(1), everyday(2)};
        stories[0].text = copied + " " + everyday_story(50, 5);
        if (later) {
            stories[1].headline = "عنوان آخر تماما بعد ساعة";
            stories.push_back({"https://a.example/late", "موسكو تطالب", themed_story(60)});
        }
        return answer(200, rss_of(stories), {}, Validators{later ? "\"2\"" : "\"1\"", ""});
    };
    if (k) {
        world.ledger.fail_at(*k, looks_too);
    }
    world.run([&] {
        return world.clock.wall() - start > 100min && world.ledger.outbox_size()->rows == 0;
    });
    return {published(world), world.sink.sequences(), *world.ledger.tally_total(),
            world.ledger.failed(), world.ledger.rollbacks};
}

}  // namespace

TEST_CASE("whichever call of the ledger fails, the turn is repeated and nothing is lost") {
    const Broken whole = run_broken(std::nullopt, false);
    REQUIRE(whole.out.size() == 7);
    CHECK(whole.tally.of(Outcome::duplicate) == 1);
    CHECK(whole.tally.of(Outcome::updated) == 1);
    CHECK(whole.rollbacks == 0);
    CHECK(whole.sequences == numbers_to(whole.sequences.size()));
    const bool looks_too = GENERATE(false, true);
    int failures = 0;
    for (std::size_t k = 0; k < (looks_too ? 40 : 400); ++k) {
        const Broken broken = run_broken(k, looks_too);
        CAPTURE(k, looks_too, broken.rollbacks);
        if (!broken.failed) {
            break;
        }
        ++failures;
        REQUIRE(broken.out == whole.out);
        REQUIRE(broken.sequences == whole.sequences);
        for (std::size_t i = 0; i < outcome_count; ++i) {
            if (static_cast<Outcome>(i) != Outcome::repeat) {
                REQUIRE(broken.tally.outcomes[i] == whole.tally.outcomes[i]);
            }
        }
    }
    CHECK(failures > 20);
}

TEST_CASE("a full outbox pauses polling until the sink is back") {
    ServiceWorld world(feed_line("a", feed_a));
    world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    world.adjust = [](Config& config) { config.limits.outbox_rows_max = 5; };
    unsigned next = 1;
    world.web = [&](const Request&) {
        next += 3;
        return answer(200, rss_of({everyday(next), everyday(next + 1), everyday(next + 2)}), {},
                      Validators{std::to_string(next), ""});
    };
    world.sink_is_away = true;
    world.sink.hold();  // the first batch does not come back
    const Instant start = world.clock.wall();
    std::size_t asked_when_full = 0;
    world.at_wait = [&] {
        const auto passed = world.clock.wall() - start;
        if (passed > 12h && asked_when_full == 0) {
            asked_when_full = world.requests.size();
            world.sink_is_away = false;
            world.sink.release();
        }
    };
    world.run([&] { return asked_when_full > 0 && world.sink.rows().size() >= 9; });
    CHECK(asked_when_full == 2);
    CHECK(world.requests.size() > 2);
    CHECK(world.sink.sequences() == numbers_to(world.sink.sequences().size()));
}

TEST_CASE("while what the sink took cannot be written down it is offered less and less often") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1), everyday(2)});
    world.adjust = [](Config& config) { config.limits.batch_rows_max = 1; };
    std::optional<Instant> refused;
    int offers = 0;
    world.at_wait = [&] {
        if (!refused && world.ledger.has_rows()) {
            refused = world.clock.wall();
            world.ledger.refuse_commits(true);
        }
        if (refused && world.clock.wall() - *refused > 5min && offers == 0) {
            offers = world.ledger.rollbacks;
            world.ledger.refuse_commits(false);
        }
        world.sink_is_away = !world.ledger.rows_out;  // nobody waits for it while it is idle
    };
    world.run([&] { return offers > 0 && world.ledger.outbox_size()->rows == 0; });
    CHECK(offers >= 5);
    CHECK(offers <= 25);
    CHECK(world.sink.sequences() == numbers_to(2));
    CHECK(world.ledger.info().settled == Sequence{2});
}

TEST_CASE("a reload takes up new feeds and leaves the others alone") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    bool reloaded = false;
    world.at_wait = [&] {
        if (world.sink.rows().size() == 1 && !std::exchange(reloaded, true)) {
            world.write_feeds(feed_line("a", feed_a) + feed_line("b", feed_b));
            world.send(SignalKind::reload);
        }
    };
    world.run([&] { return world.asked(feed_b).size() == 1; });
    CHECK(world.asked(feed_a).size() == 1);
    CHECK(world.adoptions == 1);
    CHECK(world.supervisor.has("reloading"));
    CHECK(world.log.has("reloaded: "));
    CHECK(*world.ledger.next_generation() == Generation{3});
}

TEST_CASE("a configuration that is wrong or needs a restart is refused, and the old one stays") {
    const auto [feeds, main, said] = GENERATE(
        std::tuple<std::string, std::string, std::string>{
            "[[feed]]\nid = \"a\"\nurl = 7\n", ServiceWorld::main_file, "reload refused"},
        std::tuple<std::string, std::string, std::string>{
            feed_line("b", feed_b), std::string(ServiceWorld::main_file) + "[log]\nlevel = 1\n",
            "reload refused"},
        std::tuple<std::string, std::string, std::string>{
            feed_line("b", feed_b),
            "[fetch]\ncontact = \"desk@example.org\"\n[publish]\nsink = \"files\"\n"
            "[publish.files]\ndirectory = \"/other\"\n[state]\ndirectory = \"/state\"\n"
            "[http]\nlisten = \"\"\n",
            "publish.files.directory"});
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    bool reloaded = false;
    world.at_wait = [&, text = feeds, keys = main] {
        if (world.sink.rows().size() == 1 && !std::exchange(reloaded, true)) {
            world.write_feeds(text);
            world.rewrite("/etc/khabard/khabard.toml", keys);
            world.send(SignalKind::reload);
        }
    };
    world.run([&] { return world.asked(feed_a).size() == 3; });
    CHECK(world.asked(feed_b).empty());
    CHECK(world.adoptions == 0);
    CHECK(world.log.has(said));
    CHECK(world.supervisor.has(said));
}

TEST_CASE("a feed that gets another address is asked there at once, as one never read") {
    ServiceWorld world(feed_line("a", feed_a));
    const bool in_flight = GENERATE(false, true);
    CAPTURE(in_flight);
    const std::string other = "https://other.example/rss";
    world.feed_of_url.insert_or_assign(other, FeedId{"a"});
    if (!in_flight) {
        world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    }
    bool reloaded = false;
    world.web = [&](const Request& request) -> std::optional<FetchOutcome> {
        if (request.url == feed_a && in_flight) {
            return std::nullopt;
        }
        const bool old = request.url == feed_a;
        return answer(200, rss_of({everyday(old ? 1 : 2)}), {},
                      Validators{old ? "\"old\"" : "\"new\"", ""});
    };
    world.at_wait = [&] {
        const bool ready = in_flight ? world.requests.size() == 1 : world.sink.rows().size() == 1;
        if (ready && !std::exchange(reloaded, true)) {
            world.write_feeds(feed_line("a", other));
            world.send(SignalKind::reload);
            if (in_flight) {
                world.deliver(feed_a, answer(200, rss_of({everyday(1)}), {}, {"\"old\"", ""}));
            }
        }
    };
    world.run([&] { return world.asked(other).size() == 2; });
    CHECK(world.asked(feed_a).size() == 1);
    CHECK(world.requests[1].validators.empty());
    CHECK(world.requests[1].at - world.requests[0].at < 1min);
    CHECK(world.requests[2].validators.etag == "\"new\"");
    CHECK(world.sink.rows().size() == (in_flight ? 1 : 2));
}

TEST_CASE("a feed that leaves while it is asked leaves nothing behind") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b));
    bool reloaded = false;
    world.web = [&](const Request& request) -> std::optional<FetchOutcome> {
        return request.url == feed_a ? std::nullopt : std::optional(answer(404));
    };
    world.at_wait = [&] {
        if (world.requests.size() == 2 && !std::exchange(reloaded, true)) {
            world.write_feeds(feed_line("b", feed_b));
            world.send(SignalKind::reload);
            world.deliver(feed_a, answer(200, rss_of({everyday(1)})));
        }
    };
    world.run([&] { return world.asked(feed_b).size() == 2; });
    CHECK(world.sink.rows().empty());
    CHECK(world.ledger.feed_states()->size() == 1);
}

TEST_CASE("a stop begins nothing new and finishes what is in flight") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b));
    world.feed_of_url = {{feed_a, FeedId{"a"}}};
    bool stopped = false;
    world.web = [&](const Request&) -> std::optional<FetchOutcome> { return std::nullopt; };
    world.at_wait = [&] {
        if (world.requests.size() == 2 && !std::exchange(stopped, true)) {
            world.send(SignalKind::terminate);
        } else if (stopped && world.in_flight() == 2) {
            world.deliver(feed_a, answer(200, rss_of({everyday(1)})));
        }
    };
    const SteadyTime start = world.clock.steady();
    CHECK(world.run([] { return false; }) == 0);
    CHECK(world.sink.rows().size() == 1);
    CHECK(world.requests.size() == 2);
    // The other one never came: the deadline is 30 s.
    const auto took = world.clock.steady() - start;
    CHECK(took >= 30s);
    CHECK(took <= 40s);
}

TEST_CASE("a second request to stop is obeyed at once") {
    ServiceWorld world(feed_line("a", feed_a));
    int signals = 0;
    world.web = [&](const Request&) -> std::optional<FetchOutcome> { return std::nullopt; };
    world.at_wait = [&] {
        if (world.requests.size() == 1 && signals++ < 2) {
            world.send(SignalKind::terminate);
        }
    };
    const SteadyTime start = world.clock.steady();
    CHECK(world.run([] { return false; }) == 0);
    CHECK(world.clock.steady() - start < 20s);
}

TEST_CASE("a sink that is fenced or does not fit ends the service") {
    const auto [outcome, expected] =
        GENERATE(std::pair{TxnOutcome::fenced, 75}, std::pair{TxnOutcome::unusable, 74});
    const bool at_start = GENERATE(true, false);
    CAPTURE(expected, at_start);
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    world.sink_is_away = at_start;
    if (at_start) {
        world.sink.answer_opening({outcome});
    } else {
        world.sink.answer({{outcome}});
        world.at_wait = [&] { world.sink_is_away = world.sink.attempts() > 0; };
    }
    CHECK(world.run([] { return false; }) == expected);
    CHECK(world.log.has("the sink ends the service"));
    CHECK(world.sink.rows().empty());
}

TEST_CASE("--once polls every feed once, publishes, and ends") {
    ServiceWorld world(feed_line("a", feed_a) + feed_line("b", feed_b) +
                       feed_line("off", "https://off.example/rss", "enabled = false"));
    world.feed_of_url = {{feed_a, FeedId{"a"}}};
    world.web = [](const Request& request) {
        return request.url == feed_a ? answer(200, rss_of({everyday(1), everyday(2)}))
                                     : answer(404);
    };
    CHECK(world.run_once() == 0);
    CHECK(world.requests.size() == 2);
    CHECK(world.sink.rows().size() == 2);
    CHECK(world.ledger.outbox_size()->rows == 0);
    CHECK(world.log.count("feed b failed: HTTP 404") == 2);  // as it failed, and at the end
    SECTION("again at once, but who failed is left alone until its time has come") {
        CHECK(world.run_once() == 0);
        CHECK(world.asked(feed_a).size() == 2);
        CHECK(world.asked(feed_b).size() == 1);
        CHECK(world.log.has("feed b is left out until 2026-01-31T10:"));
        world.clock.move(24h);
        CHECK(world.run_once() == 0);
        CHECK(world.asked(feed_b).size() == 2);
    }
}

TEST_CASE("--once ends with 69 when its rows cannot leave, and they are not lost") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    world.sink_is_away = true;
    world.sink.answer_opening(std::deque<TxnOutcome>(1000, TxnOutcome::retry));
    CHECK(world.run_once() == 69);
    CHECK(world.ledger.outbox_size()->rows == 1);
    world.sink_is_away = false;
    world.sink.answer_opening({});
    CHECK(world.run_once() == 0);
    CHECK(world.sink.rows().size() == 1);
}

TEST_CASE("--once does not wait for room on the disk") {
    ServiceWorld world(feed_line("a", feed_a));
    with_feed_a(world, {everyday(1)});
    world.ledger.refuse_commits(true);
    CHECK(world.run_once() == 74);
    CHECK_FALSE(world.log.has("unthemed"));  // nothing is told of what did not happen
    CHECK(world.sink.rows().empty());
}

TEST_CASE("files of a spool are read once each, however many, and bad ones are named") {
    ServiceWorld world("[[feed]]\nid = \"spool\"\nurl = \"/spool\"\nkind = \"dir\"\n");
    for (unsigned number = 0; number < 120; ++number) {
        world.rewrite(
            "/spool/" + std::to_string(number) + ".txt",
            "عنوان " + everyday_story(number + 5000, 5) + "\n\n" + everyday_story(number));
    }
    world.rewrite("/spool/broken.xml", "this is no feed");
    world.rewrite("/spool/ignored.tmp", "not yet");
    world.rewrite("/spool/.hidden.txt", "not ever");
    CHECK(world.run_once() == 0);
    CHECK(world.sink.rows().size() == 121);  // with the dead letter
    CHECK(counted(world, Outcome::rejected) == 1);
    CHECK(world.log.has("broken.xml"));
    CHECK(world.run_once() == 0);
    CHECK(world.sink.rows().size() == 121);  // with the dead letter
    CHECK(world.ledger.tally_total()->items_read() == 121);
}

TEST_CASE("a spool of large files is read in parts that fit into memory") {
    ServiceWorld world("[[feed]]\nid = \"spool\"\nurl = \"/spool\"\nkind = \"dir\"\n");
    for (unsigned number = 0; number < 12; ++number) {
        world.rewrite(
            "/spool/" + std::to_string(number) + ".txt",
            "عنوان " + everyday_story(number + 5000, 5) + "\n\n" + everyday_story(number));
    }
    // Two files have more than this.
    world.adjust = [](Config& config) { config.limits.input_file_bytes_max = 900; };
    CHECK(world.run_once() == 0);
    CHECK(world.sink.rows().size() == 12);
}

TEST_CASE("what the window has left behind is forgotten while the service runs") {
    ServiceWorld world(feed_line("a", feed_a));
    world.feed_of_url.insert_or_assign(feed_a, FeedId{"a"});
    world.adjust = [](Config& config) { config.limits.dedupe_window = 6h; };
    unsigned next = 0;
    std::vector<ArticleId> ids;
    world.web = [&](const Request&) {
        ++next;
        std::vector<Story> shown{everyday(next), everyday(next + 1)};
        for (Story& story : shown) {
            story.published.clear();
        }
        return answer(200, rss_of(shown), {}, Validators{std::to_string(next), ""});
    };
    const Instant start = world.clock.wall();
    world.run([&] { return world.clock.wall() - start > 48h; });
    REQUIRE(next > 150);
    KnownQuery query{};
    for (const OutboxRow& row : world.sink.rows()) {
        query.ids.push_back(ArticleId{row.record.key});
    }
    CHECK(query.ids.size() == next + 1);
    const std::size_t known = world.ledger.known(query)->articles.size();
    // They are shown for two polls, then gone for the window: six hours, four in each.
    CHECK(known >= 20);
    CHECK(known <= 40);
    CHECK(world.ledger.indexed(Instant{})->size() == known);
    CHECK(world.ledger.memory(FeedId{"a"})->seen.size() == 2);
}
