#include "daemon/os/control_socket.h"

#include "daemon/os/clock.h"
#include "tests/os/temporary_directory.h"
#include "tests/support/catch.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

using namespace khabard;
using namespace std::chrono_literals;

namespace {

// Answers every command by its own words in capitals until `count` of them came.
class Answering {
    SystemClock clock_;
    std::unique_ptr<EventLoop> loop_;  // the socket leaves it at its end

public:
    explicit Answering(const std::string& path, ControlSocketLimits limits = {}) {
        loop_ = std::move(*EventLoop::open(clock_));
        auto opened = ControlSocket::open(*loop_, path, limits);
        REQUIRE(opened.ok());
        socket = std::move(*opened);
    }
    // The commands that came within `patience`.
    std::vector<CommandLine> take(std::chrono::milliseconds patience = 2s) {
        std::vector<CommandLine> commands;
        for (const Event& event : loop_->wait(clock_.steady() + patience)) {
            if (const auto* command = std::get_if<CommandLine>(&event)) {
                commands.push_back(*command);
            }
        }
        return commands;
    }
    std::unique_ptr<ControlSocket> socket;
};

int connected(const std::string& path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    REQUIRE(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return fd;
}

// From here to the end of the scope the table of descriptors has room for so many more.
class DescriptorLimit {
public:
    explicit DescriptorLimit(int more) {
        const int next = ::dup(STDERR_FILENO);
        REQUIRE(next >= 0);
        ::close(next);
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        const rlimit limit{static_cast<rlim_t>(next + more), before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    DescriptorLimit(const DescriptorLimit&) = delete;
    DescriptorLimit& operator=(const DescriptorLimit&) = delete;

private:
    rlimit before_{};
};

std::string asked_and_answered(const std::string& path, Answering& daemon,
                               const std::string& answer) {
    Result<std::string> got = std::string();
    std::atomic<bool> done{false};
    std::thread client([&] {
        got = ask_control_socket(path, "{\"command\":\"x\"}", 10s);
        done = true;
    });
    const auto commands = daemon.take(10s);
    if (commands.size() == 1) {
        CHECK(commands[0].line == "{\"command\":\"x\"}");
        daemon.socket->answer(commands[0].connection, answer);
    }
    while (!done) {
        CHECK(daemon.take(20ms).empty());
    }
    client.join();
    REQUIRE(got.ok());
    return *got;
}

}  // namespace

TEST_CASE("a command over the control socket is answered, and the next one too") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path);
    CHECK(asked_and_answered(path, daemon, "one") == "one");
    CHECK(asked_and_answered(path, daemon, "two") == "two");
}

TEST_CASE("the control socket is for owner and group alone, and goes with its daemon") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    struct stat found {};
    {
        const Answering daemon(path);
        REQUIRE(::stat(path.c_str(), &found) == 0);
        CHECK((found.st_mode & 07777) == 0660);
    }
    CHECK(::stat(path.c_str(), &found) != 0);
}

TEST_CASE("a control socket that a killed daemon left behind is taken over") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    REQUIRE(::bind(left, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::close(left);
    Answering daemon(path);
    CHECK(asked_and_answered(path, daemon, "here") == "here");
}

TEST_CASE("a file that is no socket is left alone and named") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    std::ofstream(path) << "precious";
    const SystemClock clock;
    const auto loop = EventLoop::open(clock);
    const auto opened = ControlSocket::open(**loop, path, {});
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().text().find("is no socket") != std::string::npos);
    CHECK(::access(path.c_str(), F_OK) == 0);
}

TEST_CASE("a path too long for a socket address is reached all the same") {
    TemporaryDirectory directory;
    const std::string deep = directory / std::string(120, 'd');
    REQUIRE(::mkdir(deep.c_str(), 0700) == 0);
    Answering daemon(deep + "/control.sock");
    CHECK(asked_and_answered(deep + "/control.sock", daemon, "deep") == "deep");
}

TEST_CASE("nobody at the control socket is said so") {
    TemporaryDirectory directory;
    const auto answer = ask_control_socket(directory / "control.sock", "{}", 1s);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().fault == Fault::network);
    CHECK(answer.error().text().find("no daemon listens there") != std::string::npos);
}

TEST_CASE("an answer larger than the socket's buffer arrives whole") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path);
    const std::string large(8'000'000, 'x');
    CHECK(asked_and_answered(path, daemon, large) == large);
}

TEST_CASE("silent and endless peers neither block the socket nor fill the memory") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path, {.line_bytes_max = 1'000, .connections_max = 3});
    std::vector<int> silent;
    for (int i = 0; i < 5; ++i) {
        silent.push_back(connected(path));
        CHECK(daemon.take(20ms).empty());
    }
    const int endless = connected(path);
    const std::string flood(4'000, 'y');
    REQUIRE(::send(endless, flood.data(), flood.size(), MSG_NOSIGNAL) == 4'000);
    CHECK(daemon.take(50ms).empty());
    char byte = 0;
    CHECK(::recv(endless, &byte, 1, 0) <= 0);  // the flood was cut off
    CHECK(asked_and_answered(path, daemon, "well") == "well");
    for (const int fd : silent) {
        ::close(fd);
    }
    ::close(endless);
}

TEST_CASE("a peer that leaves before its answer costs nothing") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path);
    const int peer = connected(path);
    REQUIRE(::send(peer, "{}\n", 3, MSG_NOSIGNAL) == 3);
    const auto commands = daemon.take();
    REQUIRE(commands.size() == 1);
    ::close(peer);
    CHECK(daemon.take(20ms).empty());
    daemon.socket->answer(commands[0].connection, "to nobody");
    CHECK(asked_and_answered(path, daemon, "on") == "on");
}

TEST_CASE("with a full table of descriptors an idle connection makes room for who asks") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path);
    const int idle = connected(path);
    CHECK(daemon.take(20ms).empty());
    const DescriptorLimit only_the_clients(1);
    const int peer = connected(path);
    REQUIRE(::send(peer, "{}\n", 3, MSG_NOSIGNAL) == 3);
    const auto commands = daemon.take();
    REQUIRE(commands.size() == 1);
    CHECK(commands[0].line == "{}");
    char byte = 0;
    CHECK(::recv(idle, &byte, 1, 0) == 0);
    ::close(idle);
    ::close(peer);
}

TEST_CASE(
    "with a full table of descriptors and nobody idle a peer is sent away, and the next served") {
    TemporaryDirectory directory;
    const std::string path = directory / "control.sock";
    Answering daemon(path);
    {
        const DescriptorLimit only_the_clients(1);
        const int peer = connected(path);
        CHECK(daemon.take(200ms).empty());
        char byte = 0;
        CHECK(::recv(peer, &byte, 1, MSG_DONTWAIT) == 0);
        ::close(peer);
        const int another = connected(path);
        CHECK(daemon.take(200ms).empty());
        CHECK(::recv(another, &byte, 1, MSG_DONTWAIT) == 0);
        ::close(another);
    }
    CHECK(asked_and_answered(path, daemon, "here") == "here");
}
