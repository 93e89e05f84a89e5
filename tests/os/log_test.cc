#include "daemon/os/log.h"

#include "daemon/os/descriptor.h"
#include "tests/support/catch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

struct HandClock final : Clock {
    SteadyTime now{5s};
    Instant wall() const override { return *parse_rfc3339("2026-01-31T08:15:00Z"); }
    SteadyTime steady() const override { return now; }
};

class Pipe {
public:
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        out_ = Descriptor(ends[0]);
        in_ = Descriptor(ends[1]);
        REQUIRE(::fcntl(out_.get(), F_SETFL, O_NONBLOCK) == 0);
    }
    int in() const { return in_.get(); }
    std::string text() const {
        std::string all(1'000'000, '\0');
        const ssize_t count = ::read(out_.get(), all.data(), all.size());
        all.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return all;
    }

private:
    Descriptor out_;
    Descriptor in_;
};

auto lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

}  // namespace

TEST_CASE("a pipe gets JSON, the journal's own stream the journal where there is one") {
    const Pipe pipe;
    CHECK(choose_log({}, pipe.in()).format == LogFormat::json);
    struct stat about {};
    REQUIRE(::fstat(pipe.in(), &about) == 0);
    const std::string stream = std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
    const bool journal = ::access("/run/systemd/journal/socket", W_OK) == 0;
    CHECK(choose_log({{"JOURNAL_STREAM", stream}}, pipe.in()).format ==
          (journal ? LogFormat::journal : LogFormat::json));
    CHECK(choose_log({{"JOURNAL_STREAM", "1:2"}}, pipe.in()).format == LogFormat::json);
}

TEST_CASE("a terminal gets colours unless it is asked not to") {
    const Descriptor master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0) {
        WARN("skipped: no pseudo-terminals here");
        return;
    }
    const Descriptor terminal(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(terminal);
    const LogOptions plain = choose_log({}, terminal.get());
    CHECK(plain.format == LogFormat::terminal);
    CHECK(plain.colour);
    CHECK_FALSE(choose_log({{"NO_COLOR", "1"}}, terminal.get()).colour);
    CHECK_FALSE(choose_log({{"TERM", "dumb"}}, terminal.get()).colour);
    CHECK(choose_log({{"NO_COLOR", ""}}, terminal.get()).colour);
}

TEST_CASE("lines below the level are left out and secrets never shown") {
    const Pipe pipe;
    const HandClock clock;
    SystemLog log(clock, {.format = LogFormat::terminal, .descriptor = pipe.in()});
    log.hide("s3cret");
    log.debug("not shown");
    log.info("password s3cret", {{"URL", "https://u:p@a.example/"}});
    CHECK(pipe.text() == "2026-01-31T08:15:00Z info: password ***  url=https://***@a.example/\n");
}

TEST_CASE("a storm of one cause is cut short and counted, notices are not") {
    const Pipe pipe;
    HandClock clock;
    SystemLog log(clock, {.format = LogFormat::json, .descriptor = pipe.in()});
    for (int i = 0; i < 100; ++i) {
        log.warning("feed " + std::to_string(i) + " failed", {{"CAUSE", "timeout"}});
    }
    CHECK(lines(pipe.text()) == 20);
    clock.now += 61s;
    log.warning("feed 100 failed", {{"CAUSE", "timeout"}});
    CHECK(pipe.text().find("\"left_out\":\"80\"") != std::string::npos);
    for (int i = 0; i < 100; ++i) {
        log.notice("feed left out");
    }
    CHECK(lines(pipe.text()) == 100);
}

TEST_CASE("lines of several threads stay whole") {
    const Pipe pipe;
    const HandClock clock;
    SystemLog log(clock, {.format = LogFormat::json, .descriptor = pipe.in()});
    std::array<std::thread, 4> threads;
    for (std::thread& thread : threads) {
        thread = std::thread([&log] {
            for (int i = 0; i < 50; ++i) {
                log.notice("a line of some length that must not be mixed with another");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const std::string text = pipe.text();
    CHECK(lines(text) == 200);
    std::size_t whole = 0;
    for (std::size_t at = text.find("another\"}\n{"); at != std::string::npos;
         at = text.find("another\"}\n{", at + 1)) {
        ++whole;
    }
    CHECK(whole == 199);
}

TEST_CASE("a log whose reader has gone does not fail") {
    const HandClock clock;
    SystemLog log(clock, {.format = LogFormat::json, .descriptor = -1});
    log.error("into nothing");
}
