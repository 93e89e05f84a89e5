#pragma once

// The loop's one blocking place, on epoll. Everything that has a descriptor (curl's sockets, the
// control socket, the status server, timers by timerfd) is watched here and served on the loop's
// thread inside wait(); what its owner has to say to the loop it hands over with post(). Nothing
// here is safe from another thread but wake().
//
// Signals: open() blocks SIGTERM, SIGINT and SIGHUP and ignores SIGPIPE, so it must be called
// before the process starts its first thread. Each SIGTERM or SIGINT that arrives after the last
// one was returned is a terminate event of its own; the kernel merges those that come faster. They
// stay blocked when the loop is gone: a process that had one is about to end, with the status that
// was decided, and a late SIGTERM must not end it in another way.

#include "daemon/base/result.h"
#include "daemon/os/descriptor.h"
#include "daemon/ports/events.h"

#include <signal.h>

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace khabard {

struct Interest {
    bool read;
    bool write;
};

struct Readiness {
    bool readable;
    bool writable;
    bool failed;  // error or hang-up; reading or writing will say which
};

// Who is served when a descriptor is ready. `owner` outlives the watch. The function may watch and
// unwatch any descriptor, its own included, and may post(); it must not call wait().
struct Watcher {
    void* owner;
    void (*on_ready)(void* owner, int fd, Readiness ready) noexcept;
};

class EventLoop final : public Events {
public:
    // `clock` must outlive the loop.
    static Result<std::unique_ptr<EventLoop>> open(const Clock& clock);
    ~EventLoop() override;
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    std::vector<Event> wait(SteadyTime until) override;
    void wake() noexcept override;

    // Begins to watch `fd`, or changes interest and watcher of one that is watched. The descriptor
    // stays its owner's, who must unwatch it before closing it.
    Status watch(int fd, Interest interest, Watcher watcher);
    void unwatch(int fd) noexcept;
    // Adds to what the wait() under way or the next one returns.
    void post(Event event);

private:
    struct Watch {
        Watcher watcher;
        std::uint32_t generation;  // tells a reused descriptor from the one an event was meant for
    };

    explicit EventLoop(const Clock& clock) : clock_(clock) {}
    Status set_up();
    void serve(int timeout_ms);
    int timeout_ms(SteadyTime until) const;
    void take_wake() noexcept;
    void take_signals() noexcept;

    const Clock& clock_;
    Descriptor epoll_;
    Descriptor wake_;
    Descriptor signals_;
    bool woken_ = false;
    std::uint32_t generation_ = 0;
    std::unordered_map<int, Watch> watches_;
    std::vector<Event> events_;
};

}  // namespace khabard
