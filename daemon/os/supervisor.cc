#include "daemon/os/supervisor.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace khabard {

namespace {

constexpr SteadyTime progress_gap = std::chrono::seconds(1);

// A line end would begin another assignment.
std::string status_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return "STATUS=" + text;
}

void notify(const std::string& state) {
    // The supervisor may be gone or its queue full; neither concerns the work.
    static_cast<void>(sd_notify(0, state.c_str()));
}

}  // namespace

void SystemdSupervisor::ready(const std::string& status) {
    status_ = status;
    notify("READY=1\n" + status_line(status));
}

void SystemdSupervisor::reloading() {
    // systemd compares this with its own clock, so it must be CLOCK_MONOTONIC in microseconds.
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    notify("RELOADING=1\nMONOTONIC_USEC=" +
           std::to_string(now.tv_sec * 1'000'000LL + now.tv_nsec / 1000));
}

void SystemdSupervisor::stopping(const std::string& status) {
    status_ = status;
    notify("STOPPING=1\n" + status_line(status));
}

void SystemdSupervisor::status(const std::string& text) {
    if (text != status_) {
        status_ = text;
        notify(status_line(text));
    }
}

void SystemdSupervisor::progress() {
    const SteadyTime now = clock_.steady();
    if (now >= next_progress_) {
        next_progress_ = now + progress_gap;
        notify("WATCHDOG=1");
    }
}

}  // namespace khabard
