#include "daemon/os/control_socket.h"

#include "daemon/os/control_address.h"
#include "daemon/os/errno_text.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace khabard {

namespace {

constexpr int backlog = 16;
constexpr mode_t others = 0117;  // masked away: owner and group may ask, others not

// A socket that nobody listens on any more; anything else that stands there stays.
Status remove_old(const std::string& path) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) {
        return {};
    }
    if (!S_ISSOCK(found.st_mode)) {
        return Error{Fault::io, path, "is no socket; move it away, or set control.socket"};
    }
    return ::unlink(path.c_str()) == 0 ? Status() : io_error(path, "be removed", errno);
}

Descriptor open_spare() noexcept {
    return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

ControlSocket::ControlSocket(EventLoop& loop, std::string path, ControlSocketLimits limits)
    : loop_(loop), path_(std::move(path)), limits_(limits) {}

Result<std::unique_ptr<ControlSocket>> ControlSocket::open(EventLoop& loop, const std::string& path,
                                                           ControlSocketLimits limits) {
    std::unique_ptr<ControlSocket> socket(new ControlSocket(loop, path, limits));
    if (auto ready = socket->set_up(); !ready) {
        return ready.error();
    }
    return socket;
}

Status ControlSocket::set_up() {
    if (auto removed = remove_old(path_); !removed) {
        return removed;
    }
    const auto address = control_address(path_);
    if (!address) {
        return address.error();
    }
    Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener) {
        return io_error(path_, "be opened as a socket", errno);
    }
    const sockaddr_un name = socket_address(address->name);
    const mode_t before = ::umask(others);
    const bool bound =
        ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
    const int why = errno;
    ::umask(before);
    if (!bound) {
        return io_error(path_, "be created", why);
    }
    listener_ = std::move(listener);
    spare_ = open_spare();
    if (!spare_) {
        return io_error(path_, "be given a descriptor to spare", errno);
    }
    if (::listen(listener_.get(), backlog) != 0) {
        return io_error(path_, "be listened on", errno);
    }
    const Watcher on_connection{this, [](void* self, int, Readiness) noexcept {
                                    static_cast<ControlSocket*>(self)->take_connections();
                                }};
    return loop_.watch(listener_.get(), {true, false}, on_connection);
}

ControlSocket::~ControlSocket() {
    while (!connections_.empty()) {
        close(connections_.begin()->first);
    }
    if (listener_) {
        loop_.unwatch(listener_.get());
        ::unlink(path_.c_str());
    }
}

// The oldest connection that has not asked anything leaves.
bool ControlSocket::close_idle() {
    const auto idle = std::find_if(connections_.begin(), connections_.end(),
                                   [](const auto& each) { return !each.second.asked; });
    if (idle == connections_.end()) {
        return false;
    }
    close(idle->first);
    return true;
}

bool ControlSocket::make_room() {
    return connections_.size() < limits_.connections_max || close_idle();
}

// The next peer that waits, if there is one. A full table of descriptors hides whether: one is kept
// back to find out, and to tell the peer by its end that it has to come again, else the loop would
// be told of it for ever. An idle connection leaves for it.
Descriptor ControlSocket::take_peer() {
    const auto accept = [this] {
        return Descriptor(
            ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    };
    Descriptor taken = accept();
    if (taken || (errno != EMFILE && errno != ENFILE)) {
        return taken;
    }
    spare_.reset();
    taken = accept();
    if (taken && !close_idle()) {
        taken.reset();
    }
    spare_ = open_spare();
    return taken;
}

void ControlSocket::take_connections() noexcept {
    for (;;) {
        Descriptor taken = take_peer();
        if (!taken) {
            return;  // none left, or this one was sent away and the next turn takes the rest
        }
        if (!make_room()) {
            continue;
        }
        const std::uint64_t id = next_id_++;
        by_descriptor_[taken.get()] = id;
        Connection& connection = connections_[id];
        connection.socket = std::move(taken);
        watch(connection, {true, false});
    }
}

void ControlSocket::watch(const Connection& connection, Interest interest) {
    const Watcher on_ready{this, [](void* self, int fd, Readiness ready) noexcept {
                               static_cast<ControlSocket*>(self)->serve(fd, ready);
                           }};
    // Refused only for want of memory; then the peer finds out by its own patience.
    static_cast<void>(loop_.watch(connection.socket.get(), interest, on_ready).ok());
}

void ControlSocket::close(std::uint64_t id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return;
    }
    loop_.unwatch(found->second.socket.get());
    by_descriptor_.erase(found->second.socket.get());
    connections_.erase(found);
}

void ControlSocket::serve(int fd, Readiness ready) noexcept {
    const auto known = by_descriptor_.find(fd);
    if (known == by_descriptor_.end()) {
        return;
    }
    const std::uint64_t id = known->second;
    Connection& connection = connections_[id];
    if (connection.answered && !ready.failed) {
        write_answer(id, connection);
    } else if (!connection.asked && ready.readable) {
        read_line(id, connection);
    } else if (ready.failed) {
        close(id);
    }
}

void ControlSocket::read_line(std::uint64_t id, Connection& connection) {
    std::array<char, 4096> chunk;
    for (;;) {
        const ssize_t got = ::read(connection.socket.get(), chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 && errno == EAGAIN) {
            return;
        }
        if (got <= 0) {
            close(id);
            return;
        }
        connection.in.append(chunk.data(), static_cast<std::size_t>(got));
        const std::size_t end = connection.in.find('\n');
        if (end != std::string::npos) {
            connection.asked = true;
            loop_.post(CommandLine{id, connection.in.substr(0, end)});
            watch(connection, {false, false});  // until there is an answer, or the peer leaves
            return;
        }
        if (connection.in.size() > limits_.line_bytes_max) {
            close(id);
            return;
        }
    }
}

void ControlSocket::answer(std::uint64_t connection, const std::string& line) {
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return;
    }
    found->second.out = line + "\n";
    found->second.answered = true;
    write_answer(connection, found->second);
}

void ControlSocket::write_answer(std::uint64_t id, Connection& connection) {
    std::size_t done = 0;
    while (done < connection.out.size()) {
        const ssize_t sent = ::send(connection.socket.get(), connection.out.data() + done,
                                    connection.out.size() - done, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0 && errno == EAGAIN) {
            connection.out.erase(0, done);
            watch(connection, {false, true});
            return;
        }
        if (sent < 0) {
            break;
        }
        done += static_cast<std::size_t>(sent);
    }
    close(id);
}

}  // namespace khabard
