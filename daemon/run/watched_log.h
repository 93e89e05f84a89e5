#pragma once

// The log as the service writes it: each line gets the generation of the configuration in force,
// errors and warnings are remembered for the status, and lines about a feed become decisions about
// it. What is remembered holds no secrets, and does not depend on the level of the log.

#include "daemon/ports/clock.h"
#include "daemon/ports/log.h"
#include "daemon/run/watch.h"

#include <string>
#include <vector>

namespace khabard {

class WatchedLog final : public Log {
public:
    // All three outlive this.
    WatchedLog(Log& log, const Clock& clock, Watch& watch)
        : log_(log), clock_(clock), watch_(watch) {}

    void write(LogLevel level, const std::string& message,
               const std::vector<LogField>& fields) override;
    // Of the configuration that went live.
    void adopt(Generation generation, std::vector<std::string> secrets);

private:
    std::string shown(const std::string& text) const;

    Log& log_;
    const Clock& clock_;
    Watch& watch_;
    std::string generation_;
    std::vector<std::string> secrets_;
};

}  // namespace khabard
