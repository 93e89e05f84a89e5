#include "daemon/os/control_address.h"
#include "daemon/os/control_socket.h"
#include "daemon/os/errno_text.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>

namespace khabard {

namespace {

using Deadline = std::chrono::steady_clock::time_point;

Error no_daemon(const std::string& path, int why) {
    const bool absent = why == ENOENT || why == ECONNREFUSED;
    return Error{Fault::network, path,
                 absent ? "no daemon listens there; is it running, with this configuration?"
                        : "the daemon cannot be asked: " + errno_text(why)};
}

bool wait_for(int fd, short what, Deadline until) {
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        pollfd waited{fd, what, 0};
        const int ready = ::poll(&waited, 1, left.count() > 0 ? static_cast<int>(left.count()) : 0);
        if (ready >= 0 || errno != EINTR) {
            return ready > 0;
        }
    }
}

Status send_all(int fd, const std::string& text, Deadline until) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t sent = ::send(fd, text.data() + done, text.size() - done, MSG_NOSIGNAL);
        if (sent >= 0) {
            done += static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN && wait_for(fd, POLLOUT, until)) {
            continue;
        } else if (errno != EINTR) {
            return Error{Fault::network, "", "the daemon does not take the command"};
        }
    }
    return {};
}

Result<std::string> read_answer(int fd, Deadline until) {
    std::string answer;
    std::array<char, 65'536> chunk;
    for (;;) {
        if (!wait_for(fd, POLLIN, until)) {
            return Error{Fault::network, "", "the daemon gave no answer in time"};
        }
        const ssize_t got = ::read(fd, chunk.data(), chunk.size());
        if (got > 0) {
            answer.append(chunk.data(), static_cast<std::size_t>(got));
        } else if (got == 0) {
            break;
        } else if (errno != EINTR && errno != EAGAIN) {
            return Error{Fault::network, "", "the daemon broke off: " + errno_text(errno)};
        }
    }
    if (answer.empty() || answer.back() != '\n') {
        return Error{Fault::network, "", "the daemon ended before it had answered"};
    }
    answer.pop_back();
    return answer;
}

}  // namespace

Result<std::string> ask_control_socket(const std::string& path, const std::string& line,
                                       std::chrono::milliseconds patience) {
    const auto address = control_address(path);
    if (!address) {
        return no_daemon(path, ENOENT);
    }
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const sockaddr_un name = socket_address(address->name);
    if (!socket ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
        return no_daemon(path, errno);
    }
    const Deadline until = std::chrono::steady_clock::now() + patience;
    if (auto sent = send_all(socket.get(), line + "\n", until); !sent) {
        return sent.error();
    }
    return read_answer(socket.get(), until);
}

}  // namespace khabard
