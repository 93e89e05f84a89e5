#pragma once

// The service manager (systemd): told that we are ready, that we make progress, that we stop.

#include <string>

namespace khabard {

class Supervisor {
public:
    virtual ~Supervisor() = default;
    virtual void ready(const std::string& status) = 0;
    virtual void reloading() = 0;
    virtual void stopping(const std::string& status) = 0;
    virtual void status(const std::string& text) = 0;
    // Feeds the watchdog. Call it only when loop and publisher have both made progress.
    virtual void progress() = 0;
};

}  // namespace khabard
