#include "tests/support/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace khabard {
namespace {

[[noreturn]] void become(const Child::Options& options) {
    if (!options.output.empty()) {
        const int fd = ::open(options.output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        ::dup2(fd, STDOUT_FILENO);
        ::dup2(fd, STDERR_FILENO);
    }
    for (const auto& [name, value] : options.environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    for (const std::string& argument : options.arguments) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

}  // namespace

Child::Child(const Options& options) {
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        // A parent that is killed leaves nobody behind.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(127);
        }
        become(options);
    }
    if (pid_ < 0) {
        std::perror("fork");
        std::abort();
    }
}

Child::~Child() {
    if (!end_) {
        signal(SIGKILL);
        (void)wait(std::chrono::seconds{10});
    }
}

void Child::signal(int number) {
    if (!end_) {
        ::kill(pid_, number);
    }
}

std::optional<ChildEnd> Child::wait(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!end_) {
        int status = 0;
        const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
        if (ended == pid_) {
            end_ = WIFEXITED(status) ? ChildEnd{true, WEXITSTATUS(status)}
                                     : ChildEnd{false, WTERMSIG(status)};
        } else if (std::chrono::steady_clock::now() >= until) {
            return std::nullopt;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
    }
    return end_;
}

}  // namespace khabard
