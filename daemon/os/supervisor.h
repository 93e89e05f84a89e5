#pragma once

// systemd as the supervisor, by the notification protocol (sd_notify). Without $NOTIFY_SOCKET, as
// in a terminal or a container, every call does nothing.

#include "daemon/ports/clock.h"
#include "daemon/ports/supervisor.h"

#include <string>

namespace khabard {

class SystemdSupervisor final : public Supervisor {
public:
    // `clock` must outlive the supervisor.
    explicit SystemdSupervisor(const Clock& clock) : clock_(clock) {}

    // Also the end of a reload.
    void ready(const std::string& status) override;
    void reloading() override;
    void stopping(const std::string& status) override;
    // Repeats of the same text are not sent.
    void status(const std::string& text) override;
    // Sent at most once a second.
    void progress() override;

private:
    const Clock& clock_;
    std::string status_;
    SteadyTime next_progress_ = SteadyTime::zero();
};

}  // namespace khabard
