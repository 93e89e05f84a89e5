#include "daemon/os/curl_multi.h"

#include "daemon/base/check.h"
#include "daemon/os/errno_text.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace khabard {

Result<std::unique_ptr<CurlMulti>> CurlMulti::open(EventLoop& loop, OnDone on_done,
                                                   std::size_t idle_connections_max) {
    std::unique_ptr<CurlMulti> multi(new CurlMulti(loop, on_done));
    auto ready = multi->set_up(idle_connections_max);
    if (!ready) {
        return ready.error();
    }
    return multi;
}

Status CurlMulti::set_up(std::size_t idle_connections_max) {
    timer_ = Descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!timer_) {
        return io_error("fetcher", "create a timer", errno);
    }
    multi_.reset(curl_multi_init());
    if (multi_ == nullptr) {
        return Error{Fault::io, "fetcher", "libcurl cannot be set up"};
    }
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(idle_connections_max));
    return loop_.watch(timer_.get(), {true, false},
                       Watcher{this, [](void* self, int, Readiness) noexcept {
                                   static_cast<CurlMulti*>(self)->on_timer_ready();
                               }});
}

CurlMulti::~CurlMulti() {
    // Closing the kept connections calls on_socket, which needs the loop and this object.
    multi_.reset();
    if (timer_) {
        loop_.unwatch(timer_.get());
    }
}

bool CurlMulti::add(CURL* easy) {
    return curl_multi_add_handle(multi_.get(), easy) == CURLM_OK;
}

void CurlMulti::remove(CURL* easy) {
    curl_multi_remove_handle(multi_.get(), easy);
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) noexcept {
    auto* multi = static_cast<CurlMulti*>(self);
    if (what == CURL_POLL_REMOVE) {
        multi->loop_.unwatch(fd);
        return 0;
    }
    const Interest interest{(what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0};
    const Watcher watcher{self, [](void* owner, int ready_fd, Readiness ready) noexcept {
                              static_cast<CurlMulti*>(owner)->on_socket_ready(ready_fd, ready);
                          }};
    return multi->loop_.watch(fd, interest, watcher).ok() ? 0 : -1;
}

int CurlMulti::on_timer(CURLM*, long timeout_ms, void* self) noexcept {
    auto* multi = static_cast<CurlMulti*>(self);
    itimerspec when{};
    if (timeout_ms >= 0) {
        when.it_value.tv_sec = timeout_ms / 1000;
        when.it_value.tv_nsec = (timeout_ms % 1000) * 1'000'000;
        if (timeout_ms == 0) {
            when.it_value.tv_nsec = 1;  // zero would disarm
        }
    }
    return timerfd_settime(multi->timer_.get(), 0, &when, nullptr) == 0 ? 0 : -1;
}

void CurlMulti::on_socket_ready(int fd, Readiness ready) noexcept {
    act(fd, (ready.readable ? CURL_CSELECT_IN : 0) | (ready.writable ? CURL_CSELECT_OUT : 0) |
                (ready.failed ? CURL_CSELECT_ERR : 0));
}

void CurlMulti::on_timer_ready() noexcept {
    std::uint64_t expirations = 0;
    while (::read(timer_.get(), &expirations, sizeof expirations) < 0 && errno == EINTR) {
    }
    act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlMulti::act(curl_socket_t fd, int flags) noexcept {
    int running = 0;
    const CURLMcode acted = curl_multi_socket_action(multi_.get(), fd, flags, &running);
    check(acted == CURLM_OK, "curl_multi_socket_action refused its own handle");
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        // The message dies with remove_handle.
        CURL* easy = message->easy_handle;
        const CURLcode code = message->data.result;
        remove(easy);
        on_done_.done(on_done_.owner, easy, code);
    }
}

}  // namespace khabard
