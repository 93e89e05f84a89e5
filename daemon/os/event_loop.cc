#include "daemon/os/event_loop.h"

#include "daemon/base/check.h"
#include "daemon/os/errno_text.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t events_per_turn = 64;
constexpr SteadyTime longest_wait = std::chrono::minutes(10);

std::uint64_t pack(int fd, std::uint32_t generation) {
    return (static_cast<std::uint64_t>(generation) << 32U) | static_cast<std::uint32_t>(fd);
}

}  // namespace

Result<std::unique_ptr<EventLoop>> EventLoop::open(const Clock& clock) {
    std::unique_ptr<EventLoop> loop(new EventLoop(clock));
    auto ready = loop->set_up();
    if (!ready) {
        return ready.error();
    }
    return loop;
}

Status EventLoop::set_up() {
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    sigaddset(&mask, SIGHUP);
    const bool masked = pthread_sigmask(SIG_BLOCK, &mask, nullptr) == 0;
    signal(SIGPIPE, SIG_IGN);
    epoll_ = Descriptor(epoll_create1(EPOLL_CLOEXEC));
    wake_ = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    signals_ = Descriptor(signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!masked || !epoll_ || !wake_ || !signals_) {
        return io_error("event loop", "be set up", errno);
    }
    const Watcher on_wake{this, [](void* self, int, Readiness) noexcept {
                              static_cast<EventLoop*>(self)->take_wake();
                          }};
    const Watcher on_signal{this, [](void* self, int, Readiness) noexcept {
                                static_cast<EventLoop*>(self)->take_signals();
                            }};
    if (auto watched = watch(wake_.get(), {true, false}, on_wake); !watched) {
        return watched;
    }
    return watch(signals_.get(), {true, false}, on_signal);
}

EventLoop::~EventLoop() = default;

std::vector<Event> EventLoop::wait(SteadyTime until) {
    bool first = true;
    // Sockets are served once even when events are at hand: a busy queue must not starve them.
    while (first || (events_.empty() && !woken_ && clock_.steady() < until)) {
        first = false;
        serve(events_.empty() && !woken_ ? timeout_ms(until) : 0);
    }
    woken_ = false;
    return std::exchange(events_, {});
}

void EventLoop::wake() noexcept {
    const std::uint64_t one = 1;
    // A full counter (EAGAIN) is a wake already.
    while (::write(wake_.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
}

Status EventLoop::watch(int fd, Interest interest, Watcher watcher) {
    const bool known = watches_.count(fd) > 0;
    const std::uint32_t generation = known ? watches_[fd].generation : ++generation_;
    epoll_event event{};
    event.events = (interest.read ? static_cast<std::uint32_t>(EPOLLIN) : 0U) |
                   (interest.write ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
    event.data.u64 = pack(fd, generation);
    if (epoll_ctl(epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
        return io_error("event loop", "watch a descriptor", errno);
    }
    watches_.insert_or_assign(fd, Watch{watcher, generation});
    return {};
}

void EventLoop::unwatch(int fd) noexcept {
    if (watches_.erase(fd) > 0) {
        // Fails only for a descriptor that was closed first, and then epoll has dropped it too.
        epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
    }
}

void EventLoop::post(Event event) {
    events_.push_back(std::move(event));
}

void EventLoop::serve(int timeout_ms) {
    std::array<epoll_event, events_per_turn> ready;
    const int count =
        epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), timeout_ms);
    check(count >= 0 || errno == EINTR, "epoll_wait refused its own descriptor");
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = ready[static_cast<std::size_t>(i)];
        const int fd = static_cast<int>(event.data.u64 & 0xFFFFFFFFU);
        const auto watch = watches_.find(fd);
        // Gone, or reused, by what an earlier event of this turn did.
        if (watch == watches_.end() || pack(fd, watch->second.generation) != event.data.u64) {
            continue;
        }
        const Watcher watcher = watch->second.watcher;
        watcher.on_ready(watcher.owner, fd,
                         Readiness{(event.events & EPOLLIN) != 0, (event.events & EPOLLOUT) != 0,
                                   (event.events & (EPOLLERR | EPOLLHUP)) != 0});
    }
}

int EventLoop::timeout_ms(SteadyTime until) const {
    const SteadyTime now = clock_.steady();
    // Compared first: `until` may be the smallest time there is.
    const SteadyTime left = until <= now ? SteadyTime::zero() : std::min(until - now, longest_wait);
    return static_cast<int>(left.count());
}

void EventLoop::take_wake() noexcept {
    std::uint64_t count = 0;
    while (::read(wake_.get(), &count, sizeof count) < 0 && errno == EINTR) {
    }
    woken_ = true;
}

void EventLoop::take_signals() noexcept {
    signalfd_siginfo info{};
    while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        post(info.ssi_signo == SIGHUP ? SignalKind::reload : SignalKind::terminate);
    }
}

}  // namespace khabard
