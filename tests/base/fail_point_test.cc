#include "daemon/base/fail_point.h"

#include "tests/support/catch.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

using namespace khabard;

namespace {

// Reaches two points by turns in a child that was told `wanted`; how often it came around before
// it was killed, or -1 when nothing killed it.
int rounds_until_killed(const char* wanted) {
    int pipe[2] = {};
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (wanted != nullptr) {
            ::setenv("KHABARD_FAIL_POINT", wanted, 1);
        } else {
            ::unsetenv("KHABARD_FAIL_POINT");
        }
        for (int round = 0; round < 5; ++round) {
            fail_point("test.one");
            fail_point("test.one.more");
            if (::write(pipe[1], "x", 1) != 1) {
                break;
            }
        }
        ::_exit(0);
    }
    ::close(pipe[1]);
    int rounds = 0;
    char byte = 0;
    while (::read(pipe[0], &byte, 1) == 1) {
        ++rounds;
    }
    ::close(pipe[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? rounds : -1;
}

}  // namespace

#ifdef KHABARD_FAIL_POINTS
TEST_CASE("a fail point kills the process the n-th time that it is reached") {
    CHECK(rounds_until_killed("test.one:1") == 0);
    CHECK(rounds_until_killed("test.one:3") == 2);
    CHECK(rounds_until_killed("test.one") == 0);
    CHECK(rounds_until_killed("test.one.more:2") == 1);
}

TEST_CASE("a fail point can let the thread that reaches it sleep for ever") {
    int pipe[2] = {};
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::setenv("KHABARD_STALL_POINT", "test.one:2", 1);
        bool written = true;
        for (int round = 0; round < 3 && written; ++round) {
            fail_point("test.one");
            written = ::write(pipe[1], "x", 1) == 1;
        }
        ::_exit(0);
    }
    char byte = 0;
    CHECK(::read(pipe[0], &byte, 1) == 1);
    pollfd second{.fd = pipe[0], .events = POLLIN, .revents = 0};
    CHECK(::poll(&second, 1, 200) == 0);
    CHECK(::kill(child, SIGKILL) == 0);
    CHECK(::waitpid(child, nullptr, 0) == child);
    ::close(pipe[0]);
    ::close(pipe[1]);
}
#endif

TEST_CASE("a fail point that nobody asked for does nothing") {
    CHECK(rounds_until_killed(nullptr) == -1);
    CHECK(rounds_until_killed("test.two:1") == -1);
    CHECK(rounds_until_killed("test.one:9") == -1);
    CHECK(rounds_until_killed("test:1") == -1);
}
