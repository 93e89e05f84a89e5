#include "daemon/run/pool.h"

#include "daemon/run/configuration.h"
#include "tests/run/news.h"
#include "tests/run/ports.h"
#include "tests/support/memory_files.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

using namespace khabard;

namespace {

std::shared_ptr<const Rules> load_offline_rules() {
    MemoryFiles none;
    return load_configuration(none,
                              {.path = std::nullopt,
                               .surroundings = {},
                               .purpose = Purpose::offline,
                               .run_examples = false},
                              Generation{1})
        .rules;
}

std::shared_ptr<const Rules> offline_rules() {
    static const std::shared_ptr<const Rules> rules = load_offline_rules();
    return rules;
}

Job job_of(const std::string& body) {
    return Job{.feed = Feed{.id = FeedId{"feed"},
                            .url = "https://outlet.example/rss",
                            .display_url = "https://outlet.example/rss",
                            .kind = FeedKind::rss,
                            .source = Source{"outlet", "Outlet", "outlet.example"},
                            .fetch_pages = FetchPages::never},
               .rules = offline_rules(),
               .fetched = Fetched{.url = "https://outlet.example/rss",
                                  .effective_url = "https://outlet.example/rss",
                                  .status = 200,
                                  .headers = {},
                                  .validators = {},
                                  .body = RawBytes{body},
                                  .truncated = false,
                                  .at = Instant{},
                                  .remote_address = {}},
               .read_as = ReadAs::feed,
               .charset_hint = {},
               .memory = Memory{.seen = {}, .body = std::nullopt},
               .now = *parse_rfc3339("2026-01-31T10:00:00Z"),
               .follow_run_rules = true};
}

std::string body_of(unsigned number) {
    return rss_of({everyday(number), everyday(number + 1000)});
}

}  // namespace

TEST_CASE("every job comes back once, under its ticket, as if it had been done here") {
    const std::size_t workers = GENERATE(1U, 2U, 4U);
    WakeCounter wakes;
    Pool pool(workers, wakes);
    constexpr std::uint64_t jobs = 60;
    for (std::uint64_t ticket = 1; ticket <= jobs; ++ticket) {
        pool.submit(ticket, job_of(body_of(unsigned(ticket))));
    }
    std::map<std::uint64_t, Prepared> done;
    REQUIRE(wakes.until([&] {
        for (Pool::Done& one : pool.take_done()) {
            REQUIRE(done.emplace(one.ticket, std::move(one.prepared)).second);
        }
        return done.size() == jobs;
    }));
    for (const std::uint64_t ticket : {std::uint64_t{1}, jobs / 2, jobs}) {
        const Prepared here = prepare(job_of(body_of(unsigned(ticket))));
        const Prepared& there = done.find(ticket)->second;
        REQUIRE(there.items.size() == here.items.size());
        CHECK(there.body == here.body);
        CHECK(there.shown == here.shown);
        CHECK(there.items[0].articles[0].candidate.article.body ==
              here.items[0].articles[0].candidate.article.body);
    }
    CHECK(pool.take_done().empty());
}

TEST_CASE("one worker does its jobs in order") {
    WakeCounter wakes;
    Pool pool(1, wakes);
    for (std::uint64_t ticket = 1; ticket <= 20; ++ticket) {
        pool.submit(ticket, job_of(body_of(unsigned(ticket))));
    }
    std::vector<std::uint64_t> order;
    REQUIRE(wakes.until([&] {
        for (const Pool::Done& one : pool.take_done()) {
            order.push_back(one.ticket);
        }
        return order.size() == 20;
    }));
    CHECK(std::is_sorted(order.begin(), order.end()));
}

namespace {

// A worker that is told when to end its job.
struct Brake {
    std::mutex mutex;
    std::condition_variable changed;
    int begun = 0;
    int ended = 0;
    bool released = false;
};

Brake& brake() {
    static Brake one;
    return one;
}

Prepared slow_work(const Job& job) {
    Brake& stop = brake();
    std::unique_lock lock(stop.mutex);
    ++stop.begun;
    stop.changed.notify_all();
    stop.changed.wait_for(lock, test_patience, [&] { return stop.released; });
    lock.unlock();
    Prepared prepared = prepare(job);
    lock.lock();
    ++stop.ended;
    stop.changed.notify_all();
    return prepared;
}

}  // namespace

TEST_CASE("a pool can be left while a worker is busy, and hears of it no more") {
    Brake& stop = brake();
    auto wakes = std::make_unique<WakeCounter>();
    auto pool = std::make_unique<Pool>(2, *wakes, slow_work);
    pool->submit(1, job_of(body_of(1)));
    {
        std::unique_lock lock(stop.mutex);
        REQUIRE(stop.changed.wait_for(lock, test_patience, [&] { return stop.begun == 1; }));
    }
    CHECK_FALSE(pool->leave(std::chrono::milliseconds{20}));
    CHECK(pool->take_done().empty());
    pool.reset();
    wakes.reset();  // a sanitizer sees it when the worker still calls it
    std::unique_lock lock(stop.mutex);
    stop.released = true;
    stop.changed.notify_all();
    CHECK(stop.changed.wait_for(lock, test_patience, [&] { return stop.ended == 1; }));
}

TEST_CASE("a pool that ends forgets what no worker has begun") {
    Brake& stop = brake();
    {
        const std::lock_guard lock(stop.mutex);
        stop.begun = 0;
        stop.ended = 0;
        stop.released = false;
    }
    WakeCounter wakes;
    Job job = job_of(body_of(1));
    job.rules = load_offline_rules();  // nobody has these but who has a job
    auto pool = std::make_unique<Pool>(2, wakes, slow_work);
    for (std::uint64_t ticket = 1; ticket <= 50; ++ticket) {
        pool->submit(ticket, job);
    }
    std::unique_lock lock(stop.mutex);
    REQUIRE(stop.changed.wait_for(lock, test_patience, [&] { return stop.begun == 2; }));
    CHECK(job.rules.use_count() == 51);
    lock.unlock();
    CHECK_FALSE(pool->leave(std::chrono::milliseconds{1}));
    pool.reset();
    lock.lock();
    stop.released = true;
    stop.changed.notify_all();
    lock.unlock();
    const auto end = std::chrono::steady_clock::now() + test_patience;
    while (job.rules.use_count() > 1 && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }
    REQUIRE(job.rules.use_count() == 1);
    lock.lock();
    CHECK(stop.begun == 2);
    CHECK(stop.ended == 2);
}

TEST_CASE("small documents do not wait for large ones") {
    WakeCounter wakes;
    Pool pool(2, wakes, [](const Job& job) {
        Brake& stop = brake();
        std::unique_lock lock(stop.mutex);
        if (job.fetched.body.bytes.size() >= Pool::large_bytes) {
            ++stop.begun;
            stop.changed.notify_all();
            stop.changed.wait_for(lock, test_patience, [&] { return stop.released; });
        }
        lock.unlock();
        return prepare(job);
    });
    brake().begun = 0;
    brake().released = false;
    const std::string large(Pool::large_bytes, ' ');
    for (std::uint64_t ticket = 1; ticket <= 3; ++ticket) {
        pool.submit(ticket, job_of(large));
    }
    for (std::uint64_t ticket = 4; ticket <= 9; ++ticket) {
        pool.submit(ticket, job_of(body_of(unsigned(ticket))));
    }
    std::vector<std::uint64_t> order;
    const auto take = [&] {
        for (const Pool::Done& one : pool.take_done()) {
            order.push_back(one.ticket);
        }
        return order.size();
    };
    REQUIRE(wakes.until([&] { return take() == 6; }));
    std::sort(order.begin(), order.end());  // several workers: they may end in any order
    CHECK(order == std::vector<std::uint64_t>{4, 5, 6, 7, 8, 9});
    {
        const std::lock_guard lock(brake().mutex);
        CHECK(brake().begun == 1);
        brake().released = true;
        brake().changed.notify_all();
    }
    REQUIRE(wakes.until([&] { return take() == 9; }));
}

TEST_CASE("a pool whose workers are idle is left at once") {
    WakeCounter wakes;
    Pool pool(3, wakes);
    pool.submit(1, job_of("no feed"));
    REQUIRE(wakes.until([&] { return !pool.take_done().empty(); }));
    CHECK(pool.leave(std::chrono::milliseconds{0}));
}

TEST_CASE("a pool of no workers has one") {
    WakeCounter wakes;
    Pool pool(0, wakes);
    pool.submit(7, job_of("no feed"));
    std::vector<Pool::Done> done;
    REQUIRE(wakes.until([&] {
        done = pool.take_done();
        return !done.empty();
    }));
    CHECK(done.front().ticket == 7);
    CHECK(done.front().prepared.refused.has_value());
}
