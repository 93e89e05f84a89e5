#pragma once

// The HTTP listener of metrics, health and status. It has no thread: its descriptors are watched by
// the loop, and answers are made on the loop's thread. GET and HEAD only; connections, their memory
// and their idle time are bounded, so that nobody who is let in can do more harm than to be in the
// way of others who ask.

#include "daemon/base/result.h"
#include "daemon/os/event_loop.h"
#include "daemon/ports/status_pages.h"

#include <cstdint>
#include <memory>
#include <string>

namespace khabard {

struct StatusServerOptions {
    std::string host;    // a name or an address; empty: every address of the machine
    std::uint16_t port;  // 0: one that is free
    unsigned connections_max = 64;
    unsigned idle_seconds = 10;  // then a connection is closed
};

class StatusServer {
public:
    // Listens when it returns; answers once the loop waits. Loop and pages outlive the server.
    static Result<std::unique_ptr<StatusServer>> open(EventLoop& loop, StatusPages& pages,
                                                      const StatusServerOptions& options);
    ~StatusServer();
    StatusServer(const StatusServer&) = delete;
    StatusServer& operator=(const StatusServer&) = delete;

    // Where it listens: "127.0.0.1:8467", "[::1]:8467".
    const std::string& address() const { return address_; }

private:
    struct Daemon;

    StatusServer(EventLoop& loop, StatusPages& pages);
    Status start(const StatusServerOptions& options);
    void serve() noexcept;

    EventLoop& loop_;
    StatusPages& pages_;
    std::string address_;
    Descriptor timer_;  // the library's own timeouts
    std::unique_ptr<Daemon> daemon_;
    int epoll_ = -1;  // the library's
};

// "libmicrohttpd 0.9.75", for --version.
std::string http_library_version();

}  // namespace khabard
