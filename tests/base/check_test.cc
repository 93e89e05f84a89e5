#include "daemon/base/check.h"

#include "tests/support/catch.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <string>

using namespace khabard;

namespace {

struct End {
    int signal;  // 0: it ended by itself
    std::string said;
};

// Runs `work` in a child process and tells how that ended and what it said on stderr.
End end_of(const std::function<void()>& work) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // Catch has handlers of its own for fatal signals; the child is none of its business.
        std::signal(SIGABRT, SIG_DFL);
        ::dup2(pipe[1], STDERR_FILENO);
        work();
        ::_exit(0);
    }
    ::close(pipe[1]);
    std::string said;
    std::array<char, 256> some{};
    for (ssize_t got = 0; (got = ::read(pipe[0], some.data(), some.size())) > 0;) {
        said.append(some.data(), static_cast<std::size_t>(got));
    }
    ::close(pipe[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return {WIFSIGNALED(status) ? WTERMSIG(status) : 0, said};
}

}  // namespace

TEST_CASE("a check that holds does nothing") {
    const End end = end_of([] { check(true, "all is well"); });
    CHECK(end.signal == 0);
    CHECK(end.said.empty());
}

TEST_CASE("a check that does not hold ends the process and names the place of its caller") {
    const End end = end_of([] { check(1 > 2, "one is no more than two"); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.said.find("check_test.cc:") != std::string::npos);
    CHECK(end.said.find("bug: one is no more than two") != std::string::npos);
}

TEST_CASE("an unreachable place that is reached ends the process") {
    const End end = end_of([] { unreachable("a day without a name"); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.said.find("bug: a day without a name") != std::string::npos);
}
