#include "daemon/os/event_loop.h"

#include "daemon/os/clock.h"
#include "tests/support/catch.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<EventLoop> open_loop(const Clock& clock) {
    auto loop = EventLoop::open(clock);
    REQUIRE(loop);
    return std::move(*loop);
}

// Reads one byte whenever it can and posts a command with it.
struct Echo {
    EventLoop& loop;
    int served = 0;

    static void ready(void* self, int fd, Readiness) noexcept {
        auto* echo = static_cast<Echo*>(self);
        char byte = 0;
        if (::read(fd, &byte, 1) == 1) {
            ++echo->served;
            echo->loop.post(CommandLine{static_cast<std::uint64_t>(fd), std::string(1, byte)});
        } else {
            echo->loop.unwatch(fd);
        }
    }
};

struct Pair {
    Descriptor ours;
    Descriptor theirs;
};

Pair socket_pair() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace

TEST_CASE("a wait without events ends at its time and not before") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    const SteadyTime until = clock.steady() + 30ms;
    CHECK(loop->wait(until).empty());
    CHECK(clock.steady() >= until);
    CHECK(clock.steady() < until + 5s);
}

TEST_CASE("a time that has passed makes wait return at once") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    CHECK(loop->wait(SteadyTime::zero()).empty());
    CHECK(loop->wait(SteadyTime::min()).empty());
}

TEST_CASE("a wake from another thread ends a wait, and one before it ends the next") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    const SteadyTime far = clock.steady() + 1h;
    std::thread other([&loop] { loop->wake(); });
    CHECK(loop->wait(far).empty());
    other.join();
    loop->wake();
    loop->wake();
    CHECK(loop->wait(SteadyTime::max()).empty());
    CHECK(clock.steady() < far);
    // Both wakes were used up by the one wait.
    const SteadyTime soon = clock.steady() + 20ms;
    loop->wait(soon);
    CHECK(clock.steady() >= soon);
}

TEST_CASE("signals to the process become events, each later one again") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    const SteadyTime far = clock.steady() + 10s;
    const auto next = [&] {
        const auto events = loop->wait(far);
        REQUIRE(events.size() == 1);
        REQUIRE(std::holds_alternative<SignalKind>(events[0]));
        return std::get<SignalKind>(events[0]);
    };
    ::kill(::getpid(), SIGHUP);
    CHECK(next() == SignalKind::reload);
    ::kill(::getpid(), SIGTERM);
    CHECK(next() == SignalKind::terminate);
    ::kill(::getpid(), SIGTERM);
    CHECK(next() == SignalKind::terminate);
    ::kill(::getpid(), SIGINT);
    CHECK(next() == SignalKind::terminate);
}

TEST_CASE("writing to a closed socket raises no SIGPIPE") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    Pair pair = socket_pair();
    pair.theirs.reset();
    CHECK(::write(pair.ours.get(), "x", 1) == -1);
}

TEST_CASE("what a watched descriptor's owner posts is what wait returns") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    Echo echo{*loop};
    const Pair pair = socket_pair();
    REQUIRE(loop->watch(pair.ours.get(), {true, false}, {&echo, &Echo::ready}));
    REQUIRE(::write(pair.theirs.get(), "k", 1) == 1);
    const auto events = loop->wait(clock.steady() + 10s);
    REQUIRE(events.size() == 1);
    CHECK(std::get<CommandLine>(events[0]).line == "k");

    loop->unwatch(pair.ours.get());
    REQUIRE(::write(pair.theirs.get(), "l", 1) == 1);
    CHECK(loop->wait(clock.steady() + 10ms).empty());
    CHECK(echo.served == 1);
}

TEST_CASE("an event meant for a closed descriptor does not reach the one that has its number now") {
    const SystemClock clock;
    const auto loop = open_loop(clock);
    struct Swap {
        EventLoop& loop;
        Pair first;
        Pair second;
        Echo late;
        int swaps = 0;
        static void ready(void* self, int, Readiness) noexcept {
            auto* swap = static_cast<Swap*>(self);
            // Whichever is served first takes the other one's place.
            ++swap->swaps;
            swap->loop.unwatch(swap->first.ours.get());
            swap->loop.unwatch(swap->second.ours.get());
            std::array<int, 2> ends{};
            swap->first = Pair{};
            swap->second = Pair{};
            if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0) {
                swap->first = {Descriptor(ends[0]), Descriptor(ends[1])};
            }
            if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0) {
                swap->second = {Descriptor(ends[0]), Descriptor(ends[1])};
            }
            static_cast<void>(swap->loop.watch(swap->first.ours.get(), {true, false},
                                               {&swap->late, &Echo::ready}));
            static_cast<void>(swap->loop.watch(swap->second.ours.get(), {true, false},
                                               {&swap->late, &Echo::ready}));
        }
    };
    Swap swap{*loop, socket_pair(), socket_pair(), Echo{*loop}};
    REQUIRE(loop->watch(swap.first.ours.get(), {true, false}, {&swap, &Swap::ready}));
    REQUIRE(loop->watch(swap.second.ours.get(), {true, false}, {&swap, &Swap::ready}));
    REQUIRE(::write(swap.first.theirs.get(), "a", 1) == 1);
    REQUIRE(::write(swap.second.theirs.get(), "b", 1) == 1);
    CHECK(loop->wait(clock.steady() + 20ms).empty());
    CHECK(swap.swaps == 1);
    CHECK(swap.late.served == 0);
    // Still watched: the late owner would have unwatched on a false alarm.
    REQUIRE(::write(swap.second.theirs.get(), "c", 1) == 1);
    CHECK(loop->wait(clock.steady() + 10s).size() == 1);
}
