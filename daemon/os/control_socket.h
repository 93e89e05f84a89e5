#pragma once

// The control socket: a stream socket of this machine on which one JSON line asks and one line
// answers. Who may connect is said by its file mode (owner and group). Connections are served by
// the loop and never wait for a slow peer: what a peer does not read is kept until it does.

#include "daemon/base/result.h"
#include "daemon/os/descriptor.h"
#include "daemon/os/event_loop.h"
#include "daemon/ports/control.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace khabard {

struct ControlSocketLimits {
    std::size_t line_bytes_max = 65'536;
    std::size_t connections_max = 32;  // of those that have not asked yet, the oldest gives way
};

class ControlSocket final : public Control {
public:
    // Takes the place of a socket that a killed process left at `path`; the caller holds the lock
    // of the state directory, so nobody listens there. `loop` outlives the socket. Error: the
    // directory is missing or not writable, or something that is no socket stands there.
    static Result<std::unique_ptr<ControlSocket>> open(EventLoop& loop, const std::string& path,
                                                       ControlSocketLimits limits);
    ~ControlSocket() override;  // removes the file
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    void answer(std::uint64_t connection, const std::string& line) override;

private:
    struct Connection {
        Descriptor socket;
        std::string in;
        std::string out;
        bool asked = false;
        bool answered = false;
    };

    ControlSocket(EventLoop& loop, std::string path, ControlSocketLimits limits);
    Status set_up();
    void take_connections() noexcept;
    void serve(int fd, Readiness ready) noexcept;
    void read_line(std::uint64_t id, Connection& connection);
    void write_answer(std::uint64_t id, Connection& connection);
    void watch(const Connection& connection, Interest interest);
    void close(std::uint64_t id);
    bool close_idle();
    bool make_room();
    Descriptor take_peer();

    EventLoop& loop_;
    std::string path_;
    ControlSocketLimits limits_;
    Descriptor listener_;
    Descriptor spare_;  // for a peer that comes when there is no other
    std::uint64_t next_id_ = 1;
    std::map<std::uint64_t, Connection> connections_;
    std::map<int, std::uint64_t> by_descriptor_;
};

// Sends `line` to the daemon that listens at `path` and returns its answer. Fault::network: nobody
// listens there, or no answer came within `patience`.
Result<std::string> ask_control_socket(const std::string& path, const std::string& line,
                                       std::chrono::milliseconds patience);

}  // namespace khabard
