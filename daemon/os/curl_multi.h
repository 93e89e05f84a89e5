#pragma once

// One multi handle driven by the event loop: curl says which sockets and which moment it waits for,
// we watch them and call it back. Included inside daemon/os by the curl_*.cc files only.

#include "daemon/base/result.h"
#include "daemon/os/curl_handles.h"
#include "daemon/os/descriptor.h"
#include "daemon/os/event_loop.h"

#include <cstddef>
#include <memory>

namespace khabard {

class CurlMulti {
public:
    // Told of each transfer that ended, after the handle was taken off the multi: it may be added
    // again or freed at once.
    struct OnDone {
        void* owner;
        void (*done)(void* owner, CURL* easy, CURLcode code) noexcept;
    };

    static Result<std::unique_ptr<CurlMulti>> open(EventLoop& loop, OnDone on_done,
                                                   std::size_t idle_connections_max);
    ~CurlMulti();
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;

    // False when curl refuses (out of handles or memory).
    bool add(CURL* easy);
    // Stops a transfer; nothing is told of it afterwards.
    void remove(CURL* easy);

private:
    CurlMulti(EventLoop& loop, OnDone on_done) : loop_(loop), on_done_(on_done) {}
    Status set_up(std::size_t idle_connections_max);
    static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* seen) noexcept;
    static int on_timer(CURLM* multi, long timeout_ms, void* self) noexcept;
    void on_socket_ready(int fd, Readiness ready) noexcept;
    void on_timer_ready() noexcept;
    void act(curl_socket_t fd, int flags) noexcept;

    EventLoop& loop_;
    OnDone on_done_;
    Descriptor timer_;
    CurlMultiHandle multi_;
};

}  // namespace khabard
