#pragma once

// The log of a process. Safe on any thread. Errors and warnings, whose number the world decides,
// are limited: 20 a minute of one CAUSE, or of one sentence where there is no CAUSE field (how many
// more there were is told afterwards); so keep
// what varies in the fields. Notices and below come at our own rhythm and always pass. Secrets that
// were named with hide(), and what redact_url() hides in URLs, never get out.

#include "daemon/os/log_limiter.h"
#include "daemon/os/log_line.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/log.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace khabard {

enum class LogFormat : std::uint8_t { journal, terminal, json };

struct LogOptions {
    LogFormat format;
    bool colour = false;
    LogLevel level = LogLevel::info;  // this and graver
    int descriptor = 2;               // for all but the journal; stays open
};

// The journal where $JOURNAL_STREAM names the file behind `descriptor` and it can be reached; a
// terminal in colour unless $NO_COLOR is set or $TERM is dumb; else JSON.
LogOptions choose_log(const std::map<std::string, std::string>& environment, int descriptor = 2);

class SystemLog final : public Log {
public:
    // `clock` must outlive the log.
    SystemLog(const Clock& clock, LogOptions options);

    void write(LogLevel level, const std::string& message,
               const std::vector<LogField>& fields) override;
    // Never to be shown from now on; shorter than four bytes it cannot be hidden.
    void hide(std::string secret);
    // From now on, as after a reload.
    void set_level(LogLevel level);

private:
    void put(const LogLine& line);

    const Clock& clock_;
    const LogOptions options_;
    std::mutex mutex_;
    LogLevel level_;                    // under mutex_
    LogLimiter limiter_;                // under mutex_
    std::vector<std::string> secrets_;  // under mutex_
};

}  // namespace khabard
